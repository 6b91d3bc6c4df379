#pragma once

#include "core/listening/import.h"
#include "core/listening/radio_truth.h"
#include "core/observer.h"
#include "core/store/schema.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace skipscope::store {

enum class Access { ReadWrite, ReadOnly };

/// A dataset of a workspace.
struct DatasetEntry {
  std::int64_t id = 0;
  listening::DatasetSummary summary;
  std::vector<listening::Rejection> rejections;
  std::vector<std::string> notes;
  std::int64_t createdMs = 0;
  bool deleted = false;
  std::int64_t stamp = 0;
  bool restored = false; ///< by addDataset: the workspace knew it, but its file was gone or damaged
};

/// A folder NAME.skipscope/ on a local disk: workspace.db, datasets/, checkpoints/, workers/, workspace.lock
/// (docs/architecture.md). Holds a shared lock on workspace.lock for life. One object per thread.
/// Every function throws core::Error with a sentence fit for the user.
class Workspace {
public:
  /// Makes a new workspace. Throws where the folder exists, cannot be made, or lies on a network file system.
  static Workspace create(const std::filesystem::path& folder);
  /// Opens one; migrates an older one when nobody else has it open (a copy is made first); refuses a newer
  /// one. A read-only disk or Access::ReadOnly opens it for reading: writing then throws.
  static Workspace open(const std::filesystem::path& folder, Access access = Access::ReadWrite,
                        const Migrations& migrations = releasedMigrations());
  static bool isWorkspace(const std::filesystem::path& folder);

  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

  const std::filesystem::path& folder() const;
  bool readOnly() const;

  /// Datasets, oldest first, without those in the bin.
  std::vector<DatasetEntry> datasets() const;
  /// By name or unique fingerprint prefix. Throws core::UsageError naming what exists.
  DatasetEntry dataset(std::string_view nameOrFingerprint) const;
  /// Writes the dataset file (.part, fsync, rename) and its row in one transaction. The same fingerprint
  /// again is written only where the file is gone or damaged: the existing entry is returned. A truth is kept
  /// beside the dataset's file, with a dataset known before too. An empty name becomes "log", taken names get
  /// " 2", " 3" ….
  DatasetEntry addDataset(const listening::ImportResult& imported, const std::string& name,
                          std::stop_token stop, const core::Observer& observer);
  /// Reads a dataset file whole. Throws where it is gone or damaged.
  listening::Dataset loadDataset(const std::string& fingerprint) const;
  /// Reads the truth kept with a simulated log; nothing where there is none. Throws where it is gone or
  /// damaged.
  std::optional<listening::RadioTruth> loadTruth(const std::string& fingerprint,
                                                 const listening::Dataset& dataset) const;
  std::filesystem::path checkpointFolder(const std::string& runId) const;
  /// 32 random bytes made with the workspace: the key of hashes that stand for listener ids outside of it.
  std::string secretKey() const;

  /// Highest stamp given so far: rows changed later have a greater one.
  std::int64_t stamp() const;
  /// Changes whenever another connection committed (PRAGMA data_version).
  std::int64_t dataVersion() const;

  Database& database() const; ///< for the classes of this folder

private:
  struct Members;
  explicit Workspace(std::unique_ptr<Members> members);
  std::unique_ptr<Members> m;
};

/// Problems found by `check`: integrity of the database, files missing, damaged or left over. Empty = sound.
std::vector<std::string> checkWorkspace(const Workspace& workspace);

struct Cleaned {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
  std::int64_t runs = 0; ///< emptied from the bin
};
/// Empties the bin, removes left-over parts and checkpoints that nothing names, and keeps of finished runs
/// the weights of the best seed per configuration only.
Cleaned cleanWorkspace(Workspace& workspace);

} // namespace skipscope::store
