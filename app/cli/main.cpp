// The headless program: finds the command, runs it, turns what it throws into one line and an exit code.

#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <new>

namespace {

using namespace skipscope;

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

/// A standard stream closed by the caller would give its number to the next file opened, and a message would
/// then be written into a database: closed ones are taken by /dev/null, the wrong way round, so that using
/// them fails.
void keepStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) == -1)
      ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

std::string overview() {
  std::string text =
      "Usage: skipscope-cli COMMAND …\n\n"
      "Which feedback should a next-song recommender learn from? Loads listening logs into a "
      "workspace,\nlaunches training runs and reports accuracy and user coverage.\n\nCommands:\n";
  for (const auto& command : cli::commands())
    text += fmt::format("  {:<10} {}\n", command.name, command.summary);
  text += "\n'skipscope-cli COMMAND --help' tells the options of one. Exit codes: 0 done, 1 failed with one "
          "line on\n"
          "stderr, 2 wrong usage.\n\nExample:\n"
          "  skipscope-cli simulate -o radio.csv\n"
          "  skipscope-cli import radio.skipscope radio.csv\n"
          "  skipscope-cli launch radio.skipscope --dataset radio --sweep inputs=like/like,skip --wait\n"
          "  skipscope-cli runs radio.skipscope\n";
  return text;
}

int runCommand(const std::vector<std::string>& words) {
  if (words.empty())
    throw core::UsageError("A command is missing; 'skipscope-cli --help' lists them.");
  if (words[0] == "--help" || words[0] == "-h") {
    cli::print(overview());
    return 0;
  }
  if (words[0] == "--version") {
    cli::print(fmt::format("skipscope-cli {}\n", SKIPSCOPE_VERSION));
    return 0;
  }
  const auto& table = cli::commands();
  const auto command =
      std::find_if(table.begin(), table.end(), [&](const auto& each) { return words[0] == each.name; });
  if (command == table.end())
    throw core::UsageError(
        fmt::format("There is no command '{}'; 'skipscope-cli --help' lists them.", words[0]));
  return command->run({words.begin() + 1, words.end()});
}

int fail(std::string_view sentence, int code) {
  std::cerr << "skipscope-cli: " << cli::printable(sentence) << std::endl;
  return code;
}

} // namespace

int main(int count, char** words) {
  keepStandardStreams();
  std::ios::sync_with_stdio(false);
  ::signal(SIGPIPE, SIG_DFL); // a reader that leaves early ends us quietly, as with every Unix tool
  ::signal(SIGXFSZ, SIG_IGN); // a file-size limit is an error to be told, not a death
  try {
    const int code = runCommand({words + 1, words + count});
    cli::flushOutput();
    return code;
  } catch (const core::UsageError& error) {
    return fail(error.what(), kWrongUsage);
  } catch (const std::bad_alloc&) {
    return fail("There is not enough memory for this; try a smaller log or close other programs.", kFailed);
  } catch (const std::exception& error) {
    return fail(error.what(), kFailed);
  }
}
