#include "core/evaluation/log_profile.h"
#include "tests/core/evaluation/tiny_log.h"

#include <gmock/gmock.h>

namespace skipscope::evaluation {
namespace {

TEST(LogProfile, isCountedByHand) {
  const Dataset dataset = datasetOf({{{1, 0, kLike}, {2, 1, kDislike}, {3, 2, kLike}, {4, 3, kSkip}},
                                     {{1, 0, kDislike}, {2, 1, kLike}},
                                     {{1, 0, kListen}, {2, 1, kSkip}, {3, 0, kListen}},
                                     {{1, 0, kListen}}});
  const LogProfile profile = profileOf(dataset);
  EXPECT_EQ(profile.events, 10);
  EXPECT_EQ(profile.listeners, 4);
  EXPECT_THAT(profile.shares, testing::ElementsAre(0.3, 0.2, 0.2, 0.3));
  EXPECT_EQ(profile.likesPerDislike, 1.5);
  EXPECT_EQ(profile.neverVote, 0.5);
  EXPECT_EQ(profile.meanLength, 2.5);
  EXPECT_EQ(profile.medianLength, 3); // of 1, 2, 3, 4 the longer middle one
  EXPECT_EQ(profile.longLength, 4);
  EXPECT_EQ(profile.pairs, 2);
  EXPECT_EQ(profile.likeFirst, 0.5); // the first listener's dislike at 2 goes with the like at 1
}

TEST(LogProfile, saysNothingOfVotesThatAreNot) {
  const LogProfile profile = profileOf(datasetOf({{{1, 0, kListen}}}));
  EXPECT_EQ(profile.likesPerDislike, std::nullopt);
  EXPECT_EQ(profile.likeFirst, std::nullopt);
  EXPECT_EQ(profile.neverVote, 1);
  EXPECT_EQ(profileOf(Dataset{}).events, 0);
}

} // namespace
} // namespace skipscope::evaluation
