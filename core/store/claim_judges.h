#pragma once

#include "core/evaluation/comparison.h"
#include "core/store/paper_claims.h"

#include <functional>
#include <string>

/// The rules of docs/method.md, section 'Claims', one function a claim; judgePaperClaims() asks them all.
namespace skipscope::store {

PaperClaim realNegativesRaiseAccuracy(ClaimRuns& runs);    // A
PaperClaim realNegativesCutTraining(ClaimRuns& runs);      // B
PaperClaim skipsRaiseCoverage(ClaimRuns& runs);            // C
PaperClaim skipsRaiseAccuracy(ClaimRuns& runs);            // D
PaperClaim moreNegativesHelpToAPoint(ClaimRuns& runs);     // E1
PaperClaim randomNegativesStayBelowReal(ClaimRuns& runs);  // E2
PaperClaim falseNegativesCreepIn(ClaimRuns& runs);         // F
PaperClaim accuracyIsRobustToFeedbackMix(ClaimRuns& runs); // G
PaperClaim skipLiesNearDislike(ClaimRuns& runs);           // H

/// Fills a part; what is thrown as core::Error on the way makes it not testable, with that reason.
ClaimPart judgedPart(std::string name, const std::function<void(ClaimPart&)>& judge);

/// The seeds of a variant, noted as a side of the part. Throws core::Error naming `preset` where there are
/// none.
const std::vector<Run>& requiredSeeds(const ClaimRuns& runs, const ClaimVariant& variant,
                                      const std::string& preset, ClaimPart& part);

/// The difference in one metric of evaluation::listenerMetrics().
evaluation::Comparison comparedBy(ClaimRuns& runs, const std::string& metric,
                                  const std::vector<Run>& baseline, const std::vector<Run>& seeds);
ClaimNumber differenceNumber(const std::string& name, const evaluation::Comparison& comparison);

/// Verdict, reason and smallest detectable difference of the claim that the difference is above 0; a single
/// seed on a side leaves it undecided.
void judgeDifference(ClaimPart& part, const evaluation::Comparison& comparison);

/// The claim gets the verdict of its first part that could be tested.
void judgeByFirstPart(PaperClaim& claim);
/// Supported where every part that could be tested is, contradicted where one is.
void judgeByAllParts(PaperClaim& claim);

/// N with the highest validation accuracy, mean over seeds; the smallest on ties.
int bestCountOnValidation(const ClaimRuns& runs, const ClaimVariant& variant, const std::vector<int>& counts);

} // namespace skipscope::store
