#include "core/learning/run_files.h"

#include <regex>
#include <system_error>
#include <vector>

namespace skipscope::learning {

std::string checkpointName(int attempt, std::int64_t step) {
  return std::to_string(attempt) + "-" + std::to_string(step) + ".safetensors";
}

std::string bestName(int attempt) {
  return std::to_string(attempt) + "-best.safetensors";
}

void removeCheckpoints(const std::filesystem::path& folder, const std::string& keep) {
  static const std::regex ours("[0-9]+-([0-9]+|best)\\.safetensors(\\.part)?");
  std::error_code ignored; // what stays behind takes room only; `clean` removes it
  std::vector<std::filesystem::path> old;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (const std::string name = entry.path().filename().string();
        name != keep && std::regex_match(name, ours))
      old.push_back(entry.path());
  for (const auto& path : old)
    std::filesystem::remove(path, ignored);
}

} // namespace skipscope::learning
