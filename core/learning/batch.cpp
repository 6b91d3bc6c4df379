#include "core/learning/batch.h"

#include <algorithm>

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
  makeRoom(order, batch);
  team.runPieces(order.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t history = first; history < last; ++history) {
      const Window& window = m_set.windows[order[history]];
      fillHistory(window, epoch, history, batch.histories);
      fillTargets(window, history, batch);
      if (batch.negatives > 0)
        draw(window, epoch, history, batch);
    }
  });
  return batch;
}

void BatchMaker::makeRoom(std::span<const std::uint32_t> order, Batch& batch) const {
  batch.negatives =
      experiment::usesDrawnNegatives(m_configuration.strategy) ? m_configuration.negativeCount : 0;
  batch.shared = m_configuration.drawing == experiment::Drawing::Shared;
  batch.positiveOffsets.push_back(0);
  batch.negativeOffsets.push_back(0);
  PackedHistories& histories = batch.histories;
  for (const std::uint32_t index : order) {
    const Window& window = m_set.windows[index];
    histories.offsets.push_back(histories.offsets.back() + window.inputs);
    batch.positiveOffsets.push_back(batch.positiveOffsets.back() + window.positives);
    batch.negativeOffsets.push_back(batch.negativeOffsets.back() + window.negatives);
  }
  histories.keys.resize(order.size());
  for (auto* numbers : {&histories.songs, &histories.feedback, &histories.times})
    numbers->resize(static_cast<std::size_t>(histories.offsets.back()));
  const std::size_t positives = batch.positiveOffsets.back();
  for (auto* numbers : {&batch.contexts, &batch.songs})
    numbers->resize(positives);
  batch.targets.resize(positives);
  for (auto* numbers : {&batch.negativeContexts, &batch.negativeSongs})
    numbers->resize(batch.negativeOffsets.back());
  batch.negativeTargets.resize(batch.negativeOffsets.back());
  if (batch.negatives > 0) {
    batch.drawn.resize((batch.shared ? order.size() : positives) * static_cast<std::size_t>(batch.negatives));
    batch.drawnWeight.resize(positives);
  }
}

void BatchMaker::fillHistory(const Window& window, std::int64_t epoch, std::size_t history,
                             PackedHistories& histories) const {
  const auto first = static_cast<std::size_t>(histories.offsets[history]);
  for (std::size_t i = 0; i < window.inputs; ++i) {
    histories.songs[first + i] = m_set.inputSongs[window.firstInput + i];
    histories.feedback[first + i] = static_cast<std::int64_t>(m_set.inputFeedback[window.firstInput + i]);
    histories.times[first + i] = m_set.inputTimes[window.firstInput + i];
  }
  histories.keys[history] =
      CounterRandom(m_seed, Purpose::Dropout, epoch, window.listener, window.number).key();
}

void BatchMaker::fillTargets(const Window& window, std::size_t history, Batch& batch) const {
  const auto contextRow = [&](const Target& target) {
    return target.context == 0 ? 0
                               : batch.histories.offsets[history] + static_cast<std::int64_t>(target.context);
  };
  for (std::size_t i = 0; i < window.positives; ++i) {
    const Target& target = m_set.positives[window.firstPositive + i];
    const std::size_t at = batch.positiveOffsets[history] + i;
    batch.contexts[at] = contextRow(target);
    batch.songs[at] = target.song;
    batch.targets[at] = &target;
  }
  for (std::size_t i = 0; i < window.negatives; ++i) {
    const Target& target = m_set.negatives[window.firstNegative + i];
    const std::size_t at = batch.negativeOffsets[history] + i;
    batch.negativeContexts[at] = contextRow(target);
    batch.negativeSongs[at] = target.song;
    batch.negativeTargets[at] = &target;
  }
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

} // namespace skipscope::learning
