#pragma once

#include "core/experiment/configuration.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::store {

enum class RunState { Queued, Running, Finished, Failed, Cancelled, Interrupted };
std::string_view runStateName(RunState state); ///< "queued", …
std::optional<RunState> parseRunState(std::string_view name);

/// How far a run is; written at most once a second.
struct Progress {
  std::int64_t step = 0;
  std::int64_t maxSteps = 0;
  double epochs = 0;        ///< committed so far
  std::int64_t targets = 0; ///< positive targets seen
  double trainSeconds = 0;  ///< summed over attempts that count
  double trainingLoss = 0;  ///< mean over the steps since the last validation
};

/// One validation of a run.
struct Validation {
  std::int64_t step = 0;
  double epochs = 0;
  std::int64_t targets = 0;
  double trainSeconds = 0;
  std::int64_t wallMs = 0; ///< ms since 1970 when it was written
  std::map<std::string, double> metrics;
};

struct Best {
  double value = 0;
  std::int64_t step = 0;
};

/// A run as stored. `validation` and `test` are empty until there is something to say.
struct Run {
  std::int64_t number = 0; ///< creation order
  std::string id;          ///< UUID
  RunState state = RunState::Queued;
  std::vector<std::string> experiments; ///< the first is the one it was launched in
  std::string dataset;                  ///< name
  std::string fingerprint;
  experiment::Configuration configuration;
  std::string configurationHash;
  std::uint64_t seed = 0;
  std::string identity;
  int attempt = 0;
  int priority = 0;
  bool cancelRequested = false;
  std::string message; ///< why it failed, notes such as "no validation pairs: 1,000 steps"
  Progress progress;
  std::int64_t bestStep = 0;
  std::map<std::string, Best> validation;
  std::map<std::string, double> test;
  std::string pairKinds; ///< "like>dislike": what its accuracy was measured on; empty until it has finished
  std::string
      checkpoint;   ///< file in the run's checkpoint folder: to go on from, or once finished its best weights
  std::string path; ///< "cpu-plain": what computed it
  std::string program; ///< version that computed it
  bool mixed = false;  ///< resumed on another path or version
  std::vector<std::string> tags;
  std::string note;
  std::int64_t createdMs = 0;
  std::int64_t startedMs = 0; ///< 0 = never
  std::int64_t endedMs = 0;
  bool deleted = false; ///< in the bin
  std::int64_t stamp = 0;
};

} // namespace skipscope::store
