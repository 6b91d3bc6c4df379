#include "core/learning/plain/library_threads.h"

#include "core/error.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <mutex>

namespace skipscope::learning::plain {

namespace {

std::string openBlasCore() {
  using CoreName = char* (*)();
  const auto coreName = reinterpret_cast<CoreName>(::dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  return coreName == nullptr ? "unknown" : coreName();
}

} // namespace

void requireOpenBlas() {
  using Configuration = char* (*)();
  using SetThreads = void (*)(int);
  // Present in every build of OpenBLAS and in no other BLAS.
  if (reinterpret_cast<Configuration>(::dlsym(RTLD_DEFAULT, "openblas_get_config")) == nullptr)
    throw core::Error(
        "LibTorch was given another BLAS than OpenBLAS, which makes training thirty times slower: "
        "install the package libopenblas0-openmp.");
  // The pthread build does not listen to LibTorch.
  if (const auto setThreads = reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    setThreads(1);
}

std::string simdTarget() {
  const std::string all = at::show_config(); // "… - CPU capability usage: AVX2 …" in every version
  const std::string_view mark = "CPU capability usage: ";
  const std::size_t found = all.find(mark);
  const std::string capability =
      found == std::string::npos
          ? "unknown"
          : all.substr(found + mark.size(),
                       all.find_first_of(" \n", found + mark.size()) - found - mark.size());
  return capability + "/" + openBlasCore();
}

void useOneLibraryThread() {
  static std::once_flag once;
  std::call_once(once, [] {
    at::set_num_threads(1);
    at::set_num_interop_threads(1);
  });
}

} // namespace skipscope::learning::plain
