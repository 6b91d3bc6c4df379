#pragma once

#include <cstdint>
#include <filesystem>

namespace skipscope::store {

/// Whether a statfs(2) magic number is that of a file system shared between hosts (NFS, SMB, AFS, Ceph …),
/// where WAL and flock cannot be trusted.
bool isNetworkMagic(std::uint64_t magic);
/// The file system of an existing path. Throws core::Error for a network file system.
void refuseNetworkFileSystem(const std::filesystem::path& path);
/// Whether the effective user may write to it, the disk not being mounted read-only.
bool isWritable(const std::filesystem::path& path);

/// fsync. Throws core::Error where the disk refuses.
void syncFile(const std::filesystem::path& file);
/// Renames within one folder and syncs the folder. Throws core::Error where that fails.
void renameSynced(const std::filesystem::path& from, const std::filesystem::path& to);

/// A folder under the system's temporary one, removed with everything in it at the end.
class TemporaryFolder {
public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return m_path; }

private:
  std::filesystem::path m_path;
};

} // namespace skipscope::store
