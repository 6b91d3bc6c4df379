#pragma once

#include "core/store/database.h"
#include "core/store/run.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::store {

/// Runs that meet `condition` (SQL over `runs`, such as "runs.stamp > ?"), in creation order, with
/// experiments, tags and test metrics: four queries however many there are.
std::vector<Run> readRuns(Database& database, const std::string& condition, const Values& values = {});

/// What a row of runs is found by.
struct RunKey {
  std::int64_t number = 0;
  std::string id;
  RunState state = RunState::Queued;
  bool deleted = false;
};
/// The run whose id begins with `prefix`, the bin included. Throws core::UsageError where none or several do.
RunKey findRun(Database& database, std::string_view prefix);
/// One key for each of `prefixes`, in their order, no run twice.
std::vector<RunKey> findRuns(Database& database, const std::vector<std::string>& prefixes);
/// Throws core::Error where a run that is neither failed nor in the bin has the same dataset, settings and
/// seed: both finished, one seed would count twice.
void refuseTwin(Database& database, const RunKey& key);

/// {"accuracy":0.7}; what is not a number is left out.
std::string metricsToJson(const std::map<std::string, double>& metrics);
std::map<std::string, double> metricsFromJson(std::string_view json);

/// Best value of each validation metric with its step: {"accuracy":[0.7,300]}.
std::string bestToJson(const std::map<std::string, Best>& best);
std::map<std::string, Best> bestFromJson(std::string_view json);
/// Takes one more validation into account; the earliest step stays on ties.
void improve(std::map<std::string, Best>& best, std::int64_t step,
             const std::map<std::string, double>& metrics);

} // namespace skipscope::store
