#include "core/error.h"
#include "core/evaluation/verdict.h"
#include "core/store/claim_judges.h"

#include <fmt/format.h>

#include <algorithm>

namespace skipscope::store {

namespace {

using evaluation::Comparison;
using experiment::Feedback;
using experiment::FeedbackSet;
using experiment::NegativeStrategy;

constexpr const char* kAccuracy = "accuracy";

void requireDislikes(const ClaimRuns& runs) {
  if (runs.log().dislikes == 0)
    throw core::Error("The log has no dislikes, so there are no real negatives.");
}

/// What the claim about both orders needs beside accuracy.
struct Orders {
  std::optional<double> pFirst, qFirst; ///< differences; nothing where no pair has this order
};

std::optional<double> differenceBy(ClaimRuns& runs, const std::string& metric,
                                   const std::vector<Run>& baseline, const std::vector<Run>& seeds,
                                   ClaimPart& part) {
  try {
    const Comparison comparison = comparedBy(runs, metric, baseline, seeds);
    part.numbers.push_back(differenceNumber(metric, comparison));
    return comparison.difference;
  } catch (const core::Error&) { // fewer than two listeners have such a pair
    return std::nullopt;
  }
}

/// A verdict on accuracy holds only with the same sign whichever song of the pair came first.
void requireBothOrders(ClaimPart& part, const Orders& orders) {
  if (part.verdict == ClaimVerdict::Undecided)
    return;
  const double sign = part.verdict == ClaimVerdict::Supported ? 1 : -1;
  const auto keeps = [&](const std::optional<double>& difference) {
    return difference && *difference * sign > 0;
  };
  if (keeps(orders.pFirst) && keeps(orders.qFirst)) {
    part.reason += " The sign is the same in both orders of the pair.";
    return;
  }
  part.verdict = ClaimVerdict::Undecided;
  part.reason = "The interval excludes 0, but the sign is not the same in both orders of the pair.";
}

void addLikeRate(ClaimRuns& runs, ClaimPart& part) {
  if (runs.likeRate().empty())
    return;
  const auto values = runs.values({runs.likeRate().front()}, kAccuracy).front().values;
  double sum = 0;
  for (const double value : values)
    sum += value;
  if (!values.empty())
    part.numbers.push_back({"accuracy of like_rate",
                            sum / static_cast<double>(values.size()),
                            {},
                            {},
                            {},
                            {},
                            static_cast<int>(values.size())});
}

void judgeRealNegatives(ClaimRuns& runs, ClaimPart& part, FeedbackSet inputs,
                        std::optional<double> realWeight, const std::string& preset) {
  requireDislikes(runs);
  const auto& baseline = requiredSeeds(runs, {.inputs = inputs}, preset, part);
  const auto& seeds = requiredSeeds(
      runs, {.inputs = inputs, .strategy = NegativeStrategy::Real, .realWeight = realWeight}, preset, part);
  const Comparison accuracy = comparedBy(runs, kAccuracy, baseline, seeds);
  part.numbers.push_back(differenceNumber(kAccuracy, accuracy));
  judgeDifference(part, accuracy);
  Orders orders;
  orders.pFirst = differenceBy(runs, "accuracy_p_first", baseline, seeds, part);
  orders.qFirst = differenceBy(runs, "accuracy_q_first", baseline, seeds, part);
  requireBothOrders(part, orders);
  differenceBy(runs, "accuracy_personal", baseline, seeds, part);
  if (accuracy.baseline > 0) {
    const double percent = 100 / accuracy.baseline;
    part.numbers.push_back({"relative gain in accuracy, %",
                            accuracy.difference * percent,
                            accuracy.low * percent,
                            accuracy.high * percent,
                            {},
                            {},
                            {}});
  }
  addLikeRate(runs, part);
}

/// N = 1, the best on validation, the largest.
struct CountRange {
  std::vector<int> counts;
  int best = 1, largest = 1;
};

CountRange countRange(const ClaimRuns& runs, const ClaimVariant& variant, const std::string& preset) {
  CountRange range;
  range.counts = runs.counts(variant);
  if (range.counts.size() < 2 || range.counts.front() != 1)
    throw core::Error(fmt::format("N = 1 and a larger N are needed of {}, and not both have finished: launch "
                                  "preset {}.",
                                  variant.text(), preset));
  range.largest = range.counts.back();
  range.best = bestCountOnValidation(runs, variant, range.counts);
  return range;
}

/// p of every N against N = 1 after Holm's correction, for `of`.
double correctedOf(int of, const std::vector<std::pair<int, double>>& p) {
  std::vector<double> values;
  for (const auto& [count, each] : p)
    values.push_back(each);
  const auto corrected = evaluation::holm(values);
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i].first == of)
      return corrected[i];
  return 1;
}

