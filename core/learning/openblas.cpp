#include "core/error.h"
#include "core/learning/worker.h"

#include <dlfcn.h>

namespace skipscope::learning {

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

std::string openBlasCore() {
  using CoreName = char* (*)();
  const auto coreName = reinterpret_cast<CoreName>(::dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  return coreName == nullptr ? "unknown" : coreName();
}

} // namespace skipscope::learning
