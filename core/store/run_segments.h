#pragma once

#include "core/evaluation/segments.h"
#include "core/store/run_store.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace skipscope::store {

/// Segments by each of evaluation::kSegmentings.
using SegmentedAccuracy = std::array<std::vector<evaluation::Segment>, evaluation::kSegmentings.size()>;

/// Reads the accuracy of finished runs by segment, from their stored outcomes and their dataset. Datasets and
/// splits are kept for the next run of the same; it costs their memory while it lives.
class RunSegments {
public:
  explicit RunSegments(Workspace& workspace);
  ~RunSegments();

  /// Throws core::Error where the run has not finished, or its dataset is gone or not the one it was made on.
  SegmentedAccuracy of(const Run& run);
  /// What the test pairs of a finished run's `outcomes` are sorted by. Throws core::Error where its dataset
  /// is gone or not the one it was made on.
  evaluation::PairTraits traits(const Run& run, const evaluation::Outcomes& outcomes);

private:
  struct Split;
  const Split& splitOf(const Run& run);

  Workspace& m_workspace;
  std::map<std::string, std::shared_ptr<const listening::Dataset>> m_datasets; ///< by fingerprint
  std::map<std::string, std::unique_ptr<Split>> m_splits;
};

} // namespace skipscope::store