void judgePeak(ClaimRuns& runs, ClaimPart& part, ClaimVariant variant, const std::string& preset) {
  const CountRange range = countRange(runs, variant, preset);
  const auto withCount = [&](int count) {
    variant.count = count;
    return variant;
  };
  const auto& one = requiredSeeds(runs, withCount(1), preset, part);
  std::vector<std::pair<int, double>> p;
  Comparison gain, fall;
  for (const int count : range.counts) {
    if (count == 1)
      continue;
    const Comparison each =
        comparedBy(runs, kAccuracy, one, requiredSeeds(runs, withCount(count), preset, part));
    p.emplace_back(count, each.p);
    if (count == range.best)
      gain = each;
    if (count == range.largest && range.best == 1)
      fall = each;
  }
  if (range.best > 1)
    part.numbers.push_back(differenceNumber(fmt::format("accuracy, best N={} minus N=1", range.best), gain));
  if (range.best > 1 && range.best < range.largest)
    fall =
        comparedBy(runs, kAccuracy, runs.seeds(withCount(range.best)), runs.seeds(withCount(range.largest)));
  if (range.best < range.largest)
    part.numbers.push_back(differenceNumber(
        fmt::format("accuracy, largest N={} minus best N={}", range.largest, range.best), fall));

  part.verdict = ClaimVerdict::Undecided;
  const bool single = range.best > 1 ? !gain.ofConfigurations() : !fall.ofConfigurations();
  if (single) {
    part.reason = "These two runs only: launch several seeds of every N.";
    return;
  }
  if (range.best == 1) {
    part.reason = "N = 1 is the best on validation, so more did not help.";
    if (fall.high < 0) {
      part.verdict = ClaimVerdict::Contradicted;
      part.reason += " The largest N is below it.";
    } else if (fall.error > 0) {
      part.smallestDetectable = evaluation::smallestDetectable(fall);
    }
    return;
  }
  const double corrected = correctedOf(range.best, p);
  part.numbers.push_back({"Holm's p of best N against N=1", corrected, {}, {}, {}, {}, {}});
  const bool helps = gain.difference > 0 && corrected < 0.05;
  if (!helps) {
    part.reason = "That more than one helps is not established after Holm's correction.";
    part.smallestDetectable = evaluation::smallestDetectable(gain);
  } else if (range.best == range.largest) {
    part.verdict = ClaimVerdict::Contradicted;
    part.reason = "The largest N is the best on validation: no point after which more stop to help.";
  } else if (!fall.ofConfigurations()) {
    part.reason = "These two runs only: launch several seeds of every N.";
  } else if (fall.high < 0) {
    part.verdict = ClaimVerdict::Supported;
    part.reason = "More help up to the best N, and the largest N is below that.";
  } else if (fall.low > 0) {
    part.verdict = ClaimVerdict::Contradicted;
    part.reason = "More help, and on the test the largest N is above the best of validation.";
  } else {
    part.robust = evaluation::isRobust(fall);
    part.reason = part.robust ? "More help, and from the best N on accuracy stays within ±0.02 of it."
                              : "More help, but whether the largest N is below the best is open.";
    part.smallestDetectable = evaluation::smallestDetectable(fall);
  }
}

const FeedbackSet kLike{Feedback::Like};
const FeedbackSet kVotes{Feedback::Like, Feedback::Dislike};
const FeedbackSet kVotesAndSkips{Feedback::Like, Feedback::Dislike, Feedback::Skip};

} // namespace

int bestCountOnValidation(const ClaimRuns& runs, const ClaimVariant& variant,
                          const std::vector<int>& counts) {
  int best = counts.front();
  double highest = -1;
  for (const int count : counts) {
    ClaimVariant each = variant;
    each.count = count;
    const auto accuracy = validationAccuracy(runs.seeds(each));
    if (!accuracy)
      throw core::Error("The log gave no validation pairs, so the best N cannot be chosen without looking at "
                        "the test: use a larger log.");
    if (*accuracy > highest) {
      highest = *accuracy;
      best = count;
    }
  }
  return best;
}

