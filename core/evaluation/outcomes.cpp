#include "core/evaluation/outcomes.h"

#include "core/error.h"
#include "core/evaluation/recommended.h"
#include "core/listening/portable_math.h"

#include <algorithm>
#include <optional>

namespace skipscope::evaluation {

namespace {

constexpr std::size_t kLongestHistory = 100; // the coverage curve has every m up to here

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
  std::int32_t higher = 0; // as wide as a score, so that a vector counts
  std::int32_t equal = 0;
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

/// How often a draw that does not fit is drawn again, before all are taken in turn.
constexpr std::uint64_t kMostDraws = 1000;

/// The first of at most kMostDraws draws below `count` that fits, else the first number that does: each that
/// fits is as likely as another, and the same for every run on a dataset.
template <class Fits>
std::optional<std::size_t> drawFitting(const Pair& pair, std::uint64_t purpose, std::size_t count,
                                       Fits fits) {
  const auto random = listening::CounterRandom(purpose).part(pair.listener).part(pair.p).part(pair.q);
  for (std::uint64_t turn = 0; turn < kMostDraws; ++turn)
    if (const std::size_t drawn = random.below(turn, count); fits(drawn))
      return drawn;
  for (std::size_t each = 0; each < count; ++each)
    if (fits(each))
      return each;
  return std::nullopt;
}

/// A catalogue row that is neither liked, p nor q; nothing where there is no other.
std::optional<std::size_t> randomRow(const SplitPlan& plan, const Pair& pair,
                                     const std::vector<std::size_t>& liked) {
  return drawFitting(pair, 1, plan.catalogue.size(), [&](std::size_t row) {
    const std::uint32_t song = plan.catalogue[row];
    return song != pair.p && song != pair.q && !std::binary_search(liked.begin(), liked.end(), row);
  });
}

/// Another listener's pair, whose context is the stranger's; nothing where all pairs are one listener's.
std::optional<std::size_t> strangerOf(const std::vector<Pair>& pairs, std::size_t index) {
  return drawFitting(pairs[index], 2, pairs.size(),
                     [&](std::size_t other) { return pairs[other].listener != pairs[index].listener; });
}

/// What is known of each pair before any model scores it.
std::vector<PairOutcome> describe(const Dataset& dataset, const std::vector<Pair>& pairs, Feedback positive,
                                  experiment::FeedbackSet inputs) {
  const auto positives = eventsBefore(dataset, pairs, {positive});
  const auto heard = eventsBefore(dataset, pairs, inputs);
  std::vector<PairOutcome> outcomes(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Pair& pair = pairs[i];
    PairOutcome& outcome = outcomes[i];
    outcome.listener = pair.listener;
    outcome.p = pair.p;
    outcome.q = pair.q;
    outcome.fallback = pair.fallback;
    outcome.order = static_cast<std::int8_t>((pair.timeP > pair.timeQ) - (pair.timeP < pair.timeQ));
    outcome.contextPositives = positives[i];
    outcome.contextInputs = heard[i];
  }
  return outcomes;
}

/// Scores of p and q alone, some thousand pairs at a time.
void scorePairs(const SplitPlan& plan, const Scorer& scorer, std::span<const Query> queries,
                const std::stop_token& stop, std::vector<PairOutcome>& outcomes) {
  constexpr std::size_t kAtOnce = 4096;
  for (std::size_t first = 0; first < queries.size(); first += kAtOnce) {
    if (stop.stop_requested())
      throw core::Stopped();
    const auto some = queries.subspan(first, std::min(kAtOnce, queries.size() - first));
    std::vector<std::int64_t> rows;
    for (std::size_t i = first; i < first + some.size(); ++i) {
      rows.push_back(plan.catalogueRow[outcomes[i].p]);
      rows.push_back(plan.catalogueRow[outcomes[i].q]);
    }
    const auto scores = scorer.scoreRows(some, rows);
    for (std::size_t i = 0; i < some.size(); ++i) {
      outcomes[first + i].scoreP = scores[2 * i];
      outcomes[first + i].scoreQ = scores[2 * i + 1];
    }
  }
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
                               bool ranks, bool controls, const std::stop_token& stop) {
  std::vector<PairOutcome> outcomes = describe(dataset, pairs, kinds.positive, inputs);
  std::vector<Query> queries;
  queries.reserve(pairs.size());
  for (const Pair& pair : pairs)
    queries.push_back({pair.listener, pair.moment(), pair.station});
  const auto rowOf = [&](std::uint32_t song) { return static_cast<std::size_t>(plan.catalogueRow[song]); };
  if (!ranks && !controls) {
    scorePairs(plan, scorer, queries, stop, outcomes);
    return outcomes;
  }

  std::vector<std::size_t> strangers; // query pairs.size() + i is asked for pair strangers[i]
  for (std::size_t i = 0; controls && i < pairs.size(); ++i)
    if (const auto stranger = strangerOf(pairs, i)) {
      strangers.push_back(i);
      queries.push_back({pairs[*stranger].listener, pairs[*stranger].moment(), pairs[i].station});
    }
  std::optional<Recommended> recommended; // looks at the whole catalogue first: not for a validation
  if (ranks && controls)
    recommended.emplace(plan);
  scorer.score(queries, [&](std::size_t query, std::span<const float> scores) {
    if (stop.stop_requested())
      throw core::Stopped();
    const bool own = query < pairs.size();
    const std::size_t index = own ? query : strangers[query - pairs.size()];
    const Pair& pair = pairs[index];
    PairOutcome& outcome = outcomes[index];
    if (!own) {
      outcome.strangerP = scores[rowOf(pair.p)];
      outcome.strangerQ = scores[rowOf(pair.q)];
      return;
    }
    outcome.scoreP = scores[rowOf(pair.p)];
    outcome.scoreQ = scores[rowOf(pair.q)];
    const auto liked =
        likedRows(before(dataset.history(pair.listener), pair.moment()), plan, pair, kinds.positive);
    if (ranks) {
      outcome.rankP = midRank(scores, liked, outcome.scoreP);
      outcome.rankQ = midRank(scores, liked, outcome.scoreQ);
    }
    if (recommended)
      recommended->judge(scores, liked, outcome);
    if (const auto row = controls ? randomRow(plan, pair, liked) : std::nullopt)
      outcome.scoreRandom = scores[*row];
  });
  return outcomes;
}

Outcomes testOutcomes(const Dataset& dataset, const SplitPlan& plan, experiment::FeedbackSet inputs,
                      const Scorer& scorer, const std::stop_token& stop) {
  Outcomes outcomes;
  outcomes.kinds = plan.kinds;
  outcomes.pairs = judge(dataset, plan, plan.test, plan.kinds, inputs, scorer, true, true, stop);
  outcomes.playPairs = judge(dataset, plan, plan.playTest, {Feedback::Listen, Feedback::Skip}, inputs, scorer,
                             false, false, stop);
  outcomes.coverage = coverageCounts(dataset, inputs, plan.coverageEnd);
  outcomes.listeners = static_cast<std::uint32_t>(dataset.listeners());
  outcomes.catalogue = static_cast<std::uint32_t>(plan.catalogue.size());
  return outcomes;
}

} // namespace skipscope::evaluation
