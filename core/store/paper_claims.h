#pragma once

#include "core/store/claim_runs.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::store {

enum class ClaimVerdict { Supported, Contradicted, Undecided, NotTestable };
std::string_view claimVerdictName(ClaimVerdict verdict); ///< "supported", …, "not testable"

/// Runs of one configuration that took part.
struct ClaimSide {
  std::string configuration;     ///< ClaimVariant::text()
  std::vector<std::string> runs; ///< ids, one a seed
  std::size_t settings = 1;      ///< learning rates and dropouts it has run at
  std::string own = {};          ///< "training.learning_rate=0.0005" where not the common ones
};

/// One number of a claim with what it is about.
struct ClaimNumber {
  std::string name;                     ///< "accuracy", "ratio of steps to best"
  double value = 0;                     ///< the difference, ratio, share …
  std::optional<double> low, high;      ///< its 95 % interval
  std::optional<double> baseline, ours; ///< what it is the difference or ratio of
  std::optional<int> listeners;
};

/// One comparison under a claim, judged on its own.
struct ClaimPart {
  std::string name;                 ///< "inputs like: real weight 1 minus random N=1"
  std::vector<ClaimSide> sides;     ///< the baseline first
  std::vector<ClaimNumber> numbers; ///< the first one is judged
  ClaimVerdict verdict = ClaimVerdict::NotTestable;
  bool robust = false; ///< the judged interval lies inside ±0.02
  std::string reason;  ///< of the verdict: one sentence
  /// The smallest true difference (ratio where the judged number is one) that would be found; undecided ones.
  std::optional<double> smallestDetectable;
};

/// A claim of the paper's abstract, judged on one dataset (docs/method.md, section 'Claims').
struct PaperClaim {
  std::string id;       ///< "A"
  std::string sentence; ///< what is claimed
  std::string preset;   ///< that makes the runs
  std::vector<ClaimPart> parts;
  ClaimVerdict verdict = ClaimVerdict::NotTestable;
  std::string reason;
};

/// Every claim in the order of the abstract. A claim that cannot be tested says why; nothing is left out.
/// Throws core::Error where the workspace cannot be read.
std::vector<PaperClaim> judgePaperClaims(ClaimRuns& runs);

/// The claims all of whose sides have run at the same number of learning rates and dropouts, several, judged
/// with every side at its own best (ClaimSettings::OwnBest). Throws as judgePaperClaims().
std::vector<PaperClaim> judgeAtOwnBest(ClaimRuns& runs);

} // namespace skipscope::store
