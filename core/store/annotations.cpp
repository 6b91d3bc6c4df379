#include "core/store/annotations.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/store/run_rows.h"
#include "core/store/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace skipscope::store {

namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw core::Error(fmt::format(
      "{} changed in another window since, so nothing was changed: look at the new value first.", what));
}

std::string textOf(Database& database, const char* sql, const Values& values) {
  Statement row(database, sql, values);
  return row.next() ? row.text(0) : std::string();
}

std::vector<std::string> tagsOf(Database& database, std::int64_t run) {
  std::vector<std::string> tags;
  Statement rows(database, "SELECT tag FROM tags WHERE run = ? ORDER BY tag", {run});
  while (rows.next())
    tags.push_back(rows.text(0));
  return tags;
}

} // namespace

std::vector<std::string> tidyTags(const std::vector<std::string>& tags) {
  std::set<std::string> tidy;
  for (const std::string& tag : tags) {
    const auto first = tag.find_first_not_of(" \t\r\n");
    if (first != std::string::npos)
      tidy.insert(tag.substr(first, tag.find_last_not_of(" \t\r\n") - first + 1));
  }
  return {tidy.begin(), tidy.end()};
}

void Annotations::changeNotes(const std::vector<NoteChange>& changes) {
  Database& database = m_workspace.database();
  WriteTransaction transaction(database);
  for (const NoteChange& change : changes) {
    const RunKey key = findRun(database, change.run);
    if (database.run("UPDATE runs SET note = ?, stamp = ? WHERE number = ? AND note = ?",
                     {change.to, transaction.stamp(), key.number, change.from}) == 0)
      refuse(fmt::format("The note of run {}", key.id));
  }
  transaction.commit();
}

void Annotations::changeTags(const std::vector<TagsChange>& changes) {
  Database& database = m_workspace.database();
  WriteTransaction transaction(database);
  for (const TagsChange& change : changes) {
    const RunKey key = findRun(database, change.run);
    if (tagsOf(database, key.number) != tidyTags(change.from))
      refuse(fmt::format("The tags of run {}", key.id));
    database.run("DELETE FROM tags WHERE run = ?", {key.number});
    for (const std::string& tag : tidyTags(change.to))
      database.run("INSERT INTO tags (run, tag) VALUES (?, ?)", {key.number, tag});
    database.run("UPDATE runs SET stamp = ? WHERE number = ?", {transaction.stamp(), key.number});
  }
  transaction.commit();
}

void Annotations::changeBaselines(const std::vector<BaselineChange>& changes) {
  Database& database = m_workspace.database();
  WriteTransaction transaction(database);
  for (const BaselineChange& change : changes) {
    const std::string known =
        textOf(database,
               "SELECT configuration_hash FROM baselines JOIN datasets ON datasets.id = baselines.dataset "
               "WHERE datasets.fingerprint = ?",
               {change.fingerprint});
    if (known != change.from)
      refuse("The baseline");
    database.run("INSERT INTO baselines (dataset, configuration_hash, stamp) "
                 "SELECT id, ?, ? FROM datasets WHERE fingerprint = ? "
                 "ON CONFLICT (dataset) DO UPDATE SET configuration_hash = excluded.configuration_hash, "
                 "stamp = excluded.stamp",
                 {change.to, transaction.stamp(), change.fingerprint});
  }
  transaction.commit();
}

std::vector<Baseline> Annotations::baselines(std::int64_t newerThan) const {
  std::vector<Baseline> baselines;
  Statement rows(m_workspace.database(),
                 "SELECT datasets.fingerprint, baselines.configuration_hash, baselines.stamp FROM baselines "
                 "JOIN datasets ON datasets.id = baselines.dataset WHERE baselines.stamp > ? "
                 "ORDER BY baselines.dataset",
                 {newerThan});
  while (rows.next())
    baselines.push_back({rows.text(0), rows.text(1), rows.integer(2)});
  return baselines;
}

} // namespace skipscope::store
