#include "core/listening/log_file.h"

#include "core/error.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace skipscope::listening {

struct LogFile::Members {
  struct FreeArchive {
    void operator()(archive* each) const { archive_read_free(each); }
  };
  std::string path;
  ExpansionLimit limit;
  std::int64_t bytesOnDisk = 0;
  std::int64_t bytesRead = 0;
  std::unique_ptr<archive, FreeArchive> reader;

  [[noreturn]] void fail() const {
    const char* cause = archive_error_string(reader.get());
    throw core::Error(path + " is damaged and cannot be unpacked (" +
                      (cause != nullptr ? cause : "unknown cause") + "): fetch it again.");
  }
};

namespace {

constexpr std::size_t kBlock = 1 << 20;

/// Looks at the file as it lies on disk. Throws for everything that is no log at all.
std::int64_t checkedSize(const std::string& path) {
  std::error_code fault;
  const auto status = std::filesystem::status(path, fault);
  if (!std::filesystem::exists(status))
    throw core::Error("There is no file " + path + ": check the name.");
  if (std::filesystem::is_directory(status))
    throw core::Error(path + " is a folder: name the log files in it.");
  std::ifstream file(path, std::ios::binary);
  std::array<char, 65536> start{};
  if (!file)
    throw core::Error(path + " cannot be read: check its permissions.");
  file.read(start.data(), start.size());
  const std::string_view head(start.data(), static_cast<std::size_t>(file.gcount()));
  if (head.empty())
    throw core::Error(path + " is empty: there is nothing to import.");
  if (std::all_of(head.begin(), head.end(), [](char c) { return c == '\0'; }))
    throw core::Error(path + " holds nothing but zero bytes: it was not written completely, fetch it again.");
  const auto size = std::filesystem::file_size(path, fault);
  return fault ? 0 : static_cast<std::int64_t>(size);
}

} // namespace

LogFile::LogFile(std::string path, ExpansionLimit limit) : m(std::make_unique<Members>()) {
  m->path = std::move(path);
  m->limit = limit;
  m->bytesOnDisk = checkedSize(m->path);
  m->reader.reset(archive_read_new());
  archive* const reader = m->reader.get();
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_zstd(reader);
  archive_read_support_format_zip(reader);
  archive_read_support_format_tar(reader);
  archive_read_support_format_raw(reader);
  archive_read_support_format_empty(reader);
  if (archive_read_open_filename(reader, m->path.c_str(), kBlock) != ARCHIVE_OK)
    m->fail();
}

LogFile::~LogFile() = default;

const std::string& LogFile::path() const {
  return m->path;
}

bool LogFile::isArchive() const {
  return archive_format(m->reader.get()) != ARCHIVE_FORMAT_RAW;
}

std::optional<std::string> LogFile::nextMember() {
  for (;;) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(m->reader.get(), &entry);
    if (result == ARCHIVE_EOF)
      return std::nullopt;
    if (result < ARCHIVE_WARN)
      m->fail();
    if (!isArchive())
      return std::string();
    if (archive_entry_filetype(entry) != AE_IFREG)
      continue;
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr)
      name = archive_entry_pathname(entry);
    return std::string(name != nullptr ? name : "member");
  }
}

std::size_t LogFile::read(char* into, std::size_t room) {
  const la_ssize_t count = archive_read_data(m->reader.get(), into, room);
  if (count < 0)
    m->fail();
  m->bytesRead += count;
  if (m->bytesRead > m->limit.freeBytes && m->bytesRead / m->limit.ratio > m->bytesOnDisk)
    throw core::Error(
        m->path + " expands to more than " + std::to_string(m->limit.ratio) +
        " times its size, which no log does: if you trust it, unpack it and import the result.");
  return static_cast<std::size_t>(count);
}

double LogFile::share() const {
  const auto consumed = static_cast<double>(archive_filter_bytes(m->reader.get(), -1));
  return m->bytesOnDisk > 0 ? std::min(1.0, consumed / static_cast<double>(m->bytesOnDisk)) : 1.0;
}

} // namespace skipscope::listening
