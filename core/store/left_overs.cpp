#include "core/store/left_overs.h"

#include "core/error.h"
#include "core/store/file_lock.h"
#include "core/store/uuid.h"

#include <fmt/format.h>

#include <set>
#include <system_error>

namespace skipscope::store {

namespace fs = std::filesystem;

namespace {

std::set<std::string> column(Database& database, const std::string& query) {
  std::set<std::string> values;
  Statement rows(database, query);
  while (rows.next())
    values.insert(rows.text(0));
  return values;
}

/// Sorted, so that lists read the same every time; empty where there is no such folder.
std::set<fs::path> entries(const fs::path& folder) {
  std::set<fs::path> paths;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(folder, gone))
    paths.insert(entry.path());
  return paths;
}

} // namespace

fs::path datasetPath(const fs::path& folder, const std::string& fingerprint) {
  if (!isSafeName(fingerprint))
    throw core::Error(fmt::format(
        "\"{}\" is not the fingerprint of a dataset: the workspace is damaged, `check` tells more.",
        fingerprint));
  return folder / "datasets" / (fingerprint + ".db");
}

fs::path truthPath(const fs::path& folder, const std::string& fingerprint) {
  return datasetPath(folder, fingerprint).replace_extension(".truth");
}

bool isCheckpointName(std::string_view name) {
  return name.ends_with(".safetensors") && !name.starts_with('.') &&
         name.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-.") == std::string_view::npos;
}

std::vector<fs::path> leftOverParts(const fs::path& folder) {
  std::vector<fs::path> parts;
  for (const fs::path& place : {folder, folder / "datasets"})
    for (const fs::path& file : entries(place))
      if (file.extension() == ".part" && !isHeld(file))
        parts.push_back(file);
  return parts;
}

std::vector<fs::path> leftOvers(Database& database, const fs::path& folder) {
  std::vector<fs::path> files = leftOverParts(folder);

  const std::set<std::string> fingerprints = column(database, "SELECT fingerprint FROM datasets");
  for (const fs::path& file : entries(folder / "datasets"))
    if (file.extension() == ".db" && !fingerprints.contains(file.stem().string()))
      files.push_back(file);
  const std::set<std::string> truths =
      column(database, "SELECT fingerprint FROM datasets WHERE json_extract(summary, '$.truth') <> ''");
  for (const fs::path& file : entries(folder / "datasets"))
    if (file.extension() == ".truth" && !truths.contains(file.stem().string()))
      files.push_back(file);

  const std::set<std::string> workers = column(database, "SELECT id FROM workers");
  for (const fs::path& file : entries(folder / "workers"))
    if (file.extension() == ".lock" && !workers.contains(file.stem().string()) && !isHeld(file))
      files.push_back(file);

  const std::set<std::string> running = column(database, "SELECT id FROM runs WHERE state = 'running'");
  const std::set<std::string> named =
      column(database, "SELECT id || '/' || checkpoint FROM runs WHERE checkpoint <> ''");
  for (const fs::path& run : entries(folder / "checkpoints")) {
    const std::string id = run.filename().string();
    if (!isSafeName(id) || running.contains(id))
      continue;
    for (const fs::path& file : entries(run))
      if (!named.contains(id + "/" + file.filename().string()))
        files.push_back(file);
  }
  return files;
}

void removeParts(const fs::path& folder) {
  for (const fs::path& part : leftOverParts(folder))
    removeUnheld(part); // what stays is tried again at the next open, and told by `check`
}

} // namespace skipscope::store
