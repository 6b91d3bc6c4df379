#pragma once

#include <array>

namespace skipscope::evaluation {

/// The k of every HR@k that is computed.
inline constexpr std::array<int, 6> kHitCutoffs = {1, 5, 10, 20, 50, 100};

} // namespace skipscope::evaluation
