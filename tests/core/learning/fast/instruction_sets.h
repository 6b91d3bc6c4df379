#pragma once

#include <functional>

namespace skipscope::learning::fast {

/// Calls `check` once under every instruction set that the kernels have and this processor can, with its name
/// in the messages of what fails; afterwards the best one is taken again.
void forEachInstructionSet(const std::function<void()>& check);

} // namespace skipscope::learning::fast
