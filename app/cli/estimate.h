#pragma once

#include "core/store/run_store.h"

#include <cstdint>
#include <optional>

namespace skipscope::cli {

/// What launching would mean.
struct Estimate {
  std::int64_t runs = 0;     ///< configurations × seeds
  std::int64_t existing = 0; ///< of these, done or queued already
  std::optional<double>
      seconds; ///< for the others; nothing where no run of their kind finished on the dataset yet
};

/// Time from the median step time of finished runs on the dataset, per kind of model, times the steps a run
/// may take at most (or the median of steps taken, where the configuration names no limit), shared by
/// `workers`.
Estimate estimate(store::Workspace& workspace, const store::LaunchRequest& request, int workers);

} // namespace skipscope::cli
