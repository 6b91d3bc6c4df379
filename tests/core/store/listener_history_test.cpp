#include "core/error.h"
#include "core/store/left_overs.h"
#include "core/store/listener_history.h"
#include "tests/core/store/store_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::store {
namespace {

using testing::HasSubstr;

TEST_F(StoreTest, HistoriesOfListenersAreThoseOfTheDatasetWithNames) {
  const Workspace workspace = open();
  const listening::ImportResult log = tinyLog();
  const listening::Dataset& dataset = log.dataset;
  ASSERT_EQ(listenerIds(workspace, log.summary.fingerprint), dataset.listenerIds);
  ASSERT_GT(dataset.listeners(), 1U);
  for (std::size_t listener = 0; listener < dataset.listeners(); ++listener) {
    const ListenerHistory history = readHistory(workspace, log.summary.fingerprint, listener);
    EXPECT_EQ(history.listener, dataset.listenerIds[listener]);
    EXPECT_EQ(history.orderedByPosition, dataset.orderedByPosition);
    const auto events = dataset.history(listener);
    ASSERT_EQ(history.events.size(), events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(history.events[i].event, events[i]);
      EXPECT_EQ(history.events[i].song, dataset.songIds[events[i].song]);
      EXPECT_EQ(history.events[i].title, dataset.titles[events[i].song]);
      EXPECT_EQ(history.events[i].artist, dataset.artists[events[i].song]);
      EXPECT_EQ(history.events[i].station, dataset.stationIds[events[i].station]);
    }
  }
}

TEST_F(StoreTest, AListenerTheDatasetDoesNotHaveIsRefused) {
  const Workspace workspace = open();
  const std::string fingerprint = tinyLog().summary.fingerprint;
  EXPECT_THROW(readHistory(workspace, fingerprint, 2), core::UsageError);
}

TEST_F(StoreTest, HistoriesOfADatasetFileGoneOrDamagedAreToldWithAWayOut) {
  const Workspace workspace = open();
  const std::string fingerprint = tinyLog().summary.fingerprint;
  const auto file = datasetPath(workspace.folder(), fingerprint);
  const std::string content = readFile(file);
  writeFile(file, content.substr(0, content.size() / 2));
  EXPECT_THAT(messageOf([&] { readHistory(workspace, fingerprint, 0); }), HasSubstr("damaged"));
  EXPECT_THAT(messageOf([&] { listenerIds(workspace, fingerprint); }), HasSubstr("damaged"));
  writeFile(file, "no database");
  EXPECT_THAT(messageOf([&] { readHistory(workspace, fingerprint, 0); }), HasSubstr("damaged"));
  std::filesystem::remove(file);
  EXPECT_THAT(messageOf([&] { readHistory(workspace, fingerprint, 0); }), HasSubstr("import the log again"));
  EXPECT_THAT(messageOf([&] { listenerIds(workspace, fingerprint); }), HasSubstr("gone"));
}

} // namespace
} // namespace skipscope::store
