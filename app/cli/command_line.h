#pragma once

#include "app/cli/commands.h"

#include <boost/program_options.hpp>

#include <string>

namespace skipscope::cli {

/// The words of one command's --help.
struct CommandHelp {
  std::string name;    ///< "import"
  std::string usage;   ///< what follows the name: "WORKSPACE LOG… [options]"
  std::string what;    ///< a sentence or two
  std::string example; ///< whole lines, as typed
};

/// The options of one command: bound straight to variables, told by --help, checked by parse().
class CommandLine {
public:
  explicit CommandLine(CommandHelp help);

  /// ("name,n", value(&variable), "what it does") …
  boost::program_options::options_description_easy_init options() { return m_visible.add_options(); }
  /// A word without a dash; `most` of them, -1 = all that follow. At least one is required.
  void positional(const char* name, std::string* value);
  void positional(const char* name, std::vector<std::string>* values, bool required = true);

  /// False when --help was asked: it is printed, and there is nothing more to do.
  /// Throws core::UsageError with one sentence that names the option.
  bool parse(const Arguments& arguments);

private:
  void printHelp() const;

  CommandHelp m_help;
  boost::program_options::options_description m_visible;
  boost::program_options::options_description m_hidden;
  boost::program_options::positional_options_description m_positions;
};

} // namespace skipscope::cli
