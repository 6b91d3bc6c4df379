#include "core/evaluation/split.h"

#include "core/error.h"
#include "core/experiment/time_cuts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace skipscope::evaluation {

namespace {

using experiment::Configuration;
using experiment::FeedbackSet;

constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
constexpr PairKinds kPlays{Feedback::Listen, Feedback::Skip};

std::string pastTense(Feedback kind) {
  constexpr std::array<const char*, listening::kFeedbackKinds> kWords = {"liked", "disliked", "skipped",
                                                                         "heard through"};
  return kWords[static_cast<std::size_t>(kind)];
}

/// `asked`, else `preferred` where the log has it, else `instead`.
Feedback resolve(const std::array<std::int64_t, listening::kFeedbackKinds>& counts,
                 std::optional<Feedback> asked, Feedback preferred, Feedback instead, const char* key,
                 std::vector<std::string>& notes) {
  const auto has = [&](Feedback kind) { return counts[static_cast<std::size_t>(kind)] > 0; };
  if (asked) {
    if (!has(*asked))
      throw core::Error(
          fmt::format("The log has no {} events, so {}={} leaves nothing to predict; use {}=auto.",
                      listening::feedbackName(*asked), key, listening::feedbackName(*asked), key));
    return *asked;
  }
  if (has(preferred))
    return preferred;
  if (!has(instead))
    throw core::Error(
        fmt::format("The log has neither {} nor {} events, so no test pair can be made; import a log "
                    "that has them.",
                    listening::feedbackName(preferred), listening::feedbackName(instead)));
  notes.push_back(fmt::format("The log has no {} events: accuracy is about songs that were {} instead.",
                              listening::feedbackName(preferred), pastTense(instead)));
  return instead;
}

PairKinds resolveKinds(const Dataset& dataset, const Configuration& configuration,
                       std::vector<std::string>& notes) {
  std::array<std::int64_t, listening::kFeedbackKinds> counts{};
  for (const Event& event : dataset.events)
    ++counts[static_cast<std::size_t>(event.feedback)];
  PairKinds kinds;
  kinds.positive = resolve(counts, configuration.evaluationPositive, Feedback::Like, Feedback::Listen,
                           "evaluation.positive", notes);
  kinds.negative = resolve(counts, configuration.evaluationNegative, Feedback::Dislike, Feedback::Skip,
                           "evaluation.negative", notes);
  return kinds;
}

void append(std::vector<Pair>& all, const std::vector<Pair>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

void requireGoing(const std::stop_token& stop, std::uint32_t listener) {
  if (listener % 1024 == 0 && stop.stop_requested())
    throw core::Stopped();
}

/// Newest pair tests, the next one back validates, what is older than both trains (method.md section 5).
void splitLast(const Dataset& dataset, const std::stop_token& stop, SplitPlan& plan) {
  plan.trainingEnd.assign(dataset.listeners(), kForever);
  std::int64_t newest = std::numeric_limits<std::int64_t>::min();
  for (const Event& event : dataset.events)
    newest = std::max(newest, event.time);
  plan.coverageEnd = newest == kForever ? kForever : newest + 1;
  for (std::uint32_t listener = 0; listener < dataset.listeners(); ++listener) {
    requireGoing(stop, listener);
    const auto history = dataset.history(listener);
    const auto pairs =
        walkBack(listener, history, plan.kinds, std::numeric_limits<std::int64_t>::min(), kForever, 2);
    const auto plays =
        walkBack(listener, history, kPlays, std::numeric_limits<std::int64_t>::min(), kForever, 1);
    std::int64_t& end = plan.trainingEnd[listener];
    if (!pairs.empty()) {
      plan.test.push_back(pairs.front());
      end = pairs.back().moment();
    }
    if (pairs.size() > 1)
      plan.validation.push_back(pairs.back());
    if (!plays.empty()) { // else the played-against-skipped test would be trained on
      plan.playTest.push_back(plays.front());
      end = std::min(end, plays.front().moment());
    }
  }
}

/// The smallest time such that more than `share` of the events lie before it or at it.
std::int64_t quantile(std::vector<std::int64_t>& times, double share) {
  const auto index =
      std::min(static_cast<std::size_t>(share * static_cast<double>(times.size())), times.size() - 1);
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(index), times.end());
  return times[index];
}

experiment::Moments cutMoments(const Dataset& dataset, const std::string& text) {
  const auto cuts = experiment::parseTimeCuts(text);
  if (!cuts)
    throw core::UsageError(
        fmt::format("evaluation.times: \"{}\" is not two rising cuts such as 0.8,0.9.", text));
  if (const auto* moments = std::get_if<experiment::Moments>(&*cuts))
    return *moments;
  const auto& shares = std::get<experiment::Quantiles>(*cuts);
  std::vector<std::int64_t> times;
  times.reserve(dataset.events.size());
  for (const Event& event : dataset.events)
    times.push_back(event.time);
  return {quantile(times, shares.first), quantile(times, shares.second)};
}

/// Three half-open parts for everybody; every disjoint pair inside one part counts.
void splitTime(const Dataset& dataset, const std::string& times, const std::stop_token& stop,
               SplitPlan& plan) {
  const auto [validationFrom, testFrom] = cutMoments(dataset, times);
  plan.trainingEnd.assign(dataset.listeners(), validationFrom);
  plan.coverageEnd = testFrom;
  for (std::uint32_t listener = 0; listener < dataset.listeners(); ++listener) {
    requireGoing(stop, listener);
    const auto history = dataset.history(listener);
    append(plan.validation, walkBack(listener, history, plan.kinds, validationFrom, testFrom));
    append(plan.test, walkBack(listener, history, plan.kinds, testFrom));
    append(plan.playTest, walkBack(listener, history, kPlays, testFrom));
  }
}

/// Calls `visit` for every training event.
template <class Visit> void eachTrainingEvent(const Dataset& dataset, const SplitPlan& plan, Visit visit) {
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener)
    for (const Event& event : dataset.history(listener)) {
      if (event.time >= plan.trainingEnd[listener])
        break;
      visit(event);
    }
}

