#include "core/error.h"
#include "core/store/dataset_file.h"
#include "core/store/event_bytes.h"
#include "core/store/file_lock.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>

#include <limits>

namespace skipscope::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(StoreTest, DatasetComesBackAsItWasStored) {
  const Workspace workspace = open();
  const listening::ImportResult log = tinyLog();
  const listening::Dataset dataset = workspace.loadDataset(log.summary.fingerprint);
  EXPECT_EQ(dataset.listenerIds, log.dataset.listenerIds);
  EXPECT_EQ(dataset.songIds, log.dataset.songIds);
  EXPECT_EQ(dataset.titles, log.dataset.titles);
  EXPECT_EQ(dataset.artists, log.dataset.artists);
  EXPECT_EQ(dataset.stationIds, log.dataset.stationIds);
  EXPECT_EQ(dataset.offsets, log.dataset.offsets);
  EXPECT_EQ(dataset.events, log.dataset.events);
  EXPECT_FALSE(dataset.orderedByPosition);

  const DatasetEntry entry = workspace.dataset("tiny");
  EXPECT_EQ(entry.summary.name, "tiny");
  EXPECT_EQ(entry.summary.fingerprint, log.summary.fingerprint);
  EXPECT_EQ(entry.summary.format, "csv");
  EXPECT_EQ(entry.summary.events, 6);
  EXPECT_EQ(entry.summary.kept, 5);
  EXPECT_EQ(entry.summary.listeners, 2);
  EXPECT_EQ(entry.summary.songs, 3);
  EXPECT_EQ(entry.summary.stations, 1);
  EXPECT_EQ(entry.summary.likes, 2);
  EXPECT_EQ(entry.summary.dislikes, 1);
  EXPECT_EQ(entry.summary.skips, 1);
  EXPECT_EQ(entry.summary.listens, 2);
  EXPECT_EQ(entry.summary.duplicates, 1);
  EXPECT_EQ(entry.summary.rejected, log.summary.rejected);
  EXPECT_EQ(entry.summary.from, log.summary.from);
  EXPECT_EQ(entry.summary.to, log.summary.to);
  EXPECT_EQ(entry.summary.rules, log.summary.rules);
  ASSERT_EQ(entry.rejections.size(), 1U);
  EXPECT_EQ(entry.rejections[0].reason, "unreadable time");
  EXPECT_EQ(entry.rejections[0].rows, 2);
  ASSERT_EQ(entry.rejections[0].examples.size(), 1U);
  EXPECT_EQ(entry.rejections[0].examples[0].file, "log.csv");
  EXPECT_EQ(entry.rejections[0].examples[0].line, 3);
  EXPECT_EQ(entry.rejections[0].examples[0].fields, "listener=7, time=yesterday");
  EXPECT_EQ(entry.notes, log.notes);
  EXPECT_GT(entry.createdMs, 0);
}

TEST_F(StoreTest, LogOrderedByPositionHasNoTimes) {
  Workspace workspace = open();
  listening::ImportResult log = tinyLog('b');
  log.dataset.orderedByPosition = log.summary.orderedByPosition = true;
  log.summary.from.reset();
  log.summary.to.reset();
  const DatasetEntry entry = workspace.addDataset(log, "positions", {}, {});
  EXPECT_TRUE(entry.summary.orderedByPosition);
  EXPECT_FALSE(entry.summary.from);
  EXPECT_FALSE(entry.summary.to);
  EXPECT_TRUE(workspace.loadDataset(entry.summary.fingerprint).orderedByPosition);
}

TEST_F(StoreTest, SameLogIsStoredOnceAndNamesAreMadeUnique) {
  Workspace workspace = open();
  const std::int64_t stamp = workspace.stamp();
  EXPECT_EQ(workspace.addDataset(tinyLog(), "again", {}, {}).summary.name, "tiny");
  EXPECT_EQ(workspace.stamp(), stamp);
  EXPECT_EQ(workspace.addDataset(tinyLog('b'), "tiny", {}, {}).summary.name, "tiny 2");
  EXPECT_EQ(workspace.addDataset(tinyLog('c'), "tiny", {}, {}).summary.name, "tiny 3");
  EXPECT_EQ(workspace.addDataset(tinyLog('d'), "", {}, {}).summary.name, "log");
  EXPECT_EQ(workspace.addDataset(tinyLog('e'), "", {}, {}).summary.name, "log 2");
  std::vector<std::string> names;
  for (const DatasetEntry& entry : workspace.datasets())
    names.push_back(entry.summary.name);
  EXPECT_THAT(names, ElementsAre("tiny", "tiny 2", "tiny 3", "log", "log 2"));
}

TEST_F(StoreTest, DatasetIsFoundByNameOrFingerprintPrefix) {
  Workspace workspace = open();
  listening::ImportResult log = tinyLog();
  log.summary.fingerprint = "aa" + std::string(30, '0');
  workspace.addDataset(log, "second", {}, {});
  EXPECT_EQ(workspace.dataset("aa0").summary.name, "second");
  EXPECT_EQ(workspace.dataset(std::string(32, 'a')).summary.name, "tiny");
  EXPECT_THROW(workspace.dataset("aa"), core::UsageError);
  EXPECT_THROW(workspace.dataset(""), core::UsageError);
  EXPECT_THAT(messageOf([&] { workspace.dataset("nope"); }), HasSubstr("\"tiny\", \"second\""));
  EXPECT_THAT(messageOf([&] { Workspace::create(root() / "empty").dataset("nope"); }),
              HasSubstr("import a log first"));
}

