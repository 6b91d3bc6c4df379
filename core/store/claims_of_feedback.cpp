#include "core/error.h"
#include "core/evaluation/feedback_cosines.h"
#include "core/evaluation/summary.h"
#include "core/evaluation/trait_contrast.h"
#include "core/evaluation/verdict.h"
#include "core/evaluation/welch.h"
#include "core/store/claim_judges.h"
#include "core/store/feedback_embeddings.h"

#include <fmt/format.h>

#include <cmath>

namespace skipscope::store {

namespace {

using evaluation::Comparison;
using evaluation::SegmentBy;
using experiment::Feedback;
using experiment::FeedbackSet;
using experiment::NegativeStrategy;

constexpr const char* kCoverage = "p3_coverage";
constexpr const char* kMix = "p4_feedback_mix";
constexpr const char* kTypes = "p5_feedback_types";
constexpr double kConsiderable = evaluation::kRobustWithin;

const FeedbackSet kLike{Feedback::Like};
const FeedbackSet kVotes{Feedback::Like, Feedback::Dislike};
const FeedbackSet kLikesAndSkips{Feedback::Like, Feedback::Skip};
const FeedbackSet kAll{Feedback::Like, Feedback::Dislike, Feedback::Skip};

void requireSkips(const ClaimRuns& runs) {
  if (runs.log().skips == 0)
    throw core::Error("The log has no skips.");
}

/// Coverage depends on inputs alone: a run with any negatives will do.
const std::vector<Run>& anySeeds(const ClaimRuns& runs, FeedbackSet inputs, ClaimPart& part) {
  for (const NegativeStrategy strategy : {NegativeStrategy::Random, NegativeStrategy::Real})
    if (!runs.seeds({.inputs = inputs, .strategy = strategy}).empty())
      return requiredSeeds(runs, {.inputs = inputs, .strategy = strategy}, kCoverage, part);
  return requiredSeeds(runs, {.inputs = inputs}, kCoverage, part);
}

void judgeCoverage(ClaimRuns& runs, ClaimPart& part, FeedbackSet with, FeedbackSet without) {
  requireSkips(runs);
  const auto& before = runs.outcomes(anySeeds(runs, without, part).front()).coverage;
  const auto& after = runs.outcomes(anySeeds(runs, with, part).front()).coverage;
  const auto m = static_cast<std::size_t>(runs.minimumHistory());
  if (before.size() <= m || after.size() <= m || after[0] == 0 || after[0] != before[0])
    throw core::Error("The stored outcomes have no coverage to compare: delete the runs and launch them "
                      "again.");
  const std::size_t population = after[0];
  const std::size_t added = after[m] - std::min(before[m], after[m]);
  const auto share = evaluation::wilson(added, population);
  const double all = static_cast<double>(population);
  part.numbers.push_back({fmt::format("coverage({})", m), share.share, share.low, share.high, before[m] / all,
                          after[m] / all, static_cast<int>(population)});
  if (share.low > kConsiderable) {
    part.verdict = ClaimVerdict::Supported;
    part.reason = "The whole interval lies above 0.02, less than which is not considerable.";
  } else if (share.high < kConsiderable) {
    part.verdict = ClaimVerdict::Contradicted;
    part.reason = "The whole interval lies below 0.02, less than which is not considerable.";
  } else {
    part.verdict = ClaimVerdict::Undecided;
    part.reason = "The interval holds 0.02, less than which is not considerable.";
  }
}

/// A trait of the mix of feedback, and whether the log has the kind.
struct Trait {
  SegmentBy by;
  const char* kind;
  std::int64_t events;
};

/// The widest inputs that ran.
FeedbackSet widestInputs(const ClaimRuns& runs, NegativeStrategy strategy) {
  for (const FeedbackSet inputs : {kAll, kVotes, kLikesAndSkips, kLike})
    if (!runs.seeds({.inputs = inputs, .strategy = strategy}).empty())
      return inputs;
  return kAll;
}

/// Contrasts of the three traits for one strategy; a contradiction has to stand Holm's correction for them.
void addMixParts(ClaimRuns& runs, NegativeStrategy strategy, std::vector<ClaimPart>& parts) {
  const ClaimVariant variant{.inputs = widestInputs(runs, strategy), .strategy = strategy};
  const auto& log = runs.log();
  std::vector<std::optional<Comparison>> contrasts;
  const std::size_t first = parts.size();
  for (const Trait& trait : {Trait{SegmentBy::LikeShare, "likes", log.likes},
                             Trait{SegmentBy::DislikeShare, "dislikes", log.dislikes},
                             Trait{SegmentBy::SkipShare, "skips", log.skips}}) {
    auto& contrast = contrasts.emplace_back();
    const std::string name(evaluation::segmentName(trait.by));
    parts.push_back(judgedPart(
        fmt::format("{}: highest minus lowest third by {}", variant.text(), name), [&](ClaimPart& part) {
          if (trait.events == 0)
            throw core::Error(fmt::format("The log has no {}.", trait.kind));
          if (strategy == NegativeStrategy::Real && log.dislikes == 0)
            throw core::Error("The log has no dislikes, so there are no real negatives.");
          const auto& seeds = requiredSeeds(runs, variant, kMix, part);
          const auto traits = runs.traits(seeds.front());
          std::vector<const evaluation::Outcomes*> outcomes;
          for (const Run& run : seeds)
            outcomes.push_back(&runs.outcomes(run));
          const auto found = evaluation::contrastByTrait(outcomes, traits[static_cast<std::size_t>(trait.by)],
                                                         runs.minimumHistory());
          contrast = found.comparison;
          part.numbers.push_back(differenceNumber("accuracy", found.comparison));
          part.numbers.push_back({"lowest third: share up to", found.lowestTo, {}, {}, {}, {}, {}});
          part.numbers.push_back({"highest third: share from", found.highestFrom, {}, {}, {}, {}, {}});
          part.verdict = ClaimVerdict::Undecided;
        }));
  }
  std::vector<double> p;
  for (const auto& contrast : contrasts)
    if (contrast)
      p.push_back(contrast->p);
  const auto corrected = evaluation::holm(p);
  for (std::size_t i = 0, tested = 0; i < contrasts.size(); ++i) {
    if (!contrasts[i])
      continue;
    ClaimPart& part = parts[first + i];
    const Comparison& contrast = *contrasts[i];
    const double ofFamily = corrected[tested++];
    part.numbers.push_back({"Holm's p", ofFamily, {}, {}, {}, {}, {}});
    if (!contrast.ofConfigurations()) {
      part.reason = "This run only: launch several seeds.";
    } else if (evaluation::isRobust(contrast)) {
      part.verdict = ClaimVerdict::Supported;
      part.robust = true;
      part.reason = "The whole interval lies inside ±0.02.";
    } else if ((contrast.low > 0 || contrast.high < 0) && ofFamily < 0.05) {
      part.verdict = ClaimVerdict::Contradicted;
      part.reason = "The interval excludes 0, and p is below 0.05 after Holm's correction for the traits.";
    } else {
      part.reason = contrast.low > 0 || contrast.high < 0
                        ? "The interval excludes 0, but not after Holm's correction for the traits."
                        : "The interval is neither inside ±0.02 nor clear of 0.";
      part.smallestDetectable = evaluation::smallestDetectable(contrast);
    }
  }
}

/// Centred cosine of skip and dislike minus that of skip and like, one a seed.
std::vector<double> skipContrasts(const ClaimRuns& runs, const std::vector<Run>& seeds) {
  std::vector<double> contrasts;
  for (const Run& run : seeds) {
    double contrast = 0;
    for (const auto& each : feedbackCosines(runs.workspace(), run)) {
      if (each.a == Feedback::Dislike && each.b == Feedback::Skip)
        contrast += each.centred;
      if (each.a == Feedback::Like && each.b == Feedback::Skip)
        contrast -= each.centred;
    }
    contrasts.push_back(contrast);
  }
  return contrasts;
}

ClaimNumber contrastNumber(const std::string& name, const evaluation::Summary& summary) {
  ClaimNumber number{name, summary.mean, {}, {}, {}, {}, {}};
  if (summary.count > 1) {
    number.low = summary.low;
    number.high = summary.high;
  }
  return number;
}

void judgeSkipVector(ClaimRuns& runs, ClaimPart& part, ClaimVariant variant) {
  requireSkips(runs);
  if (runs.log().dislikes == 0)
    throw core::Error("The log has no dislikes.");
  const auto& seeds = requiredSeeds(runs, variant, kTypes, part);
  const auto summary = evaluation::summarise(skipContrasts(runs, seeds));
  part.numbers.push_back(contrastNumber("centred cosine, skip–dislike minus skip–like", summary));
  variant.shuffled = true;
  if (!runs.seeds(variant).empty()) {
    const auto& control = requiredSeeds(runs, variant, kTypes, part);
    part.numbers.push_back(contrastNumber("the same with types drawn at random",
                                          evaluation::summarise(skipContrasts(runs, control))));
  }
  Comparison comparison;
  comparison.difference = summary.mean;
  comparison.low = summary.low;
  comparison.high = summary.high;
  comparison.seeds = comparison.baselineSeeds = summary.count;
  comparison.error = summary.count > 1 ? summary.deviation / std::sqrt(double(summary.count)) : 0;
  comparison.degrees = comparison.error > 0 ? summary.count - 1 : 0;
  judgeDifference(part, comparison);
  part.robust = false; // ±0.02 is a rule about accuracy
  if (summary.count < 2)
    part.reason = "This run only: launch several seeds.";
}

} // namespace

PaperClaim skipsRaiseCoverage(ClaimRuns& runs) {
  PaperClaim claim{"C", "Skips as inputs raise user coverage considerably", kCoverage, {}, {}, {}};
  claim.parts.push_back(judgedPart("inputs like,dislike,skip minus like,dislike",
                                   [&](ClaimPart& part) { judgeCoverage(runs, part, kAll, kVotes); }));
  claim.parts.push_back(judgedPart("inputs like,skip minus like", [&](ClaimPart& part) {
    judgeCoverage(runs, part, kLikesAndSkips, kLike);
  }));
  judgeByFirstPart(claim);
  return claim;
}

PaperClaim accuracyIsRobustToFeedbackMix(ClaimRuns& runs) {
  PaperClaim claim{"G", "Accuracy is robust to each listener's mix of feedback", kMix, {}, {}, {}};
  for (const NegativeStrategy strategy : {NegativeStrategy::Random, NegativeStrategy::Real})
    addMixParts(runs, strategy, claim.parts);
  judgeByAllParts(claim);
  return claim;
}

PaperClaim skipLiesNearDislike(ClaimRuns& runs) {
  PaperClaim claim{"H", "A skip lies nearer to a thumb-down than to a thumb-up", kTypes, {}, {}, {}};
  for (const NegativeStrategy strategy : {NegativeStrategy::Random, NegativeStrategy::Real}) {
    const ClaimVariant variant{.inputs = kAll, .strategy = strategy};
    claim.parts.push_back(
        judgedPart(variant.text(), [&](ClaimPart& part) { judgeSkipVector(runs, part, variant); }));
  }
  judgeByFirstPart(claim);
  return claim;
}

} // namespace skipscope::store
