#include "core/learning/thread_team.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace skipscope::learning {

namespace {

TEST(ThreadTeam, DoesEveryTaskOnce) {
  for (const int threads : {1, 2, 5}) {
    ThreadTeam team(threads);
    EXPECT_EQ(team.threads(), static_cast<std::size_t>(threads));
    for (const std::size_t count : {0, 1, 2, 1000}) {
      std::vector<std::atomic<int>> done(count);
      team.run(count, [&](std::size_t task, std::size_t thread) {
        EXPECT_LT(thread, team.threads());
        ++done[task];
      });
      for (const auto& times : done)
        EXPECT_EQ(times, 1);
    }
  }
}

TEST(ThreadTeam, CoversEverythingWithPieces) {
  ThreadTeam team(3);
  for (const std::size_t count : {0, 1, 11, 100}) {
    std::vector<std::atomic<int>> seen(count);
    team.runPieces(count, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i)
        ++seen[i];
    });
    for (const auto& times : seen)
      EXPECT_EQ(times, 1);
  }
}

TEST(ThreadTeam, PassesOnWhatATaskThrowsAndGoesOn) {
  ThreadTeam team(2);
  const auto failing = [](std::size_t task, std::size_t) {
    if (task == 3)
      throw std::runtime_error("three");
  };
  EXPECT_THROW(team.run(10, failing), std::runtime_error);
  std::atomic<int> done = 0;
  team.run(10, [&](std::size_t, std::size_t) { ++done; });
  EXPECT_EQ(done, 10);
}

} // namespace

} // namespace skipscope::learning