PaperClaim realNegativesRaiseAccuracy(ClaimRuns& runs) {
  PaperClaim claim{"A", "Real negatives raise accuracy", "p1_inputs_and_negatives", {}, {}, {}};
  for (const FeedbackSet inputs : {kLike, kVotes, kVotesAndSkips})
    for (const std::optional<double> weight : {std::optional(1.0), std::optional<double>()}) {
      const ClaimVariant real{.inputs = inputs, .strategy = NegativeStrategy::Real, .realWeight = weight};
      if (!(inputs == kLike) && runs.seeds(real).empty())
        continue; // for each of the inputs that ran
      claim.parts.push_back(judgedPart(fmt::format("{} minus random N=1", real.text()), [&](ClaimPart& part) {
        judgeRealNegatives(runs, part, inputs, weight, claim.preset);
      }));
    }
  judgeByFirstPart(claim);
  return claim;
}

PaperClaim skipsRaiseAccuracy(ClaimRuns& runs) {
  PaperClaim claim{"D", "Skips as inputs raise accuracy slightly", "p3_coverage", {}, {}, {}};
  for (const NegativeStrategy strategy : {NegativeStrategy::Random, NegativeStrategy::Real})
    for (const char* metric : {kAccuracy, "reach_weighted_accuracy"}) {
      const ClaimVariant with{.inputs = kVotesAndSkips, .strategy = strategy};
      claim.parts.push_back(
          judgedPart(fmt::format("{} minus like,dislike: {}", with.text(), metric), [&](ClaimPart& part) {
            if (runs.log().skips == 0)
              throw core::Error("The log has no skips.");
            if (strategy == NegativeStrategy::Real)
              requireDislikes(runs);
            const auto& baseline =
                requiredSeeds(runs, {.inputs = kVotes, .strategy = strategy}, claim.preset, part);
            const auto& seeds = requiredSeeds(runs, with, claim.preset, part);
            const Comparison comparison = comparedBy(runs, metric, baseline, seeds);
            part.numbers.push_back(differenceNumber(metric, comparison));
            judgeDifference(part, comparison);
          }));
    }
  judgeByFirstPart(claim);
  return claim;
}

PaperClaim moreNegativesHelpToAPoint(ClaimRuns& runs) {
  PaperClaim claim{"E1", "More random negatives help only up to a point", "p2_number_of_negatives", {}, {},
                   {}};
  for (const NegativeStrategy strategy : {NegativeStrategy::Hardest, NegativeStrategy::Random})
    claim.parts.push_back(
        judgedPart(strategy == NegativeStrategy::Hardest ? "hardest of N" : "random N",
                   [&](ClaimPart& part) { judgePeak(runs, part, {.strategy = strategy}, claim.preset); }));
  judgeByFirstPart(claim);
  return claim;
}

PaperClaim randomNegativesStayBelowReal(ClaimRuns& runs) {
  PaperClaim claim{
      "E2", "Random negatives stay below real ones, however many", "p2_number_of_negatives", {}, {}, {}};
  for (const NegativeStrategy strategy : {NegativeStrategy::Hardest, NegativeStrategy::Random})
    claim.parts.push_back(judgedPart(
        strategy == NegativeStrategy::Hardest ? "real minus the hardest of best N"
                                              : "real minus random best N",
        [&](ClaimPart& part) {
          requireDislikes(runs);
          ClaimVariant drawn{.strategy = strategy};
          drawn.count = countRange(runs, drawn, claim.preset).best;
          const auto& baseline = requiredSeeds(runs, drawn, claim.preset, part);
          const auto& seeds = requiredSeeds(runs, {.strategy = NegativeStrategy::Real}, claim.preset, part);
          const Comparison comparison = comparedBy(runs, kAccuracy, baseline, seeds);
          part.numbers.push_back(differenceNumber(kAccuracy, comparison));
          judgeDifference(part, comparison);
        }));
  judgeByFirstPart(claim);
  return claim;
}

} // namespace skipscope::store
