#include "app/cli/output_file.h"

#include "core/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace skipscope::cli {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throwWriteError(const fs::path& file, int number) {
  throw core::Error(fmt::format("{} cannot be written: {}; choose another place for it.", file.string(),
                                std::generic_category().message(number == 0 ? EIO : number)));
}

bool appearsWhole(const fs::path& file) {
  std::error_code absent;
  const auto status = fs::status(file, absent);
  return !fs::exists(status) || fs::is_regular_file(status);
}

} // namespace

OutputFile::OutputFile(fs::path file) : m_file(std::move(file)), m_part(m_file) {
  if (fs::is_directory(m_file))
    throw core::Error(fmt::format("{} is a folder; name a file to write.", m_file.string()));
  if (appearsWhole(m_file))
    m_part += ".part";
  errno = 0;
  m_stream.open(m_part, std::ios::binary | std::ios::trunc);
  if (!m_stream)
    throwWriteError(m_file, errno);
}

OutputFile::~OutputFile() {
  if (m_published || m_part == m_file)
    return;
  m_stream.close();
  std::error_code ignored;
  fs::remove(m_part, ignored);
}

void OutputFile::publish() {
  errno = 0;
  m_stream.close();
  if (!m_stream)
    throwWriteError(m_file, errno);
  std::error_code fault;
  if (m_part != m_file)
    fs::rename(m_part, m_file, fault);
  if (fault)
    throwWriteError(m_file, fault.value());
  m_published = true;
}

} // namespace skipscope::cli
