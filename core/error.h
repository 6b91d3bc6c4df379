#pragma once

#include <stdexcept>
#include <string>

namespace skipscope::core {

/// A fault told to the user: one sentence with what happened, which file or row, and the way out.
class Error : public std::runtime_error {
public:
  explicit Error(const std::string& sentence) : std::runtime_error(sentence) {}
};

/// A wrong request (unknown key, value out of range, unknown id): the programs exit with 2 instead of 1.
class UsageError : public Error {
public:
  using Error::Error;
};

/// Thrown where a std::stop_token asked long work to end; nothing was changed.
class Stopped : public Error {
public:
  Stopped() : Error("Stopped on request; nothing was changed.") {}
};

} // namespace skipscope::core
