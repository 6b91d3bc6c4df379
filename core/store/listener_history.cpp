#include "core/store/listener_history.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/store/event_bytes.h"
#include "core/store/left_overs.h"
#include "core/store/schema.h"

#include <fmt/format.h>

namespace skipscope::store {

namespace {

constexpr const char* kWayOut = "import the log again, or restore the file from a copy.";

/// Calls `read(database)` on a dataset's file; what cannot be read leaves as one sentence.
template <class Read>
auto readFile(const Workspace& workspace, const std::string& fingerprint, const Read& read) {
  const auto file = datasetPath(workspace.folder(), fingerprint);
  if (!std::filesystem::exists(file))
    throw core::Error(fmt::format("The dataset file {} is gone: {}", file.string(), kWayOut));
  try {
    Database database(file, Database::Mode::Immutable);
    if (database.number("PRAGMA application_id") == kApplicationId)
      return read(database);
  } catch (const DamagedFile&) { // told below
  }
  throw core::Error(fmt::format("The dataset file {} is damaged: {}", file.string(), kWayOut));
}

} // namespace

std::vector<std::string> listenerIds(const Workspace& workspace, const std::string& fingerprint) {
  return readFile(workspace, fingerprint, [](Database& database) {
    std::vector<std::string> ids;
    ids.reserve(static_cast<std::size_t>(database.number("SELECT count(*) FROM listeners")));
    Statement rows(database, "SELECT name FROM listeners ORDER BY id");
    while (rows.next())
      ids.push_back(rows.text(0));
    return ids;
  });
}

ListenerHistory readHistory(const Workspace& workspace, const std::string& fingerprint,
                            std::size_t listener) {
  return readFile(workspace, fingerprint, [&](Database& database) {
    ListenerHistory history;
    history.orderedByPosition = database.number("SELECT ordered_by_position FROM about") != 0;
    const auto songs =
        static_cast<std::size_t>(database.number("SELECT coalesce(max(id), -1) + 1 FROM songs"));
    const auto stations =
        static_cast<std::size_t>(database.number("SELECT coalesce(max(id), -1) + 1 FROM stations"));
    std::vector<listening::Event> events;
    {
      Statement row(database, "SELECT name, events FROM listeners WHERE id = ?",
                    {static_cast<std::int64_t>(listener)});
      if (!row.next())
        throw core::UsageError(fmt::format("The dataset has no listener number {}.", listener));
      history.listener = row.text(0);
      if (!unpackEvents(row.view(1), songs, stations, events))
        throw DamagedFile("cut");
    }
    Statement song(database, "SELECT name, title, artist FROM songs WHERE id = ?", {std::int64_t{0}});
    Statement station(database, "SELECT name FROM stations WHERE id = ?", {std::int64_t{0}});
    history.events.reserve(events.size());
    for (const listening::Event& event : events) {
      song.restart({std::int64_t{event.song}});
      station.restart({std::int64_t{event.station}});
      if (!song.next() || !station.next())
        throw DamagedFile("rows are missing");
      history.events.push_back({event, song.text(0), song.text(1), song.text(2), station.text(0)});
    }
    return history;
  });
}

} // namespace skipscope::store
