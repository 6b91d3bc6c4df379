// Workspaces that cannot be used: every command refuses with one sentence and changes nothing.

#include "core/store/database.h"
#include "core/store/workspace.h"
#include "tests/app/cli/cli_test.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace skipscope::tests {
namespace {

namespace fs = std::filesystem;

class BadWorkspace : public CliTest {
protected:
  static std::vector<Words> readers(const std::string& workspace) {
    return {{"datasets", workspace},
            {"coverage", workspace, "log"},
            {"runs", workspace},
            {"check", workspace},
            {"launch", workspace, "--dataset", "log", "--estimate"},
            {"queue", workspace}};
  }
  std::vector<Words> writers(const std::string& workspace) const {
    return {{"import", workspace, path("other.csv")},
            {"launch", workspace, "--dataset", "log"},
            {"cancel", workspace, "1234"},
            {"resume", workspace, "1234"},
            {"retry", workspace, "1234"},
            {"delete", workspace, "1234"},
            {"restore", workspace, "1234"},
            {"tag", workspace, "1234", "--add", "x"},
            {"note", workspace, "1234", "--text", "x"},
            {"clean", workspace},
            {"queue", workspace, "--pause"}};
  }
  void refuseAll(const std::vector<Words>& commands, const std::string& workspace, const std::string& word,
                 const ChildProcess::Conditions& conditions = {}) {
    const auto before = snapshot(workspace);
    for (const auto& words : commands)
      refused(words, 1, word, conditions);
    EXPECT_EQ(snapshot(workspace), before);
  }
  void refuseEverything(const std::string& workspace, const std::string& word) {
    write("other.csv", sampleLog(5));
    refuseAll(readers(workspace), workspace, word);
    refuseAll(writers(workspace), workspace, word);
    refuseAll({{"show", workspace, "1234"}, {"export", workspace, "-o", path("out")}}, workspace, word);
    EXPECT_FALSE(fs::exists(path("out")));
  }
};

TEST_F(BadWorkspace, aMissingOneIsNotMade) {
  const auto folder = path("missing.skipscope");
  auto commands = writers(folder);
  commands.erase(commands.begin()); // import makes it
  refuseAll(commands, folder, "missing.skipscope");
  refuseAll(readers(folder), folder, "missing.skipscope");
  EXPECT_FALSE(fs::exists(folder));
}

TEST_F(BadWorkspace, anOrdinaryFolder) {
  fs::create_directory(path("photos"));
  write("photos/holiday.txt", "sun");
  refuseEverything(path("photos"), "photos");
  fs::create_directory(path("empty"));
  refuseEverything(path("empty"), "does not exist yet");
}

TEST_F(BadWorkspace, aFileInItsPlace) {
  const auto file = write("w.skipscope", "not a folder");
  write("other.csv", sampleLog(5));
  for (const auto& commands : {readers(file), writers(file)})
    for (const auto& words : commands)
      refused(words, 1, "w.skipscope");
}

TEST_F(BadWorkspace, aDatabaseOfZeros) {
  fs::create_directory(path("w.skipscope"));
  write("w.skipscope/workspace.db", std::string(8192, '\0'));
  write("w.skipscope/workspace.lock", "");
  refuseEverything(path("w.skipscope"), "w.skipscope");
}

TEST_F(BadWorkspace, aNewerVersion) {
  const auto folder = workspaceWithLog();
  store::Workspace::open(folder).database().exec("PRAGMA user_version = 99");
  refuseEverything(folder, "newer version");
}

TEST_F(BadWorkspace, openElsewhereWhileItMustBeMigrated) {
  const auto folder = workspaceWithLog();
  store::Workspace::open(folder).database().exec("PRAGMA user_version = 0");
  // Not a Workspace of this process: reading its files for the comparison would drop SQLite's locks on them.
  const int elsewhere = ::open((folder + "/workspace.lock").c_str(), O_RDONLY);
  ASSERT_EQ(::flock(elsewhere, LOCK_SH), 0);
  refuseEverything(folder, "open");
  ::close(elsewhere);
}

TEST_F(BadWorkspace, readOnlyForThisUser) {
  const auto folder = workspaceWithLog();
  write("other.csv", sampleLog(5));
  // Nobody must be able to run the program, wherever it was built.
  fs::copy_file(program("skipscope-cli"), path("skipscope-cli"));
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    fs::permissions(entry.path(), fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write,
                    fs::perm_options::remove);
  fs::permissions(folder, fs::perms(0555));
  ChildProcess::Conditions unprivileged;
  unprivileged.unprivileged = true;
  const auto before = snapshot(folder);
  for (auto words : writers(folder)) {
    words.insert(words.begin(), path("skipscope-cli"));
    const auto ended = ChildProcess(words, unprivileged).wait();
    EXPECT_EQ(ended.code, 1) << words.at(1) << ended.out;
    EXPECT_NE(ended.err.find("read-only"), std::string::npos) << words.at(1) << ": " << ended.err;
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  }
  for (auto words : readers(folder)) {
    words.insert(words.begin(), path("skipscope-cli"));
    const auto ended = ChildProcess(words, unprivileged).wait();
    EXPECT_EQ(ended.code, 0) << words.at(1) << ": " << ended.err;
  }
  EXPECT_EQ(snapshot(folder), before);
}

TEST_F(BadWorkspace, aFolderThatCannotBeEntered) {
  const auto folder = workspaceWithLog();
  fs::copy_file(program("skipscope-cli"), path("skipscope-cli"));
  fs::permissions(folder, fs::perms(0600));
  ChildProcess::Conditions unprivileged;
  unprivileged.unprivileged = true;
  for (const Words& words : {Words{"runs", folder}, Words{"import", folder, path("log.csv")}}) {
    Words all = {path("skipscope-cli")};
    all.insert(all.end(), words.begin(), words.end());
    const auto ended = ChildProcess(all, unprivileged).wait();
    EXPECT_EQ(ended.code, 1) << ended.out;
    EXPECT_NE(ended.err.find("permission"), std::string::npos) << ended.err;
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  }
  fs::permissions(folder, fs::perms(0755)); // so that it can be removed
}

TEST_F(BadWorkspace, aReadOnlyOneIsNotWorkedIn) {
  const auto folder = workspaceWithLog();
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    fs::permissions(entry.path(), fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write,
                    fs::perm_options::remove);
  fs::permissions(folder, fs::perms(0555));
  fs::copy_file(program("skipscope-learn"), path("skipscope-learn"));
  ChildProcess::Conditions unprivileged;
  unprivileged.unprivileged = true;
  for (const char* jobs : {"1", "2"}) {
    const auto ended =
        ChildProcess({path("skipscope-learn"), "work", folder, "--until-empty", "--jobs", jobs}, unprivileged)
            .wait();
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("is read-only"), std::string::npos) << ended.err;
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  }
}

