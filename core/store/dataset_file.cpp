#include "core/store/dataset_file.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/store/event_bytes.h"
#include "core/store/files.h"
#include "core/store/schema.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

namespace skipscope::store {

namespace {

constexpr int kFileVersion = 1;
constexpr std::size_t kListenersPerReport = 1024;

// The file is written once, synced as a whole and then renamed: no journal is needed.
const char* const kTables = R"sql(
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
BEGIN;
CREATE TABLE about (ordered_by_position INTEGER NOT NULL, events INTEGER NOT NULL, checksum TEXT NOT NULL) STRICT;
CREATE TABLE songs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, artist TEXT NOT NULL) STRICT;
CREATE TABLE stations (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE listeners (id INTEGER PRIMARY KEY, name TEXT NOT NULL, events BLOB NOT NULL) STRICT;
)sql";

/// XXH3-128 over all names and blobs, each with its length.
class Checksum {
public:
  Checksum() : m_state(XXH3_createState(), &XXH3_freeState) { XXH3_128bits_reset(m_state.get()); }
  void add(std::string_view bytes) {
    const std::string length = fmt::format("{}:", bytes.size());
    XXH3_128bits_update(m_state.get(), length.data(), length.size());
    XXH3_128bits_update(m_state.get(), bytes.data(), bytes.size());
  }
  std::string text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(m_state.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

private:
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> m_state;
};

std::int64_t id(std::size_t index) {
  return static_cast<std::int64_t>(index);
}

void writeTables(Database& database, const listening::Dataset& dataset, const std::stop_token& stop,
                 const core::Observer& observer) {
  Checksum checksum;
  Statement song(database, "INSERT INTO songs VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < dataset.songs(); ++i) {
    song.run({id(i), std::string_view(dataset.songIds[i]), std::string_view(dataset.titles[i]),
              std::string_view(dataset.artists[i])});
    checksum.add(dataset.songIds[i]);
    checksum.add(dataset.titles[i]);
    checksum.add(dataset.artists[i]);
  }
  Statement station(database, "INSERT INTO stations VALUES (?, ?)");
  for (std::size_t i = 0; i < dataset.stationIds.size(); ++i) {
    station.run({id(i), std::string_view(dataset.stationIds[i])});
    checksum.add(dataset.stationIds[i]);
  }
  Statement listener(database, "INSERT INTO listeners VALUES (?, ?, ?)");
  for (std::size_t i = 0; i < dataset.listeners(); ++i) {
    if (stop.stop_requested())
      throw core::Stopped();
    if (i % kListenersPerReport == 0)
      observer.report(static_cast<double>(i) / static_cast<double>(dataset.listeners()), "Storing events");
    const std::string events = packEvents(dataset.history(i));
    listener.run({id(i), std::string_view(dataset.listenerIds[i]), Blob{events}});
    checksum.add(dataset.listenerIds[i]);
    checksum.add(events);
  }
  database.run("INSERT INTO about VALUES (?, ?, ?)",
               {std::int64_t{dataset.orderedByPosition}, id(dataset.events.size()), checksum.text()});
}

/// Empty where the file is sound and read; otherwise what is wrong with it.
std::string readTables(Database& database, listening::Dataset& dataset) {
  Statement about(database, "SELECT ordered_by_position, events, checksum FROM about");
  if (!about.next())
    return "it was not written to its end";
  dataset.orderedByPosition = about.integer(0) != 0;
  const auto eventCount = static_cast<std::size_t>(about.integer(1));
  // An event takes several bytes: a wrong count in a damaged file must not ask for all the memory there is.
  dataset.events.reserve(
      std::min(eventCount, static_cast<std::size_t>(std::filesystem::file_size(database.file()))));
  const auto rows = [&database](const char* table) {
    return static_cast<std::size_t>(database.number(fmt::format("SELECT count(*) FROM {}", table)));
  };

  Checksum checksum;
  const std::size_t songCount = rows("songs");
  dataset.songIds.reserve(songCount);
  dataset.titles.reserve(songCount);
  dataset.artists.reserve(songCount);
  Statement songs(database, "SELECT name, title, artist FROM songs ORDER BY id");
  while (songs.next()) {
    checksum.add(dataset.songIds.emplace_back(songs.text(0)));
    checksum.add(dataset.titles.emplace_back(songs.text(1)));
    checksum.add(dataset.artists.emplace_back(songs.text(2)));
  }
  Statement stations(database, "SELECT name FROM stations ORDER BY id");
  while (stations.next())
    checksum.add(dataset.stationIds.emplace_back(stations.text(0)));

  const std::size_t listenerCount = rows("listeners");
  dataset.listenerIds.reserve(listenerCount);
  dataset.offsets.reserve(listenerCount + 1);
  dataset.offsets.push_back(0);
  Statement listeners(database, "SELECT name, events FROM listeners ORDER BY id");
  while (listeners.next()) {
    checksum.add(dataset.listenerIds.emplace_back(listeners.text(0)));
    const std::string_view bytes = listeners.view(1);
    checksum.add(bytes);
    if (!unpackEvents(bytes, dataset.songIds.size(), dataset.stationIds.size(), dataset.events))
      return fmt::format("the events of listener {} cannot be read", dataset.listenerIds.back());
    dataset.offsets.push_back(dataset.events.size());
  }
  return dataset.events.size() == eventCount && checksum.text() == about.view(2) ? ""
                                                                                 : "its checksum is wrong";
}

} // namespace

DatasetPart::DatasetPart(std::filesystem::path file) : m_file(std::move(file)), m_part(m_file) {
  m_part += ".part";
  m_lock = FileLock::makeExclusive(m_part);
  // Two imports of the same log take turns here; what the first left behind is not ours to go on with.
  std::filesystem::resize_file(m_part, 0);
}

DatasetPart::~DatasetPart() {
  std::error_code ignored; // a left-over part goes at the next open
  if (!m_published)
    std::filesystem::remove(m_part, ignored);
}

void DatasetPart::write(const listening::Dataset& dataset, std::stop_token stop,
                        const core::Observer& observer) {
  {
    Database database(m_part, Database::Mode::ReadWrite);
    database.exec(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kApplicationId, kFileVersion));
    database.exec(kTables);
    writeTables(database, dataset, stop, observer);
    database.exec("COMMIT");
  }
  syncFile(m_part);
}

void DatasetPart::publish() {
  renameSynced(m_part, m_file);
  m_published = true;
}

listening::Dataset readDatasetFile(const std::filesystem::path& file) {
  const std::string wayOut = "import the log again, or restore the file from a copy.";
  if (!std::filesystem::exists(file))
    throw DamagedFile(fmt::format("The dataset file {} is gone: {}", file.string(), wayOut));
  listening::Dataset dataset;
  std::string problem;
  try {
    Database database(file, Database::Mode::Immutable);
    if (schemaVersion(database) > kFileVersion)
      throw core::Error(
          fmt::format("The dataset file {} was written by a newer version of Skipscope: update this one.",
                      file.string()));
    if (database.number("PRAGMA application_id") == kApplicationId)
      problem = readTables(database, dataset);
    else
      problem = "it was not written by Skipscope";
  } catch (const DamagedFile&) {
    problem = "it is no database";
  }
  if (!problem.empty())
    throw DamagedFile(fmt::format("The dataset file {} is damaged ({}): {}", file.string(), problem, wayOut));
  return dataset;
}

} // namespace skipscope::store
