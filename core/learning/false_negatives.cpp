#include "core/learning/false_negatives.h"

#include <algorithm>
#include <mutex>

namespace skipscope::learning {

using evaluation::Dataset;
using evaluation::Feedback;
using evaluation::SplitPlan;
using experiment::FeedbackSet;

LastLikes::LastLikes(const Dataset& dataset, const SplitPlan& plan, FeedbackSet positiveTargets) {
  const FeedbackSet liking = positiveTargets.united({Feedback::Like});
  m_offsets.push_back(0);
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener) {
    for (const auto& event : dataset.history(listener))
      if (liking.contains(event.feedback) && plan.catalogueRow[event.song] >= 0)
        m_likes.push_back({static_cast<std::uint32_t>(plan.catalogueRow[event.song]), event.time});
    // Newest first within a song, so that the first found is the last like.
    std::sort(
        m_likes.begin() + static_cast<std::ptrdiff_t>(m_offsets.back()), m_likes.end(),
        [](const Like& a, const Like& b) { return a.song != b.song ? a.song < b.song : a.time > b.time; });
    m_offsets.push_back(m_likes.size());
  }
}

LastLikes::Listener::Listener(std::span<const Like> likes) : m_likes(likes) {
  for (const Like& like : likes)
    m_some.set(slot(like.song));
}

std::int64_t LastLikes::Listener::find(std::int64_t song) const {
  const auto found = std::ranges::lower_bound(m_likes, song, {}, &Like::song);
  return found != m_likes.end() && found->song == song ? found->time
                                                       : std::numeric_limits<std::int64_t>::min();
}

LastLikes::Listener LastLikes::of(std::uint32_t listener) const {
  return Listener({m_likes.data() + m_offsets[listener], m_offsets[listener + 1] - m_offsets[listener]});
}

FalseNegatives& FalseNegatives::operator+=(const FalseNegatives& more) {
  drawn += more.drawn;
  drawnLiked += more.drawnLiked;
  targets += more.targets;
  targetsLiked += more.targetsLiked;
  entered += more.entered;
  enteredLiked += more.enteredLiked;
  return *this;
}

namespace {

/// Adds one history's part of a batch to the counts.
void countHistory(const Batch& batch, std::size_t history, std::span<const std::int64_t> chosen,
                  const LastLikes& everybody, FalseNegatives& counts) {
  const std::size_t first = batch.positiveOffsets[history];
  const Target& any = first < batch.positiveOffsets[history + 1]
                          ? *batch.targets[first]
                          : *batch.negativeTargets[batch.negativeOffsets[history]];
  const LastLikes::Listener likes = everybody.of(any.listener);
  std::vector<std::int64_t> liked; // when, of the songs drawn that the listener ever liked
  const auto lookUp = [&](std::size_t positive) {
    liked.clear();
    for (const std::int64_t song : batch.drawnFor(history, positive)) {
      const std::int64_t time = likes.lastLike(song);
      if (time > std::numeric_limits<std::int64_t>::min())
        liked.push_back(time);
    }
  };
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
    counts.enteredLiked += chosen.empty() ? later : std::int64_t{likes.lastLike(chosen[i]) > target.time};
  }
  for (std::size_t i = batch.negativeOffsets[history]; i < batch.negativeOffsets[history + 1]; ++i) {
    const Target& target = *batch.negativeTargets[i];
    counts.entered += 1;
    counts.enteredLiked += likes.lastLike(target.song) > target.time;
  }
}

/// The same by the truth.
void countHistory(const Batch& batch, std::size_t history, std::span<const std::int64_t> chosen,
                  const TrueLikes& likes, FalseNegatives& counts) {
  for (std::size_t i = batch.positiveOffsets[history];
       batch.negatives > 0 && i < batch.positiveOffsets[history + 1]; ++i) {
    if (batch.drawnWeight[i] == 0)
      continue;
    const auto moment = likes.at(*batch.targets[i]);
    if (!moment)
      return; // nor at any other target of this listener
    std::int64_t liked = 0;
    for (const std::int64_t song : batch.drawnFor(history, i))
      liked += moment->wouldLike(song);
    counts.drawn += batch.negatives;
    counts.drawnLiked += liked;
    counts.targets += 1;
    counts.targetsLiked += liked > 0;
    counts.entered += chosen.empty() ? batch.negatives : 1;
    counts.enteredLiked += chosen.empty() ? liked : std::int64_t{moment->wouldLike(chosen[i])};
  }
  for (std::size_t i = batch.negativeOffsets[history]; i < batch.negativeOffsets[history + 1]; ++i) {
    const Target& target = *batch.negativeTargets[i];
    if (const auto moment = likes.at(target)) {
      counts.entered += 1;
      counts.enteredLiked += moment->wouldLike(target.song);
    }
  }
}

template <class Likes>
void countBatch(const Batch& batch, std::span<const std::int64_t> chosen, const Likes& likes,
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

} // namespace

void countFalseNegatives(const Batch& batch, std::span<const std::int64_t> chosen, const LastLikes& likes,
                         ThreadTeam& team, FalseNegatives& counts) {
  countBatch(batch, chosen, likes, team, counts);
}

void countFalseNegatives(const Batch& batch, std::span<const std::int64_t> chosen, const TrueLikes& likes,
                         ThreadTeam& team, FalseNegatives& counts) {
  countBatch(batch, chosen, likes, team, counts);
}

} // namespace skipscope::learning