TEST_F(BadWorkspace, aFullDiskCanBeReadFrom) {
  const auto folder = workspaceWithLog();
  ChildProcess::Conditions full;
  full.largestFile = 16'000; // SQLite wants 32 KB beside what it reads
  for (const Words& words : {Words{"runs", folder}, Words{"datasets", folder}, Words{"check", folder}}) {
    const auto ended = cli(words, full);
    EXPECT_EQ(ended.code, 0) << words.at(0) << ": " << ended.err;
    EXPECT_EQ(ended.out, done(words)) << words.at(0);
  }
}

TEST_F(BadWorkspace, aFullDiskWhileImporting) {
  const auto folder = workspaceWithLog();
  const auto log = write("big.csv", sampleLog(2000));
  ChildProcess::Conditions full;
  full.largestFile = 100'000;
  refuseAll({{"import", folder, log}}, folder, "full", full);
  refused({"import", path("new.skipscope"), log}, 1, "full", full);
  EXPECT_FALSE(fs::exists(path("new.skipscope")));
}

TEST_F(BadWorkspace, aFullDiskWhileLaunching) {
  const auto folder = workspaceWithLog();
  ChildProcess::Conditions full;
  full.largestFile = 60'000;
  refused({"launch", folder, "--dataset", "log", "--seeds", "1..500"}, 1, "full", full);
  EXPECT_EQ(doneJson({"runs", folder, "--json"}), nlohmann::json::array());
  EXPECT_EQ(done({"check", folder}), "No problems found.\n");
}

} // namespace
} // namespace skipscope::tests
