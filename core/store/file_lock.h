#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace skipscope::store {

/// An flock held for the life of the object; the kernel lets go of it when the process dies, however it dies.
/// The descriptor closes on exec, so a started program never keeps a lock alive.
class FileLock {
public:
  FileLock() = default;
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  /// Makes the file where it is missing and waits for the exclusive lock; never returns a lock on a file that
  /// was removed or replaced meanwhile. Throws core::Error where the file cannot be made.
  static FileLock makeExclusive(const std::filesystem::path& file);
  /// Waits for a shared lock on an existing file; nothing where the file cannot be opened.
  static std::optional<FileLock> waitShared(const std::filesystem::path& file);
  /// Nothing where somebody else holds any lock. Throws core::Error where the file cannot be opened.
  static std::optional<FileLock> tryExclusive(const std::filesystem::path& file);

  /// Turns an exclusive lock into a shared one.
  void share();

private:
  explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
  int m_descriptor = -1;
};

/// Whether a living process holds the exclusive lock of `file`; false where the file is gone. Asks with a
/// shared lock, so that two who ask at once never take each other for the holder.
bool isHeld(const std::filesystem::path& file);

/// Removes a file that nobody holds a lock on, under its lock; false where somebody does or it cannot be
/// removed.
bool removeUnheld(const std::filesystem::path& file);

/// Who holds a lock on `file`, from /proc/locks: "skipscope (process 812), skipscope-learn (process 840)", or
/// "another program" where the system does not tell.
std::string holdersOf(const std::filesystem::path& file);

} // namespace skipscope::store
