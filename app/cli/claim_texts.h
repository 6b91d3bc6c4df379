#pragma once

#include "app/cli/documents.h"
#include "core/store/paper_claims.h"

#include <string>
#include <vector>

namespace skipscope::cli {

/// The claims of the paper, judged on one dataset, in the three forms of `claims`.
class ClaimTexts {
public:
  /// `ownBest` are those judged at own-best settings as well. `workspace` is the name of its folder, without
  /// where it lies.
  ClaimTexts(const store::ClaimRuns& runs, std::vector<store::PaperClaim> claims,
             std::vector<store::PaperClaim> ownBest, std::string workspace);

  Json document() const;
  std::string table() const;    ///< verdicts, then every part with its numbers
  std::string markdown() const; ///< a section for docs/results.md

private:
  std::string launchCommand(const store::PaperClaim& claim) const;
  std::string claimsCommand() const;
  const store::PaperClaim* atOwnBest(const store::PaperClaim& claim) const; ///< null where it was not judged
  std::string ownBestText(const store::PaperClaim& claim) const;            ///< its verdict there, or nothing
  std::string about() const; ///< dataset, split, settings: one sentence

  const store::ClaimRuns& m_runs;
  std::vector<store::PaperClaim> m_claims, m_ownBest;
  std::string m_workspace;
};

} // namespace skipscope::cli
