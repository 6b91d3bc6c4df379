#pragma once

#include <nlohmann/json.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace skipscope::learn {

/// Standard input by lines: all that have arrived at once, so that a burst of requests is seen whole.
class LineInput {
public:
  /// Waits for at least one whole line; nothing at the end of the input.
  std::optional<std::vector<std::string>> read();

private:
  std::string m_rest;
  bool m_ended = false;
};

/// Standard output for JSON lines alone: what anything else in this process prints goes to standard error.
/// For several threads.
class JsonOutput {
public:
  JsonOutput();
  JsonOutput(const JsonOutput&) = delete;
  JsonOutput& operator=(const JsonOutput&) = delete;
  /// Ends the program where nobody reads any more.
  void write(const nlohmann::ordered_json& document);

private:
  std::mutex m_mutex;
  int m_file;
};

} // namespace skipscope::learn
