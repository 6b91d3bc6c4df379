#include "core/learning/false_negatives.h"
#include "core/learning/trainer.h"
#include "core/learning/training_state.h"
#include "tests/core/learning/learning_fixture.h"
#include "tests/core/simulated_radio.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace skipscope::learning {

namespace {

using ::testing::Contains;
using ::testing::Key;
using ::testing::Not;

/// P(like) of a song as if played next at an event, mood 0 and no fatigue, by the simulator's own formulas.
double chanceOfLike(const listening::SimulatedRadio& radio, std::size_t listener, const Event& event,
                    std::uint32_t song) {
  const auto& vector = radio.truth.songs[song];
  return listening::playChances(radio.truth.settings, radio.truth.listeners[listener],
                                listening::dot(radio.truth.tasteAt(listener, event.time), vector),
                                listening::dot(radio.truth.stations[event.station], vector), 0, 0)
      .like;
}

/// The lower middle one of the chances of all songs a listener liked, each at its last like.
std::optional<double> middleChance(const listening::SimulatedRadio& radio, std::size_t listener) {
  std::map<std::uint32_t, double> chances;
  for (const Event& event : radio.log.dataset.history(listener))
    if (event.feedback == Feedback::Like)
      chances[event.song] = chanceOfLike(radio, listener, event, event.song);
  std::vector<double> sorted;
  for (const auto& [song, chance] : chances)
    sorted.push_back(chance);
  std::ranges::sort(sorted);
  return sorted.empty() ? std::nullopt : std::optional(sorted[(sorted.size() - 1) / 2]);
}

experiment::Configuration radioConfiguration() {
  auto configuration = smallConfiguration();
  configuration.strategy = experiment::NegativeStrategy::RealHardest;
  configuration.inputs = {Feedback::Like, Feedback::Skip};
  configuration.negativeCount = 5;
  return configuration;
}

TEST(FalseNegatives, ByTheTruthAreThoseOfABruteForce) {
  const auto radio = listening::simulateRadio();
  const Dataset& dataset = radio.log.dataset;
  for (const auto drawing : {experiment::Drawing::PerTarget, experiment::Drawing::Shared})
    for (const bool hardest : {false, true}) {
      auto configuration = radioConfiguration();
      configuration.drawing = drawing;
      const auto plan = evaluation::makeSplit(dataset, configuration);
      const TrainingSet set = cutWindows(dataset, plan, configuration);
      const NegativeSampler sampler(dataset, plan, configuration.positiveTargets, 0);
      std::vector<std::uint32_t> windows(set.windows.size());
      std::iota(windows.begin(), windows.end(), 0U);
      ThreadTeam team(2);
      const Batch batch = BatchMaker(set, sampler, configuration, 1).make(windows, 0, team);
      std::vector<std::int64_t> chosen;
      FalseNegatives expected;
      const auto judged = [&](const Target& target, std::int64_t row) {
        const Event& event = dataset.history(target.listener)[target.event];
        return chanceOfLike(radio, target.listener, event, plan.catalogue[static_cast<std::size_t>(row)]) >
               middleChance(radio, target.listener).value();
      };
      for (std::size_t history = 0; history < batch.histories.size(); ++history) {
        for (std::size_t i = batch.positiveOffsets[history]; i < batch.positiveOffsets[history + 1]; ++i) {
          const auto drawn = batch.drawnFor(history, i);
          if (hardest)
            chosen.push_back(drawn[i % drawn.size()]);
          const auto liked =
              std::ranges::count_if(drawn, [&](std::int64_t row) { return judged(*batch.targets[i], row); });
          expected += {5,
                       liked,
                       1,
                       liked > 0,
                       hardest ? 1 : 5,
                       hardest ? std::int64_t{judged(*batch.targets[i], chosen.back())} : liked};
        }
      }
      for (std::size_t i = 0; i < batch.negativeTargets.size(); ++i)
        if (middleChance(radio, batch.negativeTargets[i]->listener))
          expected += {0, 0, 0, 0, 1, judged(*batch.negativeTargets[i], batch.negativeSongs[i])};
      FalseNegatives counted;
      countFalseNegatives(batch, chosen, TrueLikes(dataset, plan, radio.truth), team, counted);
      EXPECT_EQ(counted, expected);
      EXPECT_GT(counted.drawnLiked, 0);
      EXPECT_LT(counted.drawnLiked, counted.drawn / 2);
    }
}

TEST(FalseNegatives, OfListenersWithoutALikeAreNotJudged) {
  listening::SimulatorSettings settings = listening::smallRadio();
  settings.neverVoteShare = 1;
  const auto radio = listening::simulateRadio(settings);
  const auto plan = trainOnAll(radio.log.dataset);
  const Target target{3, 0, 0, 0, radio.log.dataset.history(3)[0].time};
  EXPECT_FALSE(TrueLikes(radio.log.dataset, plan, radio.truth).at(target));
}

TEST(FalseNegatives, VotesWithoutTasteHaveNoneByTheTruth) {
  listening::SimulatorSettings settings = listening::smallRadio();
  settings.voteSharpness = 0;
  const auto radio = listening::simulateRadio(settings);
  const auto plan = trainOnAll(radio.log.dataset);
  const TrueLikes likes(radio.log.dataset, plan, radio.truth);
  for (std::uint32_t listener = 0; listener < radio.log.dataset.listeners(); ++listener)
    if (const auto moment = likes.at({listener, 0, 0, 0, radio.log.dataset.history(listener)[0].time})) {
      for (std::int64_t row = 0; row < static_cast<std::int64_t>(plan.catalogue.size()); ++row)
        EXPECT_FALSE(moment->wouldLike(row));
    }
}

/// A run on the simulated radio with its truth, a checkpoint after step 13 in `saved`.
std::optional<TrainingResult> trainOn(const listening::SimulatedRadio& radio, bool known,
                                      std::optional<Checkpoint>& saved,
                                      const std::optional<Checkpoint>& from = std::nullopt) {
  const auto configuration = radioConfiguration();
  const auto plan = evaluation::makeSplit(radio.log.dataset, configuration);
  std::int64_t step = 0;
  TrainingHooks hooks;
  hooks.progress = [&](const store::Progress& progress) { step = progress.step; };
  hooks.wantsCheckpoint = [&] { return step == 13; };
  hooks.checkpoint = [&](const Checkpoint& checkpoint, const store::Progress&) { saved = checkpoint; };
  return train(radio.log.dataset, plan, configuration, 1, from, hooks, {}, known ? &radio.truth : nullptr);
}

TEST(FalseNegatives, ByTheTruthAreCountedOnWhereARunWasStopped) {
  const auto radio = listening::simulateRadio();
  std::optional<Checkpoint> saved, ignored;
  const auto whole = trainOn(radio, true, saved);
  ASSERT_TRUE(whole && saved);
  const auto resumed = trainOn(radio, true, ignored, saved);
  ASSERT_TRUE(resumed);
  EXPECT_EQ(whole->test, resumed->test);
  EXPECT_GT(whole->test.at("false_negative_drawn_truth"), whole->test.at("false_negative_drawn"));
  EXPECT_GT(whole->test.at("false_negative_loss_truth"), 0);
  EXPECT_GE(whole->test.at("false_negative_targets_truth"), whole->test.at("false_negative_drawn_truth"));
  EXPECT_GT(whole->test.at("oracle_accuracy"), whole->test.at("accuracy"));
  // The truth went or came in between: what was counted is not of the whole run, and not told.
  const auto without = trainOn(radio, false, ignored, saved);
  EXPECT_THAT(without->test, Not(Contains(Key("false_negative_drawn_truth"))));
  EXPECT_THAT(without->test, Not(Contains(Key("oracle_accuracy"))));
  std::optional<Checkpoint> blind;
  const auto unknown = trainOn(radio, false, blind);
  const auto late = trainOn(radio, true, ignored, blind);
  EXPECT_THAT(late->test, Not(Contains(Key("false_negative_drawn_truth"))));
  EXPECT_THAT(late->test, Contains(Key("oracle_accuracy")));
  // Training never reads the truth.
  for (const auto& [name, array] : whole->best.arrays)
    EXPECT_EQ(array.values, unknown->best.arrays.at(name).values) << name;
}

} // namespace

} // namespace skipscope::learning
