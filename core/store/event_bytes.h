#pragma once

#include "core/listening/dataset.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::store {

/// Events of one listener as bytes: per event the kind, then as variable-length numbers (LEB128) the step in
/// time since the event before, song, station, played ms and duration ms (both plus one, 0 = unknown).
std::string packEvents(std::span<const listening::Event> events);

/// Appends what packEvents() packed. Returns false where the bytes are cut or an index is out of range.
bool unpackEvents(std::string_view bytes, std::size_t songs, std::size_t stations,
                  std::vector<listening::Event>& events);

} // namespace skipscope::store
