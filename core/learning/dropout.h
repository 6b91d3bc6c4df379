#pragma once

#include <cstdint>
#include <span>

namespace skipscope::learning {

/// Where a dropout mask is used: part of its key.
enum class DropoutSite : std::uint64_t { Input, Attention, AttentionOut, FeedForward, Count };

/// Key of the masks at a site of a history with `historyKey`; block = number of blocks for the input. Row r
/// of them has the key mixed(key + r + 1): a state's row is its position in the history, a row of attention
/// is head · L + position.
std::uint64_t dropoutKey(std::uint64_t historyKey, std::int64_t block, DropoutSite site);

/// Fills one row of a dropout mask: 0 for a dropped element, 1/(1 - rate) for a kept one. Element i depends
/// on (key, i) only, never on what else is in the batch. The rate is taken in steps of 1/65536.
void fillDropout(std::span<float> mask, std::uint64_t key, double rate);

} // namespace skipscope::learning
