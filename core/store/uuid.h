#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skipscope::store {

/// A random UUID (version 4, RFC 9562), 36 characters in lower case.
std::string makeUuid();
/// `count` bytes from the system's random source. Throws core::Error where it fails.
std::string randomBytes(std::size_t count);
/// Whether a name from a database may enter a path: [0-9a-f-]{32,36}.
bool isSafeName(std::string_view name);

} // namespace skipscope::store
