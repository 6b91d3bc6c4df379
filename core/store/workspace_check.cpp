#include "core/error.h"
#include "core/store/checkpoint_file.h"
#include "core/store/database.h"
#include "core/store/left_overs.h"
#include "core/store/workspace.h"

#include <fmt/format.h>

namespace skipscope::store {

namespace {

void checkDatabase(Database& database, std::vector<std::string>& problems) {
  Statement integrity(database, "PRAGMA integrity_check");
  while (integrity.next())
    if (const std::string finding = integrity.text(0); finding != "ok")
      problems.push_back(fmt::format("workspace.db is damaged ({}): restore it from a copy.", finding));
  Statement keys(database, "PRAGMA foreign_key_check");
  while (keys.next())
    problems.push_back(
        fmt::format("workspace.db is damaged: row {} of {} points to a row of {} that is gone.",
                    keys.integer(1), keys.text(0), keys.text(2)));
}

void checkDatasets(const Workspace& workspace, std::vector<std::string>& problems) {
  for (const DatasetEntry& entry : workspace.datasets()) {
    try {
      const listening::Dataset dataset = workspace.loadDataset(entry.summary.fingerprint);
      workspace.loadTruth(entry.summary.fingerprint, dataset);
    } catch (const core::Error& fault) {
      problems.push_back(fmt::format("Dataset \"{}\": {}", entry.summary.name, fault.what()));
    }
  }
}

void checkCheckpoints(const Workspace& workspace, std::vector<std::string>& problems) {
  Statement rows(workspace.database(),
                 "SELECT id, checkpoint, state = 'running' FROM runs WHERE checkpoint <> '' AND deleted = 0 "
                 "ORDER BY number");
  while (rows.next()) {
    const std::string file = rows.text(1);
    const auto path = workspace.checkpointFolder(rows.text(0)) / file;
    if (!isCheckpointName(file) || !std::filesystem::exists(path)) {
      problems.push_back(fmt::format(
          "Run {}: its checkpoint {} is gone; launch the run again after deleting it.", rows.text(0), file));
      continue;
    }
    if (rows.integer(2) != 0) // its worker may put the next one in its place while it is read
      continue;
    try {
      readCheckpointFile(path);
    } catch (const core::Error& fault) {
      problems.push_back(fmt::format("Run {}: {}", rows.text(0), fault.what()));
    }
  }
}

} // namespace

std::vector<std::string> checkWorkspace(const Workspace& workspace) {
  std::vector<std::string> problems;
  try {
    checkDatabase(workspace.database(), problems);
    checkDatasets(workspace, problems);
    checkCheckpoints(workspace, problems);
    for (const std::filesystem::path& file : leftOvers(workspace.database(), workspace.folder()))
      problems.push_back(fmt::format("{} is left over and named by nothing: `clean` removes it.",
                                     file.lexically_relative(workspace.folder()).string()));
  } catch (const core::Error& fault) { // so damaged that it cannot be searched any further
    problems.emplace_back(fault.what());
  }
  return problems;
}

} // namespace skipscope::store
