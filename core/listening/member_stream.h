#pragma once

#include "core/listening/log_file.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace skipscope::listening {

/// The bytes of one member of a log, with a look at their start before anything is taken.
class MemberStream {
public:
  /// Stands at the member that file.nextMember() just gave. `checkpoint` is called at every read (progress,
  /// stop).
  explicit MemberStream(LogFile& file, std::function<void()> checkpoint = {});

  /// The file on disk, which may be an archive.
  const std::string& path() const { return m_file.path(); }
  bool inArchive() const { return m_file.isArchive(); }
  /// The first bytes, at most 64 KB, whatever was read since.
  std::string_view head() const { return m_head; }
  /// Reads on: up to `room` bytes, 0 at the member's end. Throws like LogFile::read.
  std::size_t read(char* into, std::size_t room);

private:
  LogFile& m_file;
  std::function<void()> m_checkpoint;
  std::string m_head;
  std::size_t m_taken = 0; ///< of the head
};

} // namespace skipscope::listening
