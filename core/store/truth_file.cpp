#include "core/store/truth_file.h"

#include "core/error.h"
#include "core/listening/fingerprint.h"
#include "core/store/database.h"
#include "core/store/file_lock.h"
#include "core/store/files.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace skipscope::store {

namespace fs = std::filesystem;

void writeTruthFile(const fs::path& file, const std::string& text) {
  fs::path part = file;
  part += ".part";
  const FileLock lock = FileLock::makeExclusive(part); // or `clean` takes it for a left-over
  std::ofstream stream(part, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (!stream) {
    std::error_code ignored; // a left-over part goes at the next open
    fs::remove(part, ignored);
    throw core::Error(fmt::format("{} could not be written: make room on its disk and import the log again.",
                                  file.string()));
  }
  syncFile(part);
  renameSynced(part, file);
}

std::string readTruthFile(const fs::path& file, const std::string& fingerprint) {
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!fs::exists(file) || listening::textFingerprint(text) != fingerprint)
    throw DamagedFile(fmt::format(
        "The truth file {} is {}: import the log again with --truth, or restore the file from a copy.",
        file.string(), fs::exists(file) ? "damaged" : "gone"));
  return text;
}

} // namespace skipscope::store