TEST_F(StoreTest, StoppedImportLeavesNothing) {
  Workspace workspace = open();
  const auto before = snapshot(folder() / "datasets");
  const std::int64_t stamp = workspace.stamp();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(workspace.addDataset(tinyLog('b'), "b", stop.get_token(), {}), core::Stopped);
  EXPECT_EQ(snapshot(folder() / "datasets"), before);
  EXPECT_EQ(workspace.stamp(), stamp);
}

TEST_F(StoreTest, LeftOverPartsGoAtTheNextOpenButNotThoseBeingWritten) {
  const fs::path leftOver = folder() / "datasets" / (std::string(32, 'b') + ".db.part");
  const fs::path written = folder() / "datasets" / (std::string(32, 'c') + ".db.part");
  writeFile(leftOver, "half");
  const FileLock lock = FileLock::makeExclusive(written);
  {
    const Workspace reader = open(Access::ReadOnly);
    EXPECT_TRUE(fs::exists(leftOver)); // a reader changes nothing
  }
  const Workspace workspace = open();
  EXPECT_FALSE(fs::exists(leftOver));
  EXPECT_TRUE(fs::exists(written));
}

TEST_F(StoreTest, MissingDatasetFileIsToldAndComesBackWithTheLog) {
  Workspace workspace = open();
  const fs::path file = folder() / "datasets" / (std::string(32, 'a') + ".db");
  fs::remove(file);
  EXPECT_THAT(messageOf([&] { workspace.loadDataset(std::string(32, 'a')); }),
              HasSubstr("is gone: import the log again"));
  EXPECT_EQ(workspace.addDataset(tinyLog(), "", {}, {}).summary.name, "tiny");
  EXPECT_EQ(workspace.loadDataset(std::string(32, 'a')).events, tinyLog().dataset.events);
  EXPECT_EQ(workspace.datasets().size(), 1U);
}

TEST_F(StoreTest, DamagedDatasetFilesAreToldWhateverIsWrong) {
  const Workspace workspace = open();
  const fs::path file = folder() / "datasets" / (std::string(32, 'a') + ".db");
  const std::string sound = readFile(file);
  fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
  const std::size_t name = sound.find("anna");
  ASSERT_NE(name, std::string::npos);
  std::string flipped = sound;
  flipped[name] = 'A';
  const std::vector<std::string> damaged = {"", std::string(sound.size(), '\0'),
                                            sound.substr(0, sound.size() / 2), flipped,
                                            "listener,song,time\n1,2,3\n"};
  for (const std::string& content : damaged) {
    writeFile(file, content);
    EXPECT_THAT(messageOf([&] { workspace.loadDataset(std::string(32, 'a')); }), HasSubstr("is damaged"))
        << content.size();
  }
  writeFile(file, sound);
  EXPECT_EQ(workspace.loadDataset(std::string(32, 'a')).listeners(), 2U);
}

TEST_F(StoreTest, DamagedDatasetFileComesBackWithTheLog) {
  Workspace workspace = open();
  const fs::path file = folder() / "datasets" / (std::string(32, 'a') + ".db");
  EXPECT_FALSE(workspace.addDataset(tinyLog(), "", {}, {}).restored);
  const std::string sound = readFile(file);
  fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
  writeFile(file, sound.substr(0, sound.size() / 2));
  EXPECT_TRUE(workspace.addDataset(tinyLog(), "", {}, {}).restored);
  EXPECT_EQ(workspace.loadDataset(std::string(32, 'a')).events, tinyLog().dataset.events);
  EXPECT_EQ(workspace.datasets().size(), 1U);
}

TEST_F(StoreTest, NoByteOfADatasetFileCanChangeUnnoticed) {
  const Workspace workspace = open();
  const fs::path file = folder() / "datasets" / (std::string(32, 'a') + ".db");
  const std::string sound = readFile(file);
  const listening::ImportResult log = tinyLog();
  int noticed = 0;
  for (std::size_t i = 0; i < sound.size(); i += 101) {
    std::string content = sound;
    content[i] = static_cast<char>(content[i] ^ 0x55);
    writeFile(file, content);
    try {
      const listening::Dataset dataset = workspace.loadDataset(std::string(32, 'a'));
      EXPECT_EQ(dataset.events, log.dataset.events) << i;
      EXPECT_EQ(dataset.listenerIds, log.dataset.listenerIds) << i;
      EXPECT_EQ(dataset.titles, log.dataset.titles) << i;
    } catch (const core::Error&) {
      ++noticed;
    }
  }
  EXPECT_GT(noticed, 5);
}

TEST(EventBytes, KeepExtremes) {
  using listening::Event;
  const std::vector<Event> events = {
      {std::numeric_limits<std::int64_t>::max(), 4294967294U, 9, 0, 2147483647, listening::Feedback::Listen},
      {std::numeric_limits<std::int64_t>::min(), 0, 0, -1, -1, listening::Feedback::Like},
      {0, 1, 1, 2147483647, 0, listening::Feedback::Skip}};
  std::vector<Event> back;
  EXPECT_TRUE(unpackEvents(packEvents(events), 4294967295U, 10, back));
  EXPECT_EQ(back, events);
}

TEST(EventBytes, CutOrForeignBytesAreRefused) {
  const std::string bytes = packEvents(tinyLog().dataset.events);
  std::vector<listening::Event> events;
  EXPECT_FALSE(unpackEvents(bytes.substr(0, bytes.size() - 1), 3, 2, events));
  EXPECT_FALSE(unpackEvents(bytes, 2, 2, events)) << "a song out of range";
  EXPECT_FALSE(unpackEvents(bytes, 3, 1, events)) << "a station out of range";
  EXPECT_FALSE(unpackEvents("\x04", 3, 2, events)) << "a kind that does not exist";
  EXPECT_FALSE(unpackEvents(std::string(20, '\xFF'), 3, 2, events)) << "a number without an end";
}

} // namespace
} // namespace skipscope::store
