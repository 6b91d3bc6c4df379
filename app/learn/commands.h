#pragma once

#include <string>
#include <vector>

namespace skipscope::learn {

/// `work WORKSPACE [options]`, `recommend WORKSPACE RUN …` and `serve WORKSPACE`, without the command's own
/// word. Each returns the exit code, and throws core::Error, core::UsageError or an exception of
/// Boost.Program_options.
int workCommand(const std::vector<std::string>& arguments);
int recommendCommand(const std::vector<std::string>& arguments);
int serveCommand(const std::vector<std::string>& arguments);

} // namespace skipscope::learn
