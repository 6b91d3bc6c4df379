#pragma once

#include <string>
#include <string_view>

namespace skipscope::cli {

/// SipHash-2-4 (Aumasson and Bernstein, INDOCRYPT 2012) of `text` under the first 16 bytes of `key`, as 16
/// hex digits: the same listener gets the same name in every export of a workspace, and nobody without the
/// key can guess it back.
std::string keyedHash(std::string_view key, std::string_view text);

} // namespace skipscope::cli
