#include "app/cli/command_line.h"

#include "app/cli/output.h"
#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace skipscope::cli {

namespace po = boost::program_options;

namespace {

std::string upperCase(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return word;
}

} // namespace

CommandLine::CommandLine(CommandHelp help) : m_help(std::move(help)), m_visible("Options", 100, 60) {}

void CommandLine::positional(const char* name, std::string* value) {
  m_hidden.add_options()(name, po::value(value)->required());
  m_positions.add(name, 1);
}

void CommandLine::positional(const char* name, std::vector<std::string>* values, bool required) {
  auto* semantic = po::value(values);
  m_hidden.add_options()(name, required ? semantic->required() : semantic);
  m_positions.add(name, -1);
}

bool CommandLine::parse(const Arguments& arguments) {
  m_visible.add_options()("help,h", "print this and exit");
  const auto hint = fmt::format("; see 'skipscope-cli {} --help'.", m_help.name);
  try {
    po::options_description all;
    all.add(m_visible).add(m_hidden);
    po::variables_map values;
    namespace style = po::command_line_style;
    po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(m_positions)
                  .style(style::unix_style & ~style::allow_guessing)
                  .run(),
              values);
    if (values.count("help") > 0) {
      printHelp();
      return false;
    }
    po::notify(values);
    return true;
  } catch (const po::unknown_option& error) {
    throw core::UsageError(fmt::format("There is no option '{}'{}", error.get_option_name(), hint));
  } catch (const po::required_option& error) {
    auto name = error.get_option_name();
    if (m_hidden.find_nothrow(name.substr(std::min<std::size_t>(2, name.size())), false) != nullptr)
      name = upperCase(name.substr(2));
    throw core::UsageError(fmt::format("{} is missing{}", name, hint));
  } catch (const po::too_many_positional_options_error&) {
    throw core::UsageError(
        fmt::format("Too many words: the usage is 'skipscope-cli {} {}'{}", m_help.name, m_help.usage, hint));
  } catch (const po::error& error) {
    std::string what = error.what();
    if (!what.empty())
      what[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(what[0])));
    throw core::UsageError(what + hint);
  }
}

void CommandLine::printHelp() const {
  std::ostringstream options;
  options << m_visible;
  print(fmt::format("Usage: skipscope-cli {} {}\n\n{}\n\n{}\nExample:\n{}\n", m_help.name, m_help.usage,
                    m_help.what, options.str(), m_help.example));
}

} // namespace skipscope::cli
