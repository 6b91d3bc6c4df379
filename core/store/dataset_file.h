#pragma once

#include "core/listening/dataset.h"
#include "core/observer.h"
#include "core/store/file_lock.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace skipscope::store {

/// A dataset file being made: `FILE.part`, locked so that nobody takes it for a left-over. The finished file
/// is immutable: songs, stations, and listeners with one compact blob of events each, under one checksum.
class DatasetPart {
public:
  explicit DatasetPart(std::filesystem::path file);
  DatasetPart(const DatasetPart&) = delete;
  DatasetPart& operator=(const DatasetPart&) = delete;
  ~DatasetPart(); ///< removes the part unless it was published

  /// Writes and syncs. Throws core::Error (disk full, read-only …) and core::Stopped.
  void write(const listening::Dataset& dataset, std::stop_token stop, const core::Observer& observer);
  /// Gives the part its final name.
  void publish();

private:
  std::filesystem::path m_file;
  std::filesystem::path m_part;
  FileLock m_lock;
  bool m_published = false;
};

/// Reads a dataset file whole. Throws core::Error where it is gone, damaged, or of a newer version.
listening::Dataset readDatasetFile(const std::filesystem::path& file);

} // namespace skipscope::store
