// The learning program, started by the other two: trains what is queued in a workspace.

#include "app/learn/commands.h"
#include "core/error.h"

#include <boost/program_options/errors.hpp>

#include <csignal>
#include <iostream>
#include <new>

namespace {

using namespace skipscope;

constexpr const char* kUsage = "Usage: skipscope-learn COMMAND …\n\n"
                               "  work WORKSPACE        trains the runs queued in a workspace\n"
                               "  recommend WORKSPACE RUN --listener L\n"
                               "                        songs that a finished run would play next\n"
                               "  serve WORKSPACE       answers the window's questions about listeners\n\n"
                               "'skipscope-learn COMMAND --help' tells the options of one. Exit codes: 0 "
                               "done, 1 failed with one line on\n"
                               "stderr, 2 wrong usage.\n";

int run(const std::vector<std::string>& words) {
  if (words.empty())
    throw core::UsageError("A command is missing; 'skipscope-learn --help' lists them.");
  const std::vector<std::string> arguments(words.begin() + 1, words.end());
  if (words[0] == "--help" || words[0] == "-h") {
    std::cout << kUsage;
    return 0;
  }
  if (words[0] == "--version") {
    std::cout << "skipscope-learn " SKIPSCOPE_VERSION "\n";
    return 0;
  }
  if (words[0] == "work")
    return learn::workCommand(arguments);
  if (words[0] == "recommend")
    return learn::recommendCommand(arguments);
  if (words[0] == "serve")
    return learn::serveCommand(arguments);
  throw core::UsageError("There is no command '" + words[0] + "'; 'skipscope-learn --help' lists them.");
}

int fail(const std::string& sentence, int code) {
  std::cerr << "skipscope-learn: " << sentence << std::endl;
  return code;
}

} // namespace

int main(int count, char** words) {
  std::signal(SIGXFSZ, SIG_IGN); // a file-size limit is an error to be told, not a death
  try {
    return run({words + 1, words + count});
  } catch (const core::UsageError& error) {
    return fail(error.what(), 2);
  } catch (const boost::program_options::error& error) {
    return fail(std::string(error.what()) + "; --help tells the options.", 2);
  } catch (const std::bad_alloc&) {
    return fail("There is not enough memory: run fewer workers or smaller models.", 1);
  } catch (const std::exception& error) {
    return fail(error.what(), 1);
  }
}
