#include "core/learning/batch.h"

#include <algorithm>
#include <limits>
#include <mutex>

namespace skipscope::learning {

BatchMaker::BatchMaker(const TrainingSet& set, const NegativeSampler& sampler,
                       const experiment::Configuration& configuration, std::uint64_t seed)
    : m_set(set), m_sampler(sampler), m_configuration(configuration), m_seed(seed) {}

Batch BatchMaker::make(std::span<const std::uint32_t> windows, std::int64_t epoch, ThreadTeam& team) const {
  std::vector<std::uint32_t> order(windows.begin(), windows.end());
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return m_set.windows[a].inputs > m_set.windows[b].inputs;
  });
  Batch batch;
  batch.negatives =
      experiment::usesDrawnNegatives(m_configuration.strategy) ? m_configuration.negativeCount : 0;
  batch.shared = m_configuration.drawing == experiment::Drawing::Shared;
  batch.positiveOffsets.push_back(0);
  batch.negativeOffsets.push_back(0);
  for (const std::uint32_t index : order) {
    addTargets(m_set.windows[index], batch);
    addHistory(m_set.windows[index], epoch, batch);
  }
  if (batch.negatives > 0) {
    batch.drawn.resize((batch.shared ? order.size() : batch.songs.size()) *
                       static_cast<std::size_t>(batch.negatives));
    batch.drawnWeight.resize(batch.songs.size());
    team.runPieces(order.size(), [&](std::size_t first, std::size_t last) {
      for (std::size_t history = first; history < last; ++history)
        draw(m_set.windows[order[history]], epoch, history, batch);
    });
  }
  return batch;
}

void BatchMaker::addTargets(const Window& window, Batch& batch) const {
  const std::int64_t base = batch.histories.offsets.back();
  const auto contextRow = [&](const Target& target) {
    return target.context == 0 ? 0 : base + static_cast<std::int64_t>(target.context);
  };
  for (std::size_t i = 0; i < window.positives; ++i) {
    const Target& target = m_set.positives[window.firstPositive + i];
    batch.contexts.push_back(contextRow(target));
    batch.songs.push_back(target.song);
    batch.targets.push_back(&target);
  }
  for (std::size_t i = 0; i < window.negatives; ++i) {
    const Target& target = m_set.negatives[window.firstNegative + i];
    batch.negativeContexts.push_back(contextRow(target));
    batch.negativeSongs.push_back(target.song);
    batch.negativeTargets.push_back(&target);
  }
  batch.positiveOffsets.push_back(batch.songs.size());
  batch.negativeOffsets.push_back(batch.negativeSongs.size());
}

void BatchMaker::addHistory(const Window& window, std::int64_t epoch, Batch& batch) const {
  PackedHistories& histories = batch.histories;
  for (std::size_t i = window.firstInput; i < window.firstInput + window.inputs; ++i) {
    histories.songs.push_back(m_set.inputSongs[i]);
    histories.feedback.push_back(static_cast<std::int64_t>(m_set.inputFeedback[i]));
    histories.times.push_back(m_set.inputTimes[i]);
  }
  histories.offsets.push_back(static_cast<std::int64_t>(histories.songs.size()));
  histories.keys.push_back(
      CounterRandom(m_seed, Purpose::Dropout, epoch, window.listener, window.number).key());
}

void BatchMaker::draw(const Window& window, std::int64_t epoch, std::size_t history, Batch& batch) const {
  const auto count = static_cast<std::size_t>(batch.negatives);
  const std::size_t first = batch.positiveOffsets[history];
  bool possible = true;
  if (batch.shared) {
    const CounterRandom random(m_seed, Purpose::SharedNegatives, epoch, window.listener, window.number);
    possible = m_sampler.draw(window.listener, random, {batch.drawn.data() + history * count, count});
  }
  for (std::size_t i = 0; i < window.positives; ++i) {
    if (!batch.shared) {
      const std::uint32_t event = m_set.positives[window.firstPositive + i].event;
      const CounterRandom random(m_seed, Purpose::Negatives, epoch, window.listener, event);
      possible = m_sampler.draw(window.listener, random, {batch.drawn.data() + (first + i) * count, count});
    }
    batch.drawnWeight[first + i] = possible ? 1.0F : 0.0F;
  }
}

namespace {

/// Adds one history's part of a batch to the counts.
void countHistory(const Batch& batch, std::size_t history, std::span<const std::int64_t> chosen,
                  const LastLikes& likes, FalseNegatives& counts) {
  std::vector<std::int64_t> liked; // when, of the songs drawn that the listener ever liked
  const auto lookUp = [&](std::size_t positive) {
    liked.clear();
    for (const std::int64_t song : batch.drawnFor(history, positive)) {
      const std::int64_t time = likes.lastLike(batch.targets[positive]->listener, song);
      if (time > std::numeric_limits<std::int64_t>::min())
        liked.push_back(time);
    }
  };
  const std::size_t first = batch.positiveOffsets[history];
  for (std::size_t i = first; batch.negatives > 0 && i < batch.positiveOffsets[history + 1]; ++i) {
    if (batch.drawnWeight[i] == 0)
      continue;
    if (!batch.shared || i == first)
      lookUp(i);
    const Target& target = *batch.targets[i];
    const std::int64_t later =
        std::ranges::count_if(liked, [&](std::int64_t time) { return time > target.time; });
    counts.drawn += batch.negatives;
    counts.drawnLiked += later;
    counts.targets += 1;
    counts.targetsLiked += later > 0;
    counts.entered += chosen.empty() ? batch.negatives : 1;
    counts.enteredLiked +=
        chosen.empty() ? later : std::int64_t{likes.lastLike(target.listener, chosen[i]) > target.time};
  }
  for (std::size_t i = batch.negativeOffsets[history]; i < batch.negativeOffsets[history + 1]; ++i) {
    const Target& target = *batch.negativeTargets[i];
    counts.entered += 1;
    counts.enteredLiked += likes.lastLike(target.listener, target.song) > target.time;
  }
}

} // namespace

void countFalseNegatives(const Batch& batch, std::span<const std::int64_t> chosen, const LastLikes& likes,
                         ThreadTeam& team, FalseNegatives& counts) {
  std::mutex mutex;
  team.runPieces(batch.histories.size(), [&](std::size_t first, std::size_t last) {
    FalseNegatives own;
    for (std::size_t history = first; history < last; ++history)
      countHistory(batch, history, chosen, likes, own);
    const std::lock_guard lock(mutex);
    counts += own;
  });
}

} // namespace skipscope::learning
