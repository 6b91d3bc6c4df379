#include "core/store/uuid.h"

#include "core/error.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>

namespace skipscope::store {

std::string randomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  // Requests of up to 256 bytes are never cut short (getrandom(2)).
  if (count > 256 || ::getrandom(bytes.data(), count, 0) != static_cast<ssize_t>(count))
    throw core::Error("The system gives no random numbers: try again.");
  return bytes;
}

std::string makeUuid() {
  std::string bytes = randomBytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      text += '-';
    text += fmt::format("{:02x}", static_cast<unsigned char>(bytes[i]));
  }
  return text;
}

bool isSafeName(std::string_view name) {
  return name.size() >= 32 && name.size() <= 36 && std::all_of(name.begin(), name.end(), [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') || letter == '-';
         });
}

} // namespace skipscope::store
