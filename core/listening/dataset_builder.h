#pragma once

#include "core/listening/log_collector.h"

#include <functional>

namespace skipscope::listening {

struct BuiltDataset {
  Dataset dataset;
  DatasetSummary summary; ///< without name, format and rejections
  std::string note;       ///< on records of which nothing came; "" = none
};

/// Makes the dataset of the records collected: joins votes to plays, reduces several signs of one play,
/// filters, drops exact duplicates, and puts ids and events in their order. Consumes `log`:
/// its records give way to the events, so that both together take little more than the dataset. `checkpoint`
/// is called now and then and may throw core::Stopped. Throws core::Error where no event is left,
/// core::UsageError for a time filter on a log without times.
BuiltDataset buildDataset(LogCollector&& log, const ImportRules& rules,
                          const std::function<void()>& checkpoint);

} // namespace skipscope::listening