void makeCatalogue(const Dataset& dataset, SplitPlan& plan) {
  plan.catalogueRow.assign(dataset.songs(), -1);
  eachTrainingEvent(dataset, plan, [&](const Event& event) { plan.catalogueRow[event.song] = 0; });
  for (std::uint32_t song = 0; song < dataset.songs(); ++song)
    if (plan.catalogueRow[song] == 0) {
      plan.catalogueRow[song] = static_cast<std::int32_t>(plan.catalogue.size());
      plan.catalogue.push_back(song);
    }
}

/// Leaves pairs with a song outside the catalogue out, and counts.
PairCounts keepInside(const Dataset& dataset, const SplitPlan& plan, Feedback positive, int minimumHistory,
                      std::vector<Pair>& pairs) {
  PairCounts counts;
  const auto before = eventsBefore(dataset, pairs, {positive});
  for (std::size_t first = 0, last = 0; first < pairs.size(); first = last) {
    bool meets = false;
    for (; last < pairs.size() && pairs[last].listener == pairs[first].listener; ++last)
      meets = meets || before[last] >= static_cast<std::uint32_t>(minimumHistory);
    ++counts.listeners;
    counts.listenersMeeting += meets;
  }
  counts.outside = static_cast<std::int64_t>(std::erase_if(pairs, [&](const Pair& pair) {
    return plan.catalogueRow[pair.p] < 0 || plan.catalogueRow[pair.q] < 0;
  }));
  return counts;
}

/// Listeners with a pair of either list, both by listener.
std::int64_t listenersIn(const std::vector<Pair>& some, const std::vector<Pair>& others) {
  std::int64_t listeners = 0;
  auto one = some.begin();
  auto other = others.begin();
  while (one != some.end() || other != others.end()) {
    const std::uint32_t next = std::min(one == some.end() ? UINT32_MAX : one->listener,
                                        other == others.end() ? UINT32_MAX : other->listener);
    while (one != some.end() && one->listener == next)
      ++one;
    while (other != others.end() && other->listener == next)
      ++other;
    ++listeners;
  }
  return listeners;
}

