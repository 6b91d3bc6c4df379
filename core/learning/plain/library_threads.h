#pragma once

#include <string>

namespace skipscope::learning::plain {

/// One thread for LibTorch and its BLAS, for this process and for good: numbers must not depend on the
/// machine, and threads of one's own and of several workers would fight with theirs.
void useOneLibraryThread();

/// What LibTorch computes with on this processor, "AVX2/Haswell": its own kernels and those of OpenBLAS.
std::string simdTarget();

/// Throws core::Error where LibTorch was given another BLAS than OpenBLAS (thirty times slower).
void requireOpenBlas();

} // namespace skipscope::learning::plain
