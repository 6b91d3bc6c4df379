#include "core/learning/batch.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace skipscope::learning {

BatchMaker::BatchMaker(const TrainingSet& set, const NegativeSampler& sampler,
                       const experiment::Configuration& configuration, std::uint64_t seed)
    : m_set(set), m_sampler(sampler), m_configuration(configuration), m_seed(seed),
      m_cloze(configuration.objective == experiment::Objective::Cloze) {}

Batch BatchMaker::make(std::span<const std::uint32_t> windows, std::int64_t epoch, ThreadTeam& team) const {
  const std::vector<Part> parts = partsOf(windows, epoch);
  Batch batch;
  makeRoom(parts, batch);
  team.runPieces(parts.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t history = first; history < last; ++history) {
      const Window& window = *parts[history].window;
      fillHistory(window, epoch, history, batch.histories);
      if (m_cloze)
        fillMasks(parts[history], history, batch);
      else
        fillTargets(window, history, batch);
      if (batch.negatives > 0)
        draw(window, epoch, history, batch);
    }
  });
  return batch;
}

std::vector<BatchMaker::Part> BatchMaker::partsOf(std::span<const std::uint32_t> windows,
                                                  std::int64_t epoch) const {
  std::vector<Part> parts;
  parts.reserve(windows.size());
  for (const std::uint32_t index : windows) {
    Part part{&m_set.windows[index], {}};
    if (m_cloze)
      part.masks = drawMasks(m_set, *part.window, m_configuration.maskShare, m_seed, epoch);
    if (!m_cloze || !part.masks.positives.empty() || !part.masks.negatives.empty())
      parts.push_back(std::move(part));
  }
  std::ranges::stable_sort(parts, std::greater<>(),
                           [](const Part& part) { return part.window->inputs + part.masks.inserted.size(); });
  return parts;
}

void BatchMaker::makeRoom(const std::vector<Part>& parts, Batch& batch) const {
  batch.negatives =
      experiment::usesDrawnNegatives(m_configuration.strategy) ? m_configuration.negativeCount : 0;
  batch.shared = m_configuration.drawing == experiment::Drawing::Shared;
  batch.positiveOffsets.push_back(0);
  batch.negativeOffsets.push_back(0);
  PackedHistories& histories = batch.histories;
  for (const auto& [window, masks] : parts) {
    histories.offsets.push_back(histories.offsets.back() + window->inputs +
                                static_cast<std::int64_t>(masks.inserted.size()));
    batch.positiveOffsets.push_back(batch.positiveOffsets.back() +
                                    (m_cloze ? masks.positives.size() : window->positives));
    batch.negativeOffsets.push_back(batch.negativeOffsets.back() +
                                    (m_cloze ? masks.negatives.size() : window->negatives));
    if (m_cloze)
      histories.heard.push_back(window->inputs);
  }
  histories.keys.resize(parts.size());
  if (m_cloze)
    histories.places.resize(static_cast<std::size_t>(histories.offsets.back()));
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
    batch.drawn.resize((batch.shared ? parts.size() : positives) * static_cast<std::size_t>(batch.negatives));
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

void BatchMaker::fillMasks(const Part& part, std::size_t history, Batch& batch) const {
  const auto& [window, masks] = part;
  PackedHistories& histories = batch.histories;
  const auto first = static_cast<std::size_t>(histories.offsets[history]);
  std::iota(histories.places.begin() + histories.offsets[history],
            histories.places.begin() + histories.offsets[history] + window->inputs, std::int64_t{0});
  const auto hide = [&](std::size_t row) {
    histories.songs[row] = PackedHistories::kMask;
    histories.feedback[row] = PackedHistories::kNoFeedback;
  };
  for (std::size_t i = 0; i < masks.inserted.size(); ++i) {
    const std::size_t row = first + window->inputs + i;
    hide(row);
    histories.places[row] = masks.inserted[i].place;
    histories.times[row] = masks.inserted[i].time;
  }
  const auto take = [&](const std::vector<WindowMasks::Masked>& masked, const Target* targets, std::size_t at,
                        std::vector<std::int64_t>& contexts, std::vector<std::int64_t>& songs,
                        std::vector<const Target*>& taken) {
    for (const auto& [target, row] : masked) {
      hide(first + row);
      contexts[at] = static_cast<std::int64_t>(1 + first + row);
      songs[at] = targets[target].song;
      taken[at++] = &targets[target];
    }
  };
  take(masks.positives, m_set.positives.data() + window->firstPositive, batch.positiveOffsets[history],
       batch.contexts, batch.songs, batch.targets);
  take(masks.negatives, m_set.negatives.data() + window->firstNegative, batch.negativeOffsets[history],
       batch.negativeContexts, batch.negativeSongs, batch.negativeTargets);
}

void BatchMaker::draw(const Window& window, std::int64_t epoch, std::size_t history, Batch& batch) const {
  const auto count = static_cast<std::size_t>(batch.negatives);
  const std::size_t first = batch.positiveOffsets[history];
  bool possible = true;
  if (batch.shared) {
    const CounterRandom random(m_seed, Purpose::SharedNegatives, epoch, window.listener, window.number);
    possible = m_sampler.draw(window.listener, random, {batch.drawn.data() + history * count, count});
  }
  for (std::size_t i = first; i < batch.positiveOffsets[history + 1]; ++i) {
    if (!batch.shared) {
      const CounterRandom random(m_seed, Purpose::Negatives, epoch, window.listener, batch.targets[i]->event);
      possible = m_sampler.draw(window.listener, random, {batch.drawn.data() + i * count, count});
    }
    batch.drawnWeight[i] = possible ? 1.0F : 0.0F;
  }
}

} // namespace skipscope::learning