/// Counts the positive targets of each song, of which there must be one.
void countPositives(const Dataset& dataset, FeedbackSet positives, SplitPlan& plan) {
  plan.popularity.assign(plan.catalogue.size(), 0);
  std::int64_t count = 0;
  eachTrainingEvent(dataset, plan, [&](const Event& event) {
    const bool positive = positives.contains(event.feedback);
    plan.popularity[static_cast<std::size_t>(plan.catalogueRow[event.song])] += positive;
    count += positive;
  });
  if (count == 0)
    throw core::Error(
        fmt::format("Training has no positive target ({}); choose other targets.positive, another "
                    "evaluation.split, or a longer log.",
                    positives.text()));
}

/// Who would win by the positive targets of training on the pair's own station.
void fillFallback(const Dataset& dataset, FeedbackSet positives, SplitPlan& plan) {
  const auto key = [](std::uint32_t song, std::uint32_t station) {
    return (static_cast<std::uint64_t>(station) << 32) | song;
  };
  const std::array<std::vector<Pair>*, 3> lists = {&plan.validation, &plan.test, &plan.playTest};
  std::unordered_map<std::uint64_t, std::int64_t> counts;
  for (const auto* pairs : lists)
    for (const Pair& pair : *pairs) {
      counts[key(pair.p, pair.station)] = 0;
      counts[key(pair.q, pair.station)] = 0;
    }
  eachTrainingEvent(dataset, plan, [&](const Event& event) {
    if (!positives.contains(event.feedback))
      return;
    const auto entry = counts.find(key(event.song, event.station));
    if (entry != counts.end())
      ++entry->second;
  });
  for (auto* pairs : lists)
    for (Pair& pair : *pairs) {
      const std::int64_t p = counts.at(key(pair.p, pair.station));
      const std::int64_t q = counts.at(key(pair.q, pair.station));
      pair.fallback = static_cast<std::int8_t>((p > q) - (p < q));
    }
}

} // namespace

SplitPlan makeSplit(const Dataset& dataset, const Configuration& configuration, const std::stop_token& stop) {
  if (dataset.events.empty())
    throw core::Error("The dataset has no events, so there is nothing to train on; import another log.");
  SplitPlan plan;
  plan.kinds = resolveKinds(dataset, configuration, plan.notes);
  if (configuration.split == experiment::Split::Last)
    splitLast(dataset, stop, plan);
  else
    splitTime(dataset, configuration.times, stop, plan);
  makeCatalogue(dataset, plan);
  countPositives(dataset, configuration.positiveTargets, plan);
  plan.listenersWithPair = listenersIn(plan.test, plan.playTest);
  const int m = configuration.minimumHistory;
  plan.validationCounts = keepInside(dataset, plan, plan.kinds.positive, m, plan.validation);
  plan.testCounts = keepInside(dataset, plan, plan.kinds.positive, m, plan.test);
  plan.playTestCounts = keepInside(dataset, plan, kPlays.positive, m, plan.playTest);
  if (plan.test.empty())
    plan.notes.push_back(
        fmt::format("No listener has a test pair ({}) with both songs in training: accuracy cannot "
                    "be measured.",
                    plan.kinds.name()));
  else if (const auto before = eventsBefore(dataset, plan.test, {plan.kinds.positive});
           *std::max_element(before.begin(), before.end()) < static_cast<std::uint32_t>(m))
    plan.notes.push_back(fmt::format(
        "No listener with a test pair ({}) has {} {}s before it: accuracy cannot be measured with "
        "evaluation.minimum_history={}.",
        plan.kinds.name(), m, listening::feedbackName(plan.kinds.positive), m));
  fillFallback(dataset, configuration.positiveTargets, plan);
  return plan;
}

} // namespace skipscope::evaluation
