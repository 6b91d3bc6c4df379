#include "core/error.h"
#include "core/evaluation/verdict.h"
#include "core/evaluation/welch.h"
#include "core/store/claim_judges.h"
#include "core/store/training_cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace skipscope::store {

namespace {

using evaluation::Comparison;
using experiment::NegativeStrategy;

/// Costs of the seeds of one side; of a seed that never got there, what it did in all, which is too little.
struct Costs {
  std::vector<double> values;
  int censored = 0;
};

std::vector<double> logs(const std::vector<double>& values) {
  std::vector<double> all;
  for (const double value : values)
    all.push_back(std::log(value));
  return all;
}

/// A number's value in each finished seed. Throws core::Error where one lacks it.
std::vector<double> testValues(const std::vector<Run>& seeds, const std::string& metric) {
  std::vector<double> values;
  for (const Run& run : seeds) {
    const auto found = run.test.find(metric);
    if (found == run.test.end())
      throw core::Error(fmt::format("Run {} has no {}: the log gave nothing to measure it on.",
                                    run.id.substr(0, 8), metric));
    values.push_back(found->second);
  }
  return values;
}

ClaimNumber ratioNumber(const std::string& name, const Comparison& ofLogs) {
  ClaimNumber number{
      name, std::exp(ofLogs.difference), {}, {}, std::exp(ofLogs.baseline), std::exp(ofLogs.value), {}};
  if (ofLogs.error > 0) {
    number.low = std::exp(ofLogs.low);
    number.high = std::exp(ofLogs.high);
  }
  return number;
}

/// About the claim that the ratio is below 1. A censored side may only be judged against itself: its cost is
/// at least what stands there.
void judgeRatio(ClaimPart& part, const Comparison& ofLogs, const Costs& baseline, const Costs& ours) {
  part.verdict = ClaimVerdict::Undecided;
  if (!ofLogs.ofConfigurations()) {
    part.reason = "These two runs only: launch several seeds of both sides.";
    return;
  }
  if (ofLogs.error <= 0) {
    part.reason =
        "All seeds of both sides come out alike on the grid of validations, so there is no interval: "
        "launch more seeds, or validate more often.";
    return;
  }
  std::string never;
  if (baseline.censored + ours.censored > 0)
    never = fmt::format(" Never reached by {} of {} seeds with real negatives and {} of {} with random ones; "
                        "their whole training is counted.",
                        ours.censored, ours.values.size(), baseline.censored, baseline.values.size());
  if (ofLogs.high < 0 && ours.censored == 0) {
    part.verdict = ClaimVerdict::Supported;
    part.reason = "The whole interval of the ratio lies below 1." + never;
  } else if (ofLogs.low > 0 && baseline.censored == 0) {
    part.verdict = ClaimVerdict::Contradicted;
    part.reason = "The whole interval of the ratio lies above 1." + never;
  } else {
    part.reason =
        (never.empty() ? "The interval of the ratio holds 1." : "The ratio cannot be told from 1.") + never;
    part.smallestDetectable = std::exp(-evaluation::smallestDetectable(ofLogs));
  }
}

Costs stepsTo(const ClaimRuns& runs, const std::vector<Run>& seeds, double accuracy) {
  Costs costs;
  for (const Run& run : seeds) {
    const auto reached = firstWith(accuracy, runs.validations(run));
    costs.censored += reached && reached->reached ? 0 : 1;
    costs.values.push_back(reached ? std::max(static_cast<double>(reached->at.step), 1.0) : 1.0);
  }
  return costs;
}

constexpr const char* kCost = "p6_training_cost";

struct Sides {
  const std::vector<Run>& random;
  const std::vector<Run>& real;
};

Sides sidesOf(ClaimRuns& runs, ClaimPart& part) {
  if (runs.log().dislikes == 0)
    throw core::Error("The log has no dislikes, so there are no real negatives.");
  const auto& random = requiredSeeds(runs, {}, kCost, part);
  return {random, requiredSeeds(runs, {.strategy = NegativeStrategy::Real}, kCost, part)};
}

void judgeOwnBest(ClaimRuns& runs, ClaimPart& part) {
  const Sides sides = sidesOf(runs, part);
  const Costs random{testValues(sides.random, "training_cost_steps"), 0};
  const Costs real{testValues(sides.real, "training_cost_steps"), 0};
  const Comparison ofLogs = evaluation::welch(logs(random.values), logs(real.values));
  part.numbers.push_back(ratioNumber("ratio of steps to own best", ofLogs));
  part.numbers.push_back(
      ratioNumber("ratio of positive targets to own best",
                  evaluation::welch(logs(testValues(sides.random, "training_cost_targets")),
                                    logs(testValues(sides.real, "training_cost_targets")))));
  judgeRatio(part, ofLogs, random, real);
}

void judgeSameAccuracy(ClaimRuns& runs, ClaimPart& part) {
  const Sides sides = sidesOf(runs, part);
  double target = 0;
  for (const Run& run : sides.random) {
    const auto best = bestAccuracy(runs.validations(run));
    if (!best)
      throw core::Error(
          "The log gave no validation pairs, so training cost cannot be told: use a larger log.");
    target += best->target() / static_cast<double>(sides.random.size());
  }
  const Costs random = stepsTo(runs, sides.random, target);
  const Costs real = stepsTo(runs, sides.real, target);
  const Comparison ofLogs = evaluation::welch(logs(random.values), logs(real.values));
  part.numbers.push_back(ratioNumber("ratio of steps to the same accuracy", ofLogs));
  part.numbers.push_back({"validation accuracy to reach", target, {}, {}, {}, {}, {}});
  part.numbers.push_back({"seeds of real that never reach it", double(real.censored), {}, {}, {}, {}, {}});
  part.numbers.push_back(
      {"seeds of random that never reach it", double(random.censored), {}, {}, {}, {}, {}});
  judgeRatio(part, ofLogs, random, real);
}

/// One share of false negatives by N.
void judgeShare(ClaimRuns& runs, ClaimPart& part, ClaimVariant variant, const std::string& metric) {
  constexpr const char* preset = "p2_number_of_negatives";
  const std::vector<int> counts = runs.counts(variant);
  if (counts.size() < 2 || counts.front() != 1)
    throw core::Error(fmt::format("N = 1 and a larger N are needed of {}, and not both have finished: launch "
                                  "preset {}.",
                                  variant.text(), preset));
  std::vector<double> means, sizes;
  std::vector<std::vector<double>> values;
  std::vector<ClaimNumber> perCount;
  for (const int count : counts) {
    variant.count = count;
    values.push_back(testValues(requiredSeeds(runs, variant, preset, part), metric));
    double sum = 0;
    for (const double value : values.back())
      sum += value;
    means.push_back(sum / static_cast<double>(values.back().size()));
    sizes.push_back(count);
    perCount.push_back({fmt::format("{} at N={}", metric, count), means.back(), {}, {}, {}, {}, {}});
  }
  const Comparison comparison = evaluation::welch(values.front(), values.back());
  part.numbers.push_back(
      differenceNumber(fmt::format("{}, N={} minus N=1", metric, counts.back()), comparison));
  part.numbers.push_back(
      {"rank correlation with N", evaluation::rankCorrelation(sizes, means), {}, {}, {}, {}, {}});
  part.numbers.insert(part.numbers.end(), perCount.begin(), perCount.end());
  judgeDifference(part, comparison);
  part.robust = false; // ±0.02 is a rule about accuracy
}

} // namespace

