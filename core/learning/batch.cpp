#include "core/learning/batch.h"

#include <algorithm>

namespace skipscope::learning {

BatchMaker::BatchMaker(const TrainingSet& set, const NegativeSampler& sampler,
                       const experiment::Configuration& configuration, std::uint64_t seed)
    : m_set(set), m_sampler(sampler), m_configuration(configuration), m_seed(seed) {}

Batch BatchMaker::make(std::span<const std::uint32_t> windows, std::int64_t epoch) const {
  std::vector<std::uint32_t> order(windows.begin(), windows.end());
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return m_set.windows[a].inputs > m_set.windows[b].inputs;
  });
  Batch batch;
  batch.negatives =
      experiment::usesDrawnNegatives(m_configuration.strategy) ? m_configuration.negativeCount : 0;
  for (std::uint32_t index : order) {
    const Window& window = m_set.windows[index];
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
    if (batch.negatives > 0)
      draw(window, epoch, batch);
    addHistory(window, epoch, batch);
  }
  return batch;
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

void BatchMaker::draw(const Window& window, std::int64_t epoch, Batch& batch) const {
  const auto count = static_cast<std::size_t>(batch.negatives);
  const std::size_t first = batch.drawn.size();
  batch.drawn.resize(first + window.positives * count);
  const bool shared = m_configuration.drawing == experiment::Drawing::Shared;
  bool possible = true;
  for (std::size_t i = 0; i < window.positives; ++i) {
    const std::span<std::int64_t> songs(batch.drawn.data() + first + i * count, count);
    if (shared && i > 0) {
      std::copy_n(batch.drawn.data() + first, count, songs.data());
    } else {
      const std::uint32_t event = m_set.positives[window.firstPositive + i].event;
      const CounterRandom random =
          shared ? CounterRandom(m_seed, Purpose::SharedNegatives, epoch, window.listener, window.number)
                 : CounterRandom(m_seed, Purpose::Negatives, epoch, window.listener, event);
      possible = m_sampler.draw(window.listener, random, songs);
    }
    batch.drawnWeight.push_back(possible ? 1.0F : 0.0F);
  }
}

void countFalseNegatives(const Batch& batch, std::span<const std::int64_t> chosen, const LastLikes& likes,
                         FalseNegatives& counts) {
  const auto n = static_cast<std::size_t>(batch.negatives);
  for (std::size_t i = 0; n > 0 && i < batch.targets.size(); ++i) {
    if (batch.drawnWeight[i] == 0)
      continue;
    const Target& target = *batch.targets[i];
    std::int64_t liked = 0;
    for (std::size_t j = 0; j < n; ++j)
      liked += likes.likedAfter(target.listener, batch.drawn[i * n + j], target.time);
    counts.drawn += batch.negatives;
    counts.drawnLiked += liked;
    counts.targets += 1;
    counts.targetsLiked += liked > 0;
    counts.entered += chosen.empty() ? batch.negatives : 1;
    counts.enteredLiked += chosen.empty() ? liked : likes.likedAfter(target.listener, chosen[i], target.time);
  }
  for (const Target* target : batch.negativeTargets) {
    counts.entered += 1;
    counts.enteredLiked += likes.likedAfter(target->listener, target->song, target->time);
  }
}

} // namespace skipscope::learning
