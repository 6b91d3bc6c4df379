#pragma once

#include <cstdint>
#include <span>

namespace skipscope::learning {

/// Fills a dropout mask: 0 for a dropped element, 1/(1 - rate) for a kept one. Element i depends on (key, i)
/// only, never on what else is in the batch. The rate is taken in steps of 1/65536.
void fillDropout(std::span<float> mask, std::uint64_t key, double rate);

} // namespace skipscope::learning
