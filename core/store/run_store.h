#pragma once

#include "core/evaluation/outcomes.h"
#include "core/store/annotations.h"
#include "core/store/run.h"
#include "core/store/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace skipscope::store {

/// What `launch` asks for: configurations × seeds on one dataset.
struct LaunchRequest {
  std::string experiment; ///< made when new; must not be empty
  std::string dataset;    ///< name or fingerprint
  std::vector<experiment::Configuration> configurations;
  std::vector<std::uint64_t> seeds;
  int priority = 0;
  /// Configurations that ask for feedback which the log has none of are left out; else they run without it.
  bool fittingOnly = false;
};

struct Launched {
  std::vector<std::string> added; ///< run ids queued now
  std::vector<std::string>
      reused; ///< identical runs that existed (not failed or deleted): now in this experiment too
  std::int64_t stopped = 0; ///< of those reused, cancelled or interrupted: resume takes them up
  std::string note;         ///< what was left out, and why; "" where nothing was
};

struct Experiment {
  std::string name;
  std::string dataset;
  std::int64_t createdMs = 0;
  std::int64_t runs = 0;
  std::int64_t stamp = 0;
};

/// Rows newer than a stamp: what a window needs to follow a workspace.
struct Changes {
  std::int64_t stamp = 0;               ///< ask for newer than this next time
  std::vector<Run> runs;                ///< changed or new, deleted ones with `deleted` set
  std::vector<std::string> removedRuns; ///< gone for good (bin emptied)
  std::vector<DatasetEntry> datasets;
  std::vector<Experiment> experiments;
  std::vector<Baseline> baselines; ///< pinned or taken back
};

/// Runs, their validations and outcomes: reading, launching, and what a person does to them afterwards.
/// All ids may be unique prefixes; unknown or ambiguous ones throw core::UsageError.
class RunStore {
public:
  explicit RunStore(Workspace& workspace) : m_workspace(workspace) {}

  /// How many of the request's runs exist already.
  std::int64_t countExisting(const LaunchRequest& request) const;
  /// Throws core::UsageError for bad requests, so for an experiment that holds runs on another dataset, and
  /// core::Error where a run could not learn or measure anything on this log.
  Launched launch(const LaunchRequest& request);

  /// In creation order; the bin left out.
  std::vector<Run> runs() const;
  std::vector<Run>
  runsOf(const std::string& experiment) const; ///< throws core::UsageError for an unknown one
  Run run(std::string_view idPrefix) const;
  /// Deleted ones that can be restored.
  std::vector<Run> bin() const;
  /// Every finished run with the dataset and configuration of that run.
  std::vector<Run> finishedSeeds(const Run& run) const;
  std::vector<Experiment> experiments() const;
  std::vector<Validation> validations(const std::string& id) const; ///< by step
  std::optional<evaluation::Outcomes> outcomes(const std::string& id) const;
  Changes newerThan(std::int64_t stamp) const;

  /// To the bin and back; gives the number of runs moved. A running run cannot be deleted: throws
  /// core::Error.
  std::size_t remove(const std::vector<std::string>& ids);
  std::size_t restore(const std::vector<std::string>& ids);

private:
  Workspace& m_workspace;
};

} // namespace skipscope::store
