#pragma once

#include "core/store/run_store.h"
#include "core/store/workspace.h"

#include <QTemporaryDir>
#include <filesystem>
#include <string>
#include <vector>

namespace skipscope::tests {

/// A workspace in a temporary folder that goes with it.
class SampleWorkspace {
public:
  SampleWorkspace();

  const std::filesystem::path& folder() const { return m_folder; }
  store::Workspace open() const { return store::Workspace::open(m_folder); }
  /// A small simulated log as a CSV file beside the workspace.
  std::string logFile(int listeners = 60) const;
  /// Imports logFile() as `name`.
  void importLog(const std::string& name = "radio", int listeners = 60) const;
  /// A model that needs no training to speak of.
  static experiment::Configuration popularity();
  /// Queues one run per seed.
  store::Launched launch(const std::string& experiment, const std::vector<std::uint64_t>& seeds,
                         const std::string& dataset = "radio",
                         const experiment::Configuration& configuration = popularity()) const;
  /// Launches, on a dataset imported where there is none yet, and trains in a process; returns the ids.
  std::vector<std::string> finished(const std::string& experiment, const std::vector<std::uint64_t>& seeds,
                                    const experiment::Configuration& configuration = popularity()) const;

private:
  QTemporaryDir m_temporary;
  std::filesystem::path m_folder;
};

} // namespace skipscope::tests
