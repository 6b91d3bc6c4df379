#include "core/evaluation/outcomes.h"

#include <algorithm>
#include <optional>

namespace skipscope::evaluation {

namespace {

constexpr std::size_t kLongestHistory = 100; // the coverage curve has every m up to here

/// SplitMix64 over the pair: a draw that is the same for every run on a dataset.
std::uint64_t fixedDraw(const Pair& pair, std::uint64_t purpose) {
  std::uint64_t state = purpose;
  for (const std::uint64_t part :
       {std::uint64_t{pair.listener}, std::uint64_t{pair.p}, std::uint64_t{pair.q}}) {
    state += part + 0x9e3779b97f4a7c15ULL;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ULL;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebULL;
    state ^= state >> 31;
  }
  return state;
}

std::span<const Event> before(std::span<const Event> history, std::int64_t moment) {
  const auto end = std::partition_point(history.begin(), history.end(),
                                        [moment](const Event& event) { return event.time < moment; });
  return history.first(static_cast<std::size_t>(end - history.begin()));
}

/// Catalogue rows of what was liked in the context, p and q excepted; ascending, each once.
std::vector<std::size_t> likedRows(std::span<const Event> context, const SplitPlan& plan, const Pair& pair,
                                   Feedback positive) {
  std::vector<std::size_t> rows;
  for (const Event& event : context)
    if (event.feedback == positive && event.song != pair.p && event.song != pair.q &&
        plan.catalogueRow[event.song] >= 0)
      rows.push_back(static_cast<std::size_t>(plan.catalogueRow[event.song]));
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

/// Mid-rank of `score`, one of the candidates: 1 + how many score higher + half of the others that tie.
float midRank(std::span<const float> scores, const std::vector<std::size_t>& liked, float score) {
  std::int64_t higher = 0;
  std::int64_t equal = 0;
  for (const float each : scores) {
    higher += each > score;
    equal += each == score;
  }
  for (const std::size_t row : liked) {
    higher -= scores[row] > score;
    equal -= scores[row] == score;
  }
  return static_cast<float>(1 + static_cast<double>(higher) + 0.5 * static_cast<double>(equal - 1));
}

/// A catalogue row that is neither liked, p nor q; nothing where there is no other.
std::optional<std::size_t> randomRow(const SplitPlan& plan, const Pair& pair,
                                     const std::vector<std::size_t>& liked) {
  const std::size_t count = plan.catalogue.size();
  const std::size_t start = fixedDraw(pair, 1) % count;
  for (std::size_t step = 0; step < count; ++step) {
    const std::size_t row = (start + step) % count;
    const std::uint32_t song = plan.catalogue[row];
    if (song != pair.p && song != pair.q && !std::binary_search(liked.begin(), liked.end(), row))
      return row;
  }
  return std::nullopt;
}

/// Another listener's pair, whose context is the stranger's; nothing where all pairs are one listener's.
std::optional<std::size_t> strangerOf(const std::vector<Pair>& pairs, std::size_t index) {
  const std::size_t start = fixedDraw(pairs[index], 2) % pairs.size();
  for (std::size_t step = 0; step < pairs.size(); ++step) {
    const std::size_t other = (start + step) % pairs.size();
    if (pairs[other].listener != pairs[index].listener)
      return other;
  }
  return std::nullopt;
}

PairOutcome describe(const Pair& pair, std::span<const Event> context, Feedback positive,
                     experiment::FeedbackSet inputs) {
  PairOutcome outcome;
  outcome.listener = pair.listener;
  outcome.p = pair.p;
  outcome.q = pair.q;
  outcome.fallback = pair.fallback;
  outcome.order = static_cast<std::int8_t>((pair.timeP > pair.timeQ) - (pair.timeP < pair.timeQ));
  for (const Event& event : context) {
    outcome.contextPositives += event.feedback == positive;
    outcome.contextInputs += inputs.contains(event.feedback);
  }
  return outcome;
}

} // namespace

std::vector<std::uint32_t> coverageCounts(const Dataset& dataset, experiment::FeedbackSet inputs,
                                          std::int64_t end) {
  std::vector<std::uint32_t> counts(kLongestHistory + 1, 0);
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener) {
    const auto history = before(dataset.history(listener), end);
    if (history.empty())
      continue;
    const auto heard = std::count_if(history.begin(), history.end(), [inputs](const Event& event) {
      return inputs.contains(event.feedback);
    });
    ++counts[std::min(static_cast<std::size_t>(heard), kLongestHistory)];
  }
  for (std::size_t m = kLongestHistory; m > 0; --m)
    counts[m - 1] += counts[m];
  return counts;
}

std::vector<PairOutcome> judge(const Dataset& dataset, const SplitPlan& plan, const std::vector<Pair>& pairs,
                               PairKinds kinds, experiment::FeedbackSet inputs, const Scorer& scorer,
                               bool ranks, bool controls) {
  std::vector<PairOutcome> outcomes;
  std::vector<Query> queries;
  for (const Pair& pair : pairs) {
    outcomes.push_back(
        describe(pair, before(dataset.history(pair.listener), pair.moment()), kinds.positive, inputs));
    queries.push_back({pair.listener, pair.moment(), pair.station});
  }
  std::vector<std::size_t> strangers; // query pairs.size() + i is asked for pair strangers[i]
  for (std::size_t i = 0; controls && i < pairs.size(); ++i)
    if (const auto stranger = strangerOf(pairs, i)) {
      strangers.push_back(i);
      queries.push_back({pairs[*stranger].listener, pairs[*stranger].moment(), pairs[i].station});
    }

  scorer.score(queries, [&](std::size_t query, std::span<const float> scores) {
    const bool own = query < pairs.size();
    const std::size_t index = own ? query : strangers[query - pairs.size()];
    const Pair& pair = pairs[index];
    PairOutcome& outcome = outcomes[index];
    const float p = scores[static_cast<std::size_t>(plan.catalogueRow[pair.p])];
    const float q = scores[static_cast<std::size_t>(plan.catalogueRow[pair.q])];
    if (!own) {
      outcome.strangerP = p;
      outcome.strangerQ = q;
      return;
    }
    outcome.scoreP = p;
    outcome.scoreQ = q;
    if (!ranks && !controls)
      return;
    const auto liked =
        likedRows(before(dataset.history(pair.listener), pair.moment()), plan, pair, kinds.positive);
    if (ranks) {
      outcome.rankP = midRank(scores, liked, p);
      outcome.rankQ = midRank(scores, liked, q);
    }
    if (const auto row = controls ? randomRow(plan, pair, liked) : std::nullopt)
      outcome.scoreRandom = scores[*row];
  });
  return outcomes;
}

Outcomes testOutcomes(const Dataset& dataset, const SplitPlan& plan, experiment::FeedbackSet inputs,
                      const Scorer& scorer) {
  Outcomes outcomes;
  outcomes.kinds = plan.kinds;
  outcomes.pairs = judge(dataset, plan, plan.test, plan.kinds, inputs, scorer, true, true);
  outcomes.playPairs =
      judge(dataset, plan, plan.playTest, {Feedback::Listen, Feedback::Skip}, inputs, scorer, false);
  outcomes.coverage = coverageCounts(dataset, inputs, plan.coverageEnd);
  outcomes.listeners = static_cast<std::uint32_t>(dataset.listeners());
  return outcomes;
}

} // namespace skipscope::evaluation
