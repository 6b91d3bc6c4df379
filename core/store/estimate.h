#pragma once

#include "core/store/run_store.h"

#include <cstdint>
#include <optional>
#include <string>

namespace skipscope::store {

/// What launching would mean.
struct Estimate {
  struct Time {
    double likely = 0; ///< seconds, where runs stop as early as the measured ones did
    double most = 0;   ///< seconds, where each goes on to its last allowed step
  };
  std::int64_t runs = 0;     ///< different configurations × seeds
  std::int64_t existing = 0; ///< of these, done or queued already
  std::string note;          ///< what would be left out, and why; "" where nothing
  std::optional<Time> time;  ///< for the others; nothing where no run of their kind finished on the dataset
};

/// Work of training on one target, in multiply-adds: what makes a wider, deeper, longer-sighted model or more
/// drawn negatives slower. Only ratios of it mean anything.
double trainingWork(const experiment::Configuration& configuration);

/// Time from the finished runs of the same kind of model on the dataset: their seconds per unit of
/// trainingWork(), the median over runs, shared by `workers`. Throws core::UsageError for an unknown dataset.
Estimate estimate(Workspace& workspace, const LaunchRequest& request, int workers);

} // namespace skipscope::store
