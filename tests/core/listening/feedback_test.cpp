#include "core/listening/feedback.h"

#include <gtest/gtest.h>

namespace skipscope::listening {

TEST(Feedback, NamesReadBack) {
  for (Feedback kind : kAllFeedback)
    EXPECT_EQ(parseFeedback(feedbackName(kind)), kind);
  EXPECT_FALSE(parseFeedback("Like"));
  EXPECT_FALSE(parseFeedback(""));
}

TEST(FeedbackSet, TextIsInTheOrderOfTheEnumeration) {
  EXPECT_EQ((FeedbackSet{Feedback::Skip, Feedback::Like}).text(), "like,skip");
  EXPECT_EQ(FeedbackSet{}.text(), "");
}

TEST(FeedbackSet, ReadsAnyOrderAndRepetitions) {
  EXPECT_EQ(FeedbackSet::parse("skip, like,skip"), (FeedbackSet{Feedback::Like, Feedback::Skip}));
  EXPECT_EQ(FeedbackSet::parse(""), FeedbackSet{});
  EXPECT_FALSE(FeedbackSet::parse("like,love"));
  EXPECT_FALSE(FeedbackSet::parse("like,"));
}

TEST(FeedbackSet, UnionHoldsBoth) {
  const FeedbackSet both = FeedbackSet{Feedback::Like}.united({Feedback::Dislike});
  EXPECT_TRUE(both.contains(Feedback::Like));
  EXPECT_TRUE(both.contains(Feedback::Dislike));
  EXPECT_FALSE(both.contains(Feedback::Skip));
}

} // namespace skipscope::listening
