#include "core/store/database.h"
#include "core/store/left_overs.h"
#include "core/store/queue.h"
#include "core/store/run_rows.h"
#include "core/store/transaction.h"
#include "core/store/workspace.h"

#include <map>
#include <system_error>
#include <utility>

namespace skipscope::store {

namespace fs = std::filesystem;

namespace {

std::int64_t emptyBin(Database& database, std::int64_t stamp) {
  database.run("INSERT INTO removed_runs (id, stamp) SELECT id, ? FROM runs WHERE deleted = 1", {stamp});
  return database.run("DELETE FROM runs WHERE deleted = 1");
}

/// Of the finished runs of one dataset and configuration only the one with the best validation keeps its
/// weights; the earliest on ties.
void keepBestSeeds(Database& database, std::int64_t stamp) {
  std::map<std::pair<std::int64_t, std::string>, std::pair<std::int64_t, double>>
      bestRuns; // → number, accuracy
  std::vector<std::int64_t> others;
  {
    Statement rows(database, "SELECT number, dataset, configuration_hash, best FROM runs "
                             "WHERE state = 'finished' AND checkpoint <> '' ORDER BY number");
    while (rows.next()) {
      const std::map<std::string, Best> best = bestFromJson(rows.view(3));
      const auto accuracy = best.find("accuracy");
      std::pair run(rows.integer(0), accuracy == best.end() ? -1.0 : accuracy->second.value);
      const auto [kept, isNew] = bestRuns.try_emplace({rows.integer(1), rows.text(2)}, run);
      if (isNew)
        continue;
      if (run.second > kept->second.second)
        std::swap(run, kept->second);
      others.push_back(run.first);
    }
  }
  Statement forget(database, "UPDATE runs SET checkpoint = '', stamp = ? WHERE number = ?");
  for (const std::int64_t number : others)
    forget.run({stamp, number});
}

} // namespace

Cleaned cleanWorkspace(Workspace& workspace) {
  Queue(workspace).reap();
  Database& database = workspace.database();
  Cleaned cleaned;
  {
    WriteTransaction transaction(database);
    cleaned.runs = emptyBin(database, transaction.stamp());
    keepBestSeeds(database, transaction.stamp());
    transaction.commit();
  }
  // Files go after the commit that forgets them, and under a second lock, so that none is named meanwhile.
  const WriteTransaction nobodyElseWrites(database);
  for (const fs::path& file : leftOvers(database, workspace.folder())) {
    std::error_code fault;
    const auto size = fs::file_size(file, fault);
    if (fs::remove_all(file, fault) != 0 && !fault) {
      ++cleaned.files;
      cleaned.bytes += static_cast<std::int64_t>(size);
    }
    if (file.parent_path().parent_path().filename() == "checkpoints")
      fs::remove(file.parent_path(), fault); // only when it is empty by now
  }
  return cleaned;
}

} // namespace skipscope::store
