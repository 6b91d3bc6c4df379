#include "core/store/file_lock.h"

#include "core/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

namespace skipscope::store {

namespace {

int openFile(const std::filesystem::path& file, int flags) {
  return ::open(file.c_str(), flags | O_CLOEXEC, 0666);
}

bool lock(int descriptor, int operation) {
  int result = 0;
  do
    result = ::flock(descriptor, operation);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

bool stillNamed(int descriptor, const std::filesystem::path& file) {
  struct stat open = {};
  struct stat named = {};
  return ::fstat(descriptor, &open) == 0 && ::stat(file.c_str(), &named) == 0 &&
         open.st_ino == named.st_ino && open.st_dev == named.st_dev;
}

} // namespace

FileLock::FileLock(FileLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(m_descriptor, other.m_descriptor);
  return *this;
}

FileLock::~FileLock() {
  if (m_descriptor >= 0)
    ::close(m_descriptor);
}

FileLock FileLock::makeExclusive(const std::filesystem::path& file) {
  for (;;) {
    FileLock made(openFile(file, O_RDWR | O_CREAT));
    if (made.m_descriptor < 0 || !lock(made.m_descriptor, LOCK_EX))
      throw core::Error(fmt::format(
          "Cannot make the file {} ({}): check the rights of its folder and the space on its disk.",
          file.string(), std::strerror(errno)));
    if (stillNamed(made.m_descriptor, file))
      return made;
  }
}

std::optional<FileLock> FileLock::waitShared(const std::filesystem::path& file) {
  FileLock shared(openFile(file, O_RDONLY));
  if (shared.m_descriptor < 0 || !lock(shared.m_descriptor, LOCK_SH))
    return std::nullopt;
  return shared;
}

std::optional<FileLock> FileLock::tryExclusive(const std::filesystem::path& file) {
  FileLock exclusive(openFile(file, O_RDONLY));
  if (exclusive.m_descriptor < 0)
    throw core::Error(fmt::format("Cannot open the file {} ({}): check the rights of its folder.",
                                  file.string(), std::strerror(errno)));
  if (!lock(exclusive.m_descriptor, LOCK_EX | LOCK_NB))
    return std::nullopt;
  return exclusive;
}

void FileLock::share() {
  lock(m_descriptor, LOCK_SH);
}

bool isHeld(const std::filesystem::path& file) {
  const int descriptor = openFile(file, O_RDONLY);
  if (descriptor < 0)
    return errno != ENOENT;
  const bool held = !lock(descriptor, LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;
  ::close(descriptor);
  return held;
}

bool removeUnheld(const std::filesystem::path& file) {
  const int descriptor = openFile(file, O_RDONLY);
  if (descriptor < 0)
    return false;
  const bool removed =
      lock(descriptor, LOCK_EX | LOCK_NB) && stillNamed(descriptor, file) && ::unlink(file.c_str()) == 0;
  ::close(descriptor);
  return removed;
}

std::string holdersOf(const std::filesystem::path& file) {
  struct stat status = {};
  std::set<std::string> holders;
  if (::stat(file.c_str(), &status) == 0) {
    std::ifstream locks("/proc/locks");
    const std::string inode = fmt::format(":{}", status.st_ino);
    for (std::string line; std::getline(locks, line);) {
      std::istringstream words(line);
      std::string number, kind, mode, access, process, place;
      words >> number >> kind >> mode >> access >> process >> place;
      if (kind != "FLOCK" || !place.ends_with(inode) || process == std::to_string(::getpid()))
        continue;
      std::string program;
      std::ifstream command("/proc/" + process + "/comm");
      if (std::getline(command, program))
        holders.insert(fmt::format("{} (process {})", program, process));
    }
  }
  std::string text;
  for (const std::string& holder : holders)
    text += (text.empty() ? "" : ", ") + holder;
  return text.empty() ? "another program" : text;
}

} // namespace skipscope::store
