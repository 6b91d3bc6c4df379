#include "tests/app/cli/cli_test.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <system_error>

namespace skipscope::tests {

namespace fs = std::filesystem;

std::string program(const std::string& name) {
  return std::string(SKIPSCOPE_BIN_DIR) + "/" + name;
}

std::map<std::string, std::string> filesOf(const fs::path& folder) {
  std::map<std::string, std::string> files;
  if (fs::exists(folder))
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      std::ifstream stream(entry.path(), std::ios::binary);
      if (entry.is_regular_file())
        files[fs::relative(entry.path(), folder).string()] = {std::istreambuf_iterator<char>(stream), {}};
    }
  return files;
}

std::map<std::string, std::string> snapshot(const fs::path& folder) {
  std::map<std::string, std::string> seen;
  for (const auto& [file, content] : filesOf(folder)) {
    // SQLite's shared memory and an empty log say only that somebody has looked.
    if (file.ends_with("-shm") || (file.ends_with("-wal") && content.empty()))
      continue;
    seen[file] = fmt::format("{} bytes, {:x}", content.size(), std::hash<std::string>()(content));
  }
  return seen;
}

void waitUntil(const std::function<bool()>& holds) {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  for (int look = 0; look < 3000; ++look)
    if (never.wait_for(lock, std::chrono::milliseconds(20), holds))
      return;
  FAIL() << "The awaited did not come within a minute.";
}

CliTest::CliTest() {
  std::string name = (fs::temp_directory_path() / "skipscope-cli-XXXXXX").string();
  m_folder = ::mkdtemp(name.data());
  fs::permissions(m_folder, fs::perms::all); // tests run programs as nobody, too
}

CliTest::~CliTest() {
  std::error_code fault;
  for (const auto& entry : fs::recursive_directory_iterator(m_folder, fault))
    if (entry.is_directory(fault))
      fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add, fault);
  // A detached worker may still be putting its things away.
  waitUntil([&] {
    fs::remove_all(m_folder, fault);
    return !fault;
  });
}

std::string CliTest::write(const std::string& name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

std::string CliTest::sampleLog(int listeners) {
  const char* feedback[] = {"like", "skip", "like", "dislike", "listen"};
  std::string log = "user_id,song_id,time,station,feedback\n";
  for (int listener = 0; listener < listeners; ++listener)
    for (int event = 0; event < 20; ++event)
      log += fmt::format("u{},s{},{},{},{}\n", listener, (listener * 7 + event * 3) % 60,
                         1'700'000'000 + listener * 11 + event * 600, listener % 2 == 0 ? "jazz" : "folk",
                         feedback[(listener + event) % 5]);
  return log;
}

std::string CliTest::workspaceWithLog() const {
  const auto log = write("log.csv", sampleLog());
  done({"import", path("w.skipscope"), log});
  return path("w.skipscope");
}

Ended CliTest::cli(const Words& words, const ChildProcess::Conditions& conditions) {
  Words all = {program("skipscope-cli")};
  all.insert(all.end(), words.begin(), words.end());
  return ChildProcess(all, conditions).wait();
}

std::string CliTest::done(const Words& words) {
  const auto ended = cli(words);
  EXPECT_EQ(ended.code, 0) << words.at(0) << ": " << ended.err;
  return ended.out;
}

nlohmann::json CliTest::doneJson(const Words& words) {
  const auto document = nlohmann::json::parse(done(words), nullptr, false);
  EXPECT_FALSE(document.is_discarded()) << words.at(0) << " did not print one JSON document";
  return document;
}

void CliTest::refused(const Words& words, int code, const std::string& word,
                      const ChildProcess::Conditions& conditions) {
  const auto ended = cli(words, conditions);
  EXPECT_EQ(ended.code, code) << words.at(0) << ": " << ended.err << ended.out;
  EXPECT_EQ(ended.signal, 0);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_NE(ended.err.find(word), std::string::npos) << "'" << word << "' is not in: " << ended.err;
  EXPECT_TRUE(ended.err.starts_with("skipscope-")) << ended.err;
}

} // namespace skipscope::tests
