#include "core/store/files.h"

#include "core/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

namespace skipscope::store {

namespace {

void sync(const std::filesystem::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int fault = errno;
  if (descriptor >= 0)
    ::close(descriptor);
  if (!synced)
    throw core::Error(
        fmt::format("{} could not be written to disk ({}): free some space or check the disk, and try again.",
                    path.string(), std::strerror(fault)));
}

} // namespace

bool isNetworkMagic(std::uint64_t magic) {
  // statfs(2), with those that linux/magic.h leaves out
  constexpr std::array<std::uint64_t, 11> kNetwork = {
      0x6969,     // NFS
      0x517B,     // SMB
      0xFF534D42, // CIFS
      0xFE534D42, // SMB2
      0x5346414F, // AFS of OpenAFS and the kernel
      0x6B414653, // kAFS
      0x73757245, // Coda
      0x564C,     // NCP
      0x00C36400, // Ceph
      0x0BD00BD0, // Lustre
      0x19830326  // FhGFS and BeeGFS
  };
  return std::find(kNetwork.begin(), kNetwork.end(), magic) != kNetwork.end();
}

void refuseNetworkFileSystem(const std::filesystem::path& path) {
  struct statfs status = {};
  if (::statfs(path.c_str(), &status) == 0 && isNetworkMagic(static_cast<std::uint32_t>(status.f_type)))
    throw core::Error(fmt::format(
        "{} lies on a network file system, where a workspace cannot be kept safe: use a folder on "
        "a local disk.",
        path.string()));
}

bool isWritable(const std::filesystem::path& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

void syncFile(const std::filesystem::path& file) {
  sync(file, O_RDONLY);
}

void renameSynced(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code fault;
  std::filesystem::rename(from, to, fault);
  if (fault)
    throw core::Error(
        fmt::format("{} could not be renamed to {} ({}): check the rights of the folder and try again.",
                    from.string(), to.filename().string(), fault.message()));
  sync(to.parent_path(), O_RDONLY | O_DIRECTORY);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "skipscope-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw core::Error(
        fmt::format("No temporary folder can be made in {} ({}): set TMPDIR to a folder you may write to.",
                    std::filesystem::temp_directory_path().string(), std::strerror(errno)));
  m_path = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored; // a destructor has nobody to tell
  std::filesystem::remove_all(m_path, ignored);
}

} // namespace skipscope::store
