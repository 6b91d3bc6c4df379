#pragma once

#include "core/listening/import.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skipscope::listening {

/// A folder for the logs of one test, gone with it.
class LogTest : public testing::Test {
protected:
  LogTest();
  ~LogTest() override;

  /// Writes a file and gives its path.
  std::string write(const std::string& name, std::string_view content) const;
  /// Writes members compressed or archived as the name says: .gz .bz2 .xz .zst (one member) .zip .tar.gz.
  std::string pack(const std::string& name,
                   const std::vector<std::pair<std::string, std::string>>& members) const;

  static ImportRequest request(const std::string& file);
  static ImportResult read(const ImportRequest& request);
  ImportResult readText(std::string_view content) const;
  /// The sentence of the core::Error that reading throws; fails the test where none is thrown.
  static std::string errorOf(const ImportRequest& request);
  std::string errorOfText(std::string_view content) const;

  std::filesystem::path m_folder;
};

/// A sample of the datasets folder.
std::string samplePath(const std::string& name);
std::string fileContent(const std::string& path);

/// "song@time:feedback" of each event of a listener, in order.
std::vector<std::string> historyText(const Dataset& dataset, std::size_t listener = 0);

} // namespace skipscope::listening
