#include "tests/core/store/store_fixture.h"

#include "core/error.h"

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace skipscope::store {

namespace fs = std::filesystem;
using listening::Event;
using listening::Feedback;

listening::ImportResult tinyLog(char variant) {
  listening::ImportResult log;
  log.dataset.listenerIds = {"7", "anna"};
  log.dataset.songIds = {"1", "2", "x"};
  log.dataset.titles = {"One", "", "Ünknown"};
  log.dataset.artists = {"A", "B", ""};
  log.dataset.stationIds = {"", "rock"};
  log.dataset.offsets = {0, 3, 5};
  log.dataset.events = {Event{1000, 0, 0, 30000, 180000, Feedback::Like},
                        Event{2000, 1, 1, listening::kUnknownMs, 0, Feedback::Dislike},
                        Event{2000, 2, 0, 0, listening::kUnknownMs, Feedback::Skip},
                        Event{-5, 2, 1, listening::kUnknownMs, listening::kUnknownMs, Feedback::Listen},
                        Event{4102444800000, 0, 1, 2147483647, 2147483647, Feedback::Like}};
  log.summary.fingerprint = std::string(32, variant);
  log.summary.format = "csv";
  log.summary.events = 6;
  log.summary.kept = 5;
  log.summary.listeners = 2;
  log.summary.songs = 3;
  log.summary.stations = 1;
  log.summary.likes = 2;
  log.summary.dislikes = 1;
  log.summary.skips = 1;
  log.summary.listens = 2;
  log.summary.duplicates = 1;
  log.summary.rejected = {{"unreadable time", 2}};
  log.summary.from = -5;
  log.summary.to = 4102444800000;
  log.summary.rules = {{"rating.like", "4"}};
  log.rejections = {{"unreadable time", 2, {{"log.csv", 3, "listener=7, time=yesterday"}}}};
  log.notes = {"Times carry no zone and were read as UTC."};
  return log;
}

std::vector<experiment::Configuration> configurations(int count) {
  std::vector<experiment::Configuration> made(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    made[static_cast<std::size_t>(i)].learningRate = 0.001 + 0.000001 * i;
  return made;
}

evaluation::Outcomes tinyOutcomes() {
  evaluation::Outcomes outcomes;
  evaluation::PairOutcome pair;
  pair.p = 1;
  pair.q = 2;
  pair.scoreP = 0.5F;
  outcomes.pairs = {pair};
  outcomes.coverage.assign(101, 2);
  return outcomes;
}

std::string readFile(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void writeFile(const fs::path& file, const std::string& content) {
  std::ofstream stream(file, std::ios::binary);
  stream << content;
}

std::vector<std::string> snapshot(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    files.push_back(entry.path().string() + "\n" + (entry.is_regular_file() ? readFile(entry.path()) : ""));
  std::sort(files.begin(), files.end());
  return files;
}

std::string messageOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

Child::Child(const std::function<void(const Tell& tell)>& body) {
  int ends[2];
  if (::pipe(ends) != 0)
    throw std::runtime_error("no pipe");
  m_process = ::fork();
  if (m_process == 0) {
    ::close(ends[0]);
    const Tell tell = [&](const std::string& line) {
      const std::string text = line + "\n";
      if (::write(ends[1], text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        ::_exit(1);
    };
    try {
      body(tell);
    } catch (const std::exception& error) {
      tell(error.what());
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  m_input = ends[0];
}

Child::~Child() {
  kill();
  ::close(m_input);
}

std::string Child::line() {
  std::string text;
  char letter = 0;
  for (;;) {
    const ssize_t count = ::read(m_input, &letter, 1);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0 || letter == '\n')
      return text;
    text += letter;
  }
}

std::vector<std::string> Child::lines() {
  std::vector<std::string> all;
  for (std::string next = line(); !next.empty(); next = line())
    all.push_back(next);
  return all;
}

void Child::kill() {
  if (m_process <= 0)
    return;
  ::kill(m_process, SIGKILL);
  while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
  }
  m_process = -1;
}

void becomeNobody() {
  constexpr unsigned kNobody = 65534;
  if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
    throw std::runtime_error("cannot become nobody");
}

StoreTest::StoreTest() {
  std::string name = (fs::temp_directory_path() / "skipscope-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("no temporary folder");
  m_root = name;
  fs::permissions(m_root, fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
  Workspace workspace = Workspace::create(folder());
  workspace.addDataset(tinyLog(), "tiny", {}, {});
}

StoreTest::~StoreTest() {
  std::error_code gone;
  for (const auto& entry : fs::recursive_directory_iterator(m_root, gone))
    if (entry.is_directory())
      fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add, gone);
  fs::remove_all(m_root, gone);
}

std::vector<std::string> StoreTest::launch(Workspace& workspace, int count) const {
  LaunchRequest request;
  request.experiment = "first";
  request.dataset = "tiny";
  request.configurations = configurations();
  for (int seed = 1; seed <= count; ++seed)
    request.seeds.push_back(static_cast<std::uint64_t>(seed));
  return RunStore(workspace).launch(request).added;
}

} // namespace skipscope::store
