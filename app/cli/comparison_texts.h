#pragma once

#include "app/cli/documents.h"
#include "core/store/experiment_comparison.h"

#include <string>
#include <vector>

namespace skipscope::cli {

/// A comparison as `compare --json` gives it (docs/commands.md).
Json comparisonDocument(const std::string& metric, const evaluation::Comparison& comparison);
/// The same within an experiment: with run, what differs in its configuration, and Holm's correction.
Json comparisonDocument(const store::ConfigurationComparison& compared,
                        const std::vector<std::string>& differingKeys);

/// In a sentence or two.
std::string comparisonText(const std::string& metric, const evaluation::Comparison& comparison);
/// A table for each metric.
std::string comparisonTables(const std::vector<store::ConfigurationComparison>& all,
                             const std::vector<std::string>& differingKeys);

/// Keys in which the baseline or any of the configurations differs from another.
std::vector<std::string> differingKeys(const store::Run& baseline,
                                       const std::vector<store::ConfigurationComparison>& all);

} // namespace skipscope::cli
