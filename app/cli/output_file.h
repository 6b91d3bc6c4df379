#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>

namespace skipscope::cli {

/// A file that appears whole or not at all: written beside as NAME.part, renamed by publish(), removed
/// otherwise. A device or pipe is written straight to.
class OutputFile {
public:
  /// Throws core::Error where nothing can be written there.
  explicit OutputFile(std::filesystem::path file);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  std::ostream& stream() { return m_stream; }
  /// Throws core::Error where not everything could be written.
  void publish();

private:
  std::filesystem::path m_file;
  std::filesystem::path m_part; ///< where the stream writes to
  std::ofstream m_stream;
  bool m_published = false;
};

} // namespace skipscope::cli
