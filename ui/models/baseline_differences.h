#pragma once

#include "core/evaluation/comparison.h"

#include <QString>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace skipscope::store {
class Workspace;
}

namespace skipscope::ui {

/// A configuration on a log, with its runs that have finished.
struct FinishedConfiguration {
  std::string fingerprint; ///< of the dataset
  std::string hash;
  int minimumHistory = 0;
  std::vector<std::string> experiments; ///< ascending
  std::vector<std::string> runs;        ///< ids in creation order

  bool operator==(const FinishedConfiguration&) const = default;
};

/// What is compared with what.
struct BaselineQuestion {
  std::map<std::string, std::string> baselines;      ///< fingerprint of a dataset → hash of the pinned one
  std::vector<FinishedConfiguration> configurations; ///< on these datasets, the pinned ones among them

  bool operator==(const BaselineQuestion&) const = default;
};

/// How the accuracy of a configuration differs from the pinned one's (docs/method.md, section 6
/// 'Uncertainty').
struct BaselineDifference {
  evaluation::Comparison comparison;
  std::string problem;  ///< why there is no comparison: one sentence
  double corrected = 1; ///< p by Holm's correction, the largest over the experiments the configuration is in
  int family = 0; ///< comparisons that were corrected together; 0 = single seeds, whose p says nothing, or
                  ///< not all of the experiment is compared yet

  bool significant() const { return family > 0 && corrected < 0.05; }
};

/// The answers, an immutable value made in the background.
struct BaselineDifferences {
  using Key = std::pair<std::string, std::string>; ///< fingerprint, configuration hash

  BaselineQuestion question;
  std::map<Key, BaselineDifference> answers;
  bool complete = true; ///< false where more comparisons were due than asked for at once
};

/// Compares at most `most` configurations with the pinned ones; those that `previous` (may be null) holds for
/// the same runs are taken from there and do not count.
BaselineDifferences compareWithBaselines(store::Workspace& workspace, const BaselineQuestion& question,
                                         const BaselineDifferences* previous, std::size_t most);

/// "+0.012 [-0.003, +0.027]", with a star where it is significant after the correction, and with "these runs"
/// where a side has one seed.
QString differenceText(const BaselineDifference& difference);
/// The same in sentences.
QString differenceTooltip(const BaselineDifference& difference);

} // namespace skipscope::ui
