// work, recommend and serve: this program is replaced by skipscope-learn, which has LibTorch (same process
// id).

#include "app/cli/command_line.h"
#include "core/error.h"
#include "core/store/worker_process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace skipscope::cli {

namespace {

[[noreturn]] void becomeLearningProgram(Arguments words) {
  const std::string program = store::siblingProgram("skipscope-learn").string();
  words.insert(words.begin(), program);
  std::vector<char*> pointers;
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(program.c_str(), pointers.data());
  throw core::Error(
      fmt::format("{} cannot be started: {}.", program, std::generic_category().message(errno)));
}

} // namespace

int workCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder;
  int jobs = 1;
  bool untilEmpty = false;
  CommandLine line(
      {"work", "WORKSPACE [options]",
       "Computes queued runs, one at a time a worker, until Ctrl-C (which saves them) or until the queue\n"
       "is empty. This program is replaced by skipscope-learn.",
       "  skipscope-cli work radio.skipscope --jobs 2 --until-empty"});
  line.positional("workspace", &folder);
  line.options()("jobs", po::value(&jobs)->default_value(jobs)->value_name("N"), "workers side by side")(
      "until-empty", po::bool_switch(&untilEmpty), "end when nothing is queued");
  if (!line.parse(arguments))
    return 0;
  if (jobs < 1)
    throw core::UsageError("--jobs is at least 1.");
  Arguments words = {"work", folder, "--jobs", std::to_string(jobs)};
  if (untilEmpty)
    words.emplace_back("--until-empty");
  becomeLearningProgram(words);
}

int recommendCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder, run, listener;
  int top = 10;
  bool json = false;
  CommandLine line(
      {"recommend", "WORKSPACE RUN --listener L [options]",
       "The songs that a finished run would play next for a listener. This program is replaced by\n"
       "skipscope-learn.",
       "  skipscope-cli recommend radio.skipscope 3f2a --listener 17 --top 5"});
  line.positional("workspace", &folder);
  line.positional("run", &run);
  line.options()("listener", po::value(&listener)->required()->value_name("L"), "id in the log")(
      "top", po::value(&top)->default_value(top)->value_name("K"),
      "number of songs")("json", po::bool_switch(&json),
                         "{listener, run, items: [{rank, song, title, artist, score, played_before}]}");
  if (!line.parse(arguments))
    return 0;
  if (top < 1)
    throw core::UsageError("--top is at least 1.");
  Arguments words = {"recommend", folder, run, "--listener", listener, "--top", std::to_string(top)};
  if (json)
    words.emplace_back("--json");
  becomeLearningProgram(words);
}

int serveCommand(const Arguments& arguments) {
  std::string folder;
  CommandLine line(
      {"serve", "WORKSPACE",
       "Answers requests about listeners, one JSON document a line on standard input, one answer a line on\n"
       "standard output, until the input ends. The window's Listeners page asks it. This program is "
       "replaced\n"
       "by skipscope-learn.",
       "  echo '{\"id\": 1, \"kind\": \"recommend\", \"run\": \"3f2a\", \"listener\": \"17\"}' |\n"
       "      skipscope-cli serve radio.skipscope"});
  line.positional("workspace", &folder);
  if (!line.parse(arguments))
    return 0;
  becomeLearningProgram({"serve", folder});
}

} // namespace skipscope::cli
