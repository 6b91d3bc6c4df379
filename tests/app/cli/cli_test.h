#pragma once

#include "tests/app/cli/child_process.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::tests {

using Words = std::vector<std::string>;

/// build/bin/<name>.
std::string program(const std::string& name);

/// Path → content of every file below.
std::map<std::string, std::string> filesOf(const std::filesystem::path& folder);
/// Path → size and hash of every file below; two equal ones mean that nothing was changed.
std::map<std::string, std::string> snapshot(const std::filesystem::path& folder);

/// Waits, looking again and again, until `holds`; fails the test after a minute.
void waitUntil(const std::function<bool()>& holds);

/// A test with a temporary folder of its own and the headless program.
class CliTest : public testing::Test {
protected:
  CliTest();
  ~CliTest() override;

  std::string path(const std::string& name) const { return (m_folder / name).string(); }
  /// Writes a file and returns its path.
  std::string write(const std::string& name, std::string_view content) const;
  /// A workspace with the dataset "log"; returns its path.
  std::string workspaceWithLog() const;
  /// A log of `listeners` × 20 events of all four kinds, on two stations.
  static std::string sampleLog(int listeners = 20);

  static Ended cli(const Words& words, const ChildProcess::Conditions& conditions = {});
  /// Expects success; returns standard output.
  static std::string done(const Words& words);
  static nlohmann::json doneJson(const Words& words);
  /// Expects `code`, nothing on standard output, and one line on standard error that holds `word`.
  static void refused(const Words& words, int code, const std::string& word,
                      const ChildProcess::Conditions& conditions = {});

  std::filesystem::path m_folder;
};

} // namespace skipscope::tests
