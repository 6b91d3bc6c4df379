#pragma once

#include "core/listening/import.h"
#include "core/listening/log_collector.h"
#include "core/listening/member_stream.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// Reads logs of one format. One reader reads all files and archive members of an import, one after the
/// other, and may remember what it saw. What it finds are plays, votes and revoked votes in any order (oldest
/// or newest first).
class LogReader {
public:
  LogReader() = default;
  LogReader(const LogReader&) = delete;
  LogReader& operator=(const LogReader&) = delete;
  virtual ~LogReader() = default;

  /// Whether a member that starts like this belongs to the format; of archives only such members are read.
  virtual bool recognises(std::string_view member, std::string_view head) const = 0;
  /// Reads one file or member to its end. `file` is its name for messages. Throws core::Error where the
  /// columns the format needs are missing; rows that cannot be used are rejected and the reading goes on.
  virtual void read(MemberStream& stream, const std::string& file, LogCollector& log) = 0;
  /// After the last file: what could not be told before all were read.
  virtual void finish(LogCollector&) {}
  /// The first `rows` rows as they stand there, and what the columns were taken for.
  virtual LogPreview preview(MemberStream& stream, const std::string& file, std::size_t rows) = 0;
};

/// A format: its name for --format, and how to make its reader for a request.
struct LogFormat {
  std::string_view name;
  std::unique_ptr<LogReader> (*makeReader)(const ImportRequest& request);
  bool mapsColumns = true; ///< false: the format says by itself what is what
};

/// Every format, in the order in which they are tried: the most particular first, "csv" last.
const std::vector<LogFormat>& logFormats();

} // namespace skipscope::listening
