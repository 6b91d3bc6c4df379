#pragma once

/// Included before Highway by every file of kernels. Their tiles are arrays of vectors, which instruction
/// sets with vectors of unknown length do not have (ARM falls back to NEON); the oldest x86 ones are left
/// out.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_SSSE3)