PaperClaim realNegativesCutTraining(ClaimRuns& runs) {
  PaperClaim claim{"B", "Real negatives cut training time", kCost, {}, {}, {}};
  claim.parts.push_back(judgedPart("steps to own best, real over random N=1",
                                   [&](ClaimPart& part) { judgeOwnBest(runs, part); }));
  claim.parts.push_back(judgedPart("steps to the accuracy of random N=1, real over random N=1",
                                   [&](ClaimPart& part) { judgeSameAccuracy(runs, part); }));
  judgeByAllParts(claim);
  return claim;
}

PaperClaim falseNegativesCreepIn(ClaimRuns& runs) {
  PaperClaim claim{
      "F", "False negatives creep in with more random negatives", "p2_number_of_negatives", {}, {}, {}};
  const std::pair<NegativeStrategy, const char*> shares[] = {
      {NegativeStrategy::Hardest, "false_negative_loss"},
      {NegativeStrategy::Hardest, "false_negative_targets"},
      {NegativeStrategy::Random, "false_negative_targets"}};
  for (const auto& [strategy, metric] : shares)
    for (const char* mark : {"", "_truth"}) {
      if (*mark != 0 && runs.log().truth.empty())
        continue;
      const std::string name = std::string(metric) + mark;
      claim.parts.push_back(judgedPart(
          fmt::format("{}: {}", strategy == NegativeStrategy::Hardest ? "hardest of N" : "random N", name),
          [&](ClaimPart& part) { judgeShare(runs, part, {.strategy = strategy}, name); }));
    }
  judgeByFirstPart(claim);
  return claim;
}

} // namespace skipscope::store
