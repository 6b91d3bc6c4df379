#include "core/error.h"
#include "core/store/estimate.h"
#include "tests/core/store/store_fixture.h"

namespace skipscope::store {
namespace {

class EstimateTest : public StoreTest {
protected:
  LaunchRequest request(const experiment::Configuration& configuration, std::vector<std::uint64_t> seeds) {
    LaunchRequest made;
    made.experiment = "first";
    made.dataset = "tiny";
    made.configurations = {configuration};
    made.seeds = std::move(seeds);
    return made;
  }
  /// A run of `configuration` that ended at `step` of `maxSteps`, a tenth of a second each.
  void measure(const experiment::Configuration& configuration, std::int64_t step, std::int64_t maxSteps) {
    RunStore(workspace).launch(request(configuration, {1}));
    const WorkerLock worker(workspace);
    Queue queue(workspace);
    const auto claim = queue.claim(worker);
    ASSERT_TRUE(claim);
    Progress progress;
    progress.step = step;
    progress.maxSteps = maxSteps;
    progress.targets = step * 100;
    progress.trainSeconds = static_cast<double>(step) / 10;
    ASSERT_TRUE(queue.finish(*claim, progress, step, {}, tinyOutcomes(), ""));
  }

  Workspace workspace = open();
};

TEST_F(EstimateTest, TellsNoTimeBeforeARunOfTheKindFinished) {
  const auto before = estimate(workspace, request({}, {1, 2}), 1);
  EXPECT_EQ(before.runs, 2);
  EXPECT_EQ(before.existing, 0);
  EXPECT_FALSE(before.time);
  measure({}, 500, 1000);
  experiment::Configuration other;
  other.model = experiment::ModelKind::Popularity;
  EXPECT_FALSE(estimate(workspace, request(other, {1}), 1).time);
}

TEST_F(EstimateTest, LikelyStopsWhereMeasuredRunsDidAndMostAtTheLimit) {
  measure({}, 500, 1000);
  const auto told = estimate(workspace, request({}, {1, 2, 3}), 2);
  EXPECT_EQ(told.existing, 1);
  ASSERT_TRUE(told.time);
  EXPECT_NEAR(told.time->likely, 2 * 50 / 2, 1e-6);
  EXPECT_NEAR(told.time->most, 2 * 100 / 2, 1e-6);
}

TEST_F(EstimateTest, RunsThatReachedTheirLimitTellNoEarlyEnd) {
  experiment::Configuration shortRun;
  shortRun.maxSteps = 20;
  shortRun.minSteps = 10;
  measure(shortRun, 20, 20);
  experiment::Configuration longRun = shortRun;
  longRun.maxSteps = 1000;
  const auto told = estimate(workspace, request(longRun, {1}), 1);
  ASSERT_TRUE(told.time);
  EXPECT_NEAR(told.time->likely, 100, 1e-6);
  EXPECT_NEAR(told.time->most, 100, 1e-6);
}

TEST_F(EstimateTest, EveryCostlierConfigurationTakesLonger) {
  measure({}, 500, 1000);
  const double plain = estimate(workspace, request({}, {2}), 1).time->likely;
  std::vector<experiment::Configuration> costlier(5);
  costlier[0].dimension = 128;
  costlier[1].blocks = 4;
  costlier[2].maxLength = 400;
  costlier[3].negativeCount = 64;
  costlier[4].batchTargets = 400;
  for (const auto& configuration : costlier) {
    const auto told = estimate(workspace, request(configuration, {2}), 1);
    EXPECT_GT(told.time->likely, plain) << experiment::toJson(configuration);
    EXPECT_LE(told.time->likely, told.time->most);
  }
  EXPECT_NEAR(estimate(workspace, request(costlier[4], {2}), 1).time->likely, 4 * plain, 1e-6);
}

} // namespace
} // namespace skipscope::store
