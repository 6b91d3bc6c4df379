#include "tests/core/learning/fast/instruction_sets.h"

#include "core/learning/fast/matrix_product.h"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <set>

namespace skipscope::learning::fast {

void forEachInstructionSet(const std::function<void()>& check) {
  const std::int64_t all = hwy::SupportedTargets();
  std::set<std::string> done;
  for (int bit = 0; bit < 63; ++bit) {
    const std::int64_t target = std::int64_t{1} << bit;
    if ((all & target) == 0)
      continue;
    hwy::SetSupportedTargetsForTest(target);
    if (done.insert(simdName()).second) {
      const ::testing::ScopedTrace trace(__FILE__, __LINE__, simdName());
      check();
    }
  }
  hwy::SetSupportedTargetsForTest(0);
#if defined(__x86_64__) // ARM has NEON alone here
  EXPECT_GE(done.size(), 2U) << "only one instruction set was tried";
#endif
}

} // namespace skipscope::learning::fast
