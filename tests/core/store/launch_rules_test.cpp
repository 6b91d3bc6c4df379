#include "core/error.h"
#include "core/store/launch_rules.h"

#include <gmock/gmock.h>

namespace skipscope::store {
namespace {

using experiment::Configuration;
using experiment::Feedback;
using experiment::NegativeStrategy;
using testing::HasSubstr;

listening::DatasetSummary votesOnly() {
  listening::DatasetSummary log;
  log.name = "votes";
  log.likes = 100;
  log.dislikes = 10;
  return log;
}

std::vector<Configuration> withInputs(const std::vector<experiment::FeedbackSet>& inputs) {
  std::vector<Configuration> all(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i)
    all[i].inputs = inputs[i];
  return all;
}

std::string faultOf(const listening::DatasetSummary& log, const std::vector<Configuration>& configurations) {
  try {
    fitting(log, configurations);
  } catch (const core::Error& error) {
    return error.what();
  }
  return {};
}

TEST(LaunchRules, WhatTheLogLacksIsLeftOutAndTold) {
  const auto asked =
      withInputs({{Feedback::Like}, {Feedback::Like, Feedback::Skip}, {Feedback::Like, Feedback::Dislike}});
  const Fitting kept = fitting(votesOnly(), asked);
  ASSERT_EQ(kept.configurations.size(), 2U);
  EXPECT_EQ(kept.configurations[1].inputs, asked[2].inputs);
  EXPECT_EQ(kept.note, "Dataset \"votes\" has no skips: 1 of 3 configurations need them and are left out.");
  EXPECT_EQ(fitting(votesOnly(), {asked[0]}).note, "");
}

TEST(LaunchRules, NothingLeftIsAFault) {
  EXPECT_THAT(faultOf(votesOnly(), withInputs({{Feedback::Skip}, {Feedback::Listen}})),
              HasSubstr("has no skips, listens, and each of the 2 configurations needs one of these at least"));
}

TEST(LaunchRules, RealNegativesNeedOneOfTheirKinds) {
  auto log = votesOnly();
  log.dislikes = 0;
  log.skips = 50;
  std::vector<Configuration> real(1);
  real[0].strategy = NegativeStrategy::RealRandom;
  EXPECT_THAT(faultOf(log, real), HasSubstr("has no dislikes"));
  EXPECT_THROW(requireLearnable(log, real[0]), core::Error);
  real[0].negativeTargets = {Feedback::Dislike, Feedback::Skip};
  EXPECT_EQ(faultOf(log, real), "");
  EXPECT_NO_THROW(requireLearnable(log, real[0]));
}

TEST(LaunchRules, PopularityOnStationsNeedsStations) {
  auto log = votesOnly();
  Configuration configuration;
  configuration.model = experiment::ModelKind::StationPopularity;
  EXPECT_THROW(requireLearnable(log, configuration), core::Error);
  log.stations = 3;
  EXPECT_NO_THROW(requireLearnable(log, configuration));
}

TEST(LaunchRules, NothingIsToldOfALogThatNobodyCounted) {
  const auto asked = withInputs({{Feedback::Skip}});
  EXPECT_EQ(fitting({}, asked).configurations.size(), 1U);
}

} // namespace
} // namespace skipscope::store
