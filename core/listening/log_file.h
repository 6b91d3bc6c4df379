#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace skipscope::listening {

/// How far a compressed file may expand: beyond `freeBytes`, at most `ratio` times its size on disk.
struct ExpansionLimit {
  std::int64_t freeBytes = std::int64_t{512} * 1024 * 1024;
  std::int64_t ratio = 200;
};

/// One log on disk, plain, compressed (.gz .bz2 .xz .zst) or an archive (.zip, .tar.*). Members are streamed
/// one after the other and never extracted; a plain or merely compressed file has one member, named "".
class LogFile {
public:
  /// Throws core::Error where the file is missing, unreadable, empty, or holds nothing but zero bytes.
  explicit LogFile(std::string path, ExpansionLimit limit = {});
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  const std::string& path() const;
  /// Whether the member that nextMember() gave stands among others, not alone.
  bool isArchive() const;
  /// Moves to the next member that is a file and gives its name; nothing at the end.
  std::optional<std::string> nextMember();
  /// Reads on in the member: up to `room` bytes, 0 at its end. Throws core::Error for damaged files and for
  /// those that expand beyond the limit.
  std::size_t read(char* into, std::size_t room);
  /// Share of the file on disk read so far, in [0, 1].
  double share() const;

private:
  struct Members;
  std::unique_ptr<Members> m;
};

} // namespace skipscope::listening
