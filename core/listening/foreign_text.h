#pragma once

#include "core/listening/member_stream.h"

#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// Whether a byte is one that text with lines and tabs does not hold.
bool isControl(char c);

/// Throws core::Error where the start of a file shows that it is no text with lines.
void refuseForeign(const MemberStream& stream, const std::string& file);

/// Throws core::Error unless the first byte of text is one of `openings`, as it is in JSON of this format.
void requireJson(const MemberStream& stream, const std::string& file, std::string_view openings,
                 std::string_view format);

/// A sentence where the first line of a file, split into `header`, names no columns: it is JSON, or a row.
/// "" else.
std::string notAHeader(std::string_view firstLine, const std::vector<std::string>& header,
                       const std::string& file);

} // namespace skipscope::listening
