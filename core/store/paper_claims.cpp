#include "core/store/paper_claims.h"

#include "core/error.h"
#include "core/evaluation/verdict.h"
#include "core/store/claim_judges.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace skipscope::store {

namespace {

ClaimVerdict claimVerdict(evaluation::Verdict verdict) {
  switch (verdict) {
  case evaluation::Verdict::Supported:
    return ClaimVerdict::Supported;
  case evaluation::Verdict::Contradicted:
    return ClaimVerdict::Contradicted;
  case evaluation::Verdict::Undecided:
    break;
  }
  return ClaimVerdict::Undecided;
}

const char* reasonOf(ClaimVerdict verdict) {
  switch (verdict) {
  case ClaimVerdict::Supported:
    return "The whole interval lies above 0.";
  case ClaimVerdict::Contradicted:
    return "The whole interval lies below 0.";
  default:
    return "The interval holds 0.";
  }
}

/// Whether all sides of all parts were chosen from the same number of settings, and from several.
bool haveOneBudget(const PaperClaim& claim) {
  std::set<std::size_t> settings;
  for (const ClaimPart& part : claim.parts)
    for (const ClaimSide& side : part.sides)
      settings.insert(side.settings);
  return settings.size() == 1 && *settings.begin() > 1;
}

} // namespace

std::string_view claimVerdictName(ClaimVerdict verdict) {
  switch (verdict) {
  case ClaimVerdict::Supported:
    return "supported";
  case ClaimVerdict::Contradicted:
    return "contradicted";
  case ClaimVerdict::Undecided:
    return "undecided";
  case ClaimVerdict::NotTestable:
    break;
  }
  return "not testable";
}

ClaimPart judgedPart(std::string name, const std::function<void(ClaimPart&)>& judge) {
  ClaimPart part;
  part.name = std::move(name);
  try {
    judge(part);
  } catch (const core::Error& error) {
    part.verdict = ClaimVerdict::NotTestable;
    part.reason = error.what();
  }
  return part;
}

const std::vector<Run>& requiredSeeds(const ClaimRuns& runs, const ClaimVariant& variant,
                                      const std::string& preset, ClaimPart& part) {
  const std::vector<Run>& seeds = runs.seeds(variant);
  if (seeds.empty())
    if (const std::string reason = runs.impossible(variant); !reason.empty())
      throw core::Error(reason);
  if (seeds.empty())
    throw core::Error(fmt::format("No run of {} has finished: launch preset {}.", variant.text(), preset));
  ClaimSide side{variant.text(), {}, runs.settingsOf(variant), runs.ownSettings(seeds.front())};
  for (const Run& run : seeds)
    side.runs.push_back(run.id);
  part.sides.push_back(std::move(side));
  return seeds;
}

evaluation::Comparison comparedBy(ClaimRuns& runs, const std::string& metric,
                                  const std::vector<Run>& baseline, const std::vector<Run>& seeds) {
  return evaluation::compare(runs.values(baseline, metric), runs.values(seeds, metric));
}

ClaimNumber differenceNumber(const std::string& name, const evaluation::Comparison& comparison) {
  ClaimNumber number{name, comparison.difference, {}, {}, comparison.baseline, comparison.value, {}};
  if (comparison.error > 0) {
    number.low = comparison.low;
    number.high = comparison.high;
  }
  if (comparison.listeners > 0)
    number.listeners = comparison.listeners;
  return number;
}

void judgeDifference(ClaimPart& part, const evaluation::Comparison& comparison) {
  if (!comparison.ofConfigurations()) {
    part.verdict = ClaimVerdict::Undecided;
    part.reason = "These two runs only: launch several seeds of both sides.";
    return;
  }
  part.verdict = claimVerdict(evaluation::verdictOf(comparison));
  part.robust = evaluation::isRobust(comparison);
  part.reason = reasonOf(part.verdict);
  if (part.verdict == ClaimVerdict::Undecided && comparison.error > 0)
    part.smallestDetectable = evaluation::smallestDetectable(comparison);
}

void judgeByFirstPart(PaperClaim& claim) {
  const auto tested = std::find_if(claim.parts.begin(), claim.parts.end(), [](const ClaimPart& part) {
    return part.verdict != ClaimVerdict::NotTestable;
  });
  if (tested == claim.parts.end()) {
    claim.verdict = ClaimVerdict::NotTestable;
    claim.reason = claim.parts.empty() ? claim.reason : claim.parts.front().reason;
    return;
  }
  claim.verdict = tested->verdict;
  claim.reason = fmt::format("{}: {}", tested->name, tested->reason);
}

void judgeByAllParts(PaperClaim& claim) {
  judgeByFirstPart(claim);
  for (const ClaimPart& part : claim.parts) {
    if (part.verdict == ClaimVerdict::NotTestable || claim.verdict == ClaimVerdict::Contradicted)
      continue;
    if (part.verdict == ClaimVerdict::Contradicted ||
        (part.verdict == ClaimVerdict::Undecided && claim.verdict == ClaimVerdict::Supported)) {
      claim.verdict = part.verdict;
      claim.reason = fmt::format("{}: {}", part.name, part.reason);
    }
  }
}

std::vector<PaperClaim> judgePaperClaims(ClaimRuns& runs) {
  std::vector<PaperClaim> claims;
  for (const auto& judge : {realNegativesRaiseAccuracy, realNegativesCutTraining, skipsRaiseCoverage,
                            skipsRaiseAccuracy, moreNegativesHelpToAPoint, randomNegativesStayBelowReal,
                            falseNegativesCreepIn, accuracyIsRobustToFeedbackMix, skipLiesNearDislike})
    claims.push_back(judge(runs));
  return claims;
}

std::vector<PaperClaim> judgeAtOwnBest(ClaimRuns& runs) {
  runs.compareAt(ClaimSettings::OwnBest);
  auto claims = judgePaperClaims(runs);
  runs.compareAt(ClaimSettings::Common);
  std::erase_if(claims, [](const PaperClaim& claim) {
    return claim.verdict == ClaimVerdict::NotTestable || !haveOneBudget(claim);
  });
  return claims;
}

} // namespace skipscope::store
