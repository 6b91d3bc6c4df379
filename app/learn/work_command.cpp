#include "app/learn/commands.h"
#include "app/learn/interrupts.h"
#include "app/learn/worker_group.h"
#include "core/error.h"
#include "core/learning/worker.h"

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

namespace skipscope::learn {

namespace {

namespace po = boost::program_options;

struct WorkOptions {
  std::string workspace;
  int jobs = 1;
  bool untilEmpty = false;
  int checkpointSeconds = 20;
  int parent = 0; ///< process that started this worker as one of several; 0 = it works alone
};

void say(const std::string& sentence) {
  std::cerr << sentence + "\n" << std::flush;
}

/// One line that is written over on a terminal; elsewhere only sentences are told.
class Display {
public:
  core::Observer observer() {
    core::Observer observer;
    observer.note = [this](const std::string& sentence) {
      clear();
      say(sentence);
    };
    if (::isatty(STDERR_FILENO) != 0)
      observer.progress = [this](double share, const std::string& what) {
        clear();
        const std::string line = fmt::format("[{:3.0f} %] {}", 100 * share, what);
        m_width = line.size();
        std::cerr << line << std::flush;
      };
    return observer;
  }

private:
  void clear() {
    if (m_width > 0)
      std::cerr << '\r' << std::string(m_width, ' ') << '\r';
    m_width = 0;
  }
  std::size_t m_width = 0;
};

store::Workspace openToWork(const WorkOptions& options) {
  store::Workspace workspace = store::Workspace::open(options.workspace);
  if (workspace.readOnly())
    throw core::Error(fmt::format("The workspace {} is read-only for this user, so its runs cannot be "
                                  "computed; make it writable or work on a copy.",
                                  options.workspace));
  return workspace;
}

/// Has this process asked to stop when its parent dies, however that may be. False where it is dead already.
bool followParent(int parent) {
  return ::prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && ::getppid() == parent;
}

int workAlone(const WorkOptions& options) {
  std::stop_source stop;
  const Interrupts interrupts(
      [&stop] {
        say("Stopping; a run under way is saved first (once more to stop at once).");
        stop.request_stop();
      },
      [] {});
  if (options.parent != 0 && !followParent(options.parent))
    return 1;
  store::Workspace workspace = openToWork(options);
  Display display;
  learning::WorkerOptions worker;
  worker.untilEmpty = options.untilEmpty;
  worker.checkpointInterval = std::chrono::seconds(options.checkpointSeconds);
  worker.observer = display.observer();
  learning::work(workspace, worker, stop.get_token());
  return 0;
}

int workTogether(const WorkOptions& options) {
  openToWork(options); // one refusal rather than one a worker
  WorkerGroup group;
  const Interrupts interrupts([&group] { group.send(SIGTERM); }, [&group] { group.send(SIGKILL); });
  std::vector<std::string> arguments = {"work",
                                        options.workspace,
                                        "--checkpoint-seconds",
                                        std::to_string(options.checkpointSeconds),
                                        "--parent",
                                        std::to_string(::getpid())};
  if (options.untilEmpty)
    arguments.emplace_back("--until-empty");
  group.start(options.jobs, arguments);
  return group.wait() ? 0 : 1;
}

} // namespace

int workCommand(const std::vector<std::string>& arguments) {
  WorkOptions options;
  po::options_description shown("Options");
  shown.add_options()("help", "this text")(
      "jobs", po::value(&options.jobs)->default_value(options.jobs)->value_name("N"), "workers side by side")(
      "until-empty", po::bool_switch(&options.untilEmpty), "end when nothing is queued")(
      "checkpoint-seconds",
      po::value(&options.checkpointSeconds)->default_value(options.checkpointSeconds)->value_name("S"),
      "save the run under way at most this often");
  po::options_description all;
  all.add(shown).add_options()("workspace", po::value(&options.workspace))("parent",
                                                                           po::value(&options.parent));
  po::positional_options_description positions;
  positions.add("workspace", 1);
  po::variables_map values;
  po::store(po::command_line_parser(arguments).options(all).positional(positions).run(), values);
  if (values.count("help") > 0) {
    std::cout
        << "skipscope-learn work WORKSPACE [options]\n\nTrains the runs queued in a workspace. Ctrl-C once "
           "stops with everything saved, twice at once.\n\n"
        << shown;
    return 0;
  }
  po::notify(values);
  if (options.workspace.empty())
    throw core::UsageError("Name the workspace: skipscope-learn work WORKSPACE.");
  if (options.jobs < 1 || options.jobs > 1024)
    throw core::UsageError("--jobs is a number of workers from 1 to 1024.");
  if (options.checkpointSeconds < 0)
    throw core::UsageError("--checkpoint-seconds is a number of seconds, 0 or more.");
  return options.jobs == 1 ? workAlone(options) : workTogether(options);
}

} // namespace skipscope::learn
