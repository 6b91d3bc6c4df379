#include "app/cli/output.h"

#include "core/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <iostream>
#include <system_error>

namespace skipscope::cli {

namespace {

[[noreturn]] void throwOutputError() {
  throw core::Error(fmt::format("Standard output cannot be written: {}.",
                                std::generic_category().message(errno == 0 ? EIO : errno)));
}

} // namespace

void print(std::string_view text) {
  errno = 0;
  if (!std::cout.write(text.data(), static_cast<std::streamsize>(text.size())))
    throwOutputError();
}

void flushOutput() {
  errno = 0;
  if (!std::cout.flush())
    throwOutputError();
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    shown += code < 0x20 || code == 0x7f ? ' ' : letter;
  }
  return shown;
}

std::string grouped(std::int64_t number) {
  const std::string digits = std::to_string(number);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0)
      text += ',';
    text += digits[i];
  }
  return text;
}

std::string counted(std::int64_t number, std::string_view what) {
  return fmt::format("{} {}{}", grouped(number), what, number == 1 ? "" : "s");
}

std::string significant(double value, int digits) {
  return fmt::format("{:.{}g}", value, digits);
}

std::string durationText(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60)
    return fmt::format("{} s", whole);
  if (whole < 3600)
    return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

} // namespace skipscope::cli
