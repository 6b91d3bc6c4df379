#include "core/store/dataset_rows.h"

#include "core/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace skipscope::store {

namespace {

using nlohmann::json;

std::string toText(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json toJson(const listening::DatasetSummary& summary) {
  json value = {{"format", summary.format},
                {"events", summary.events},
                {"kept", summary.kept},
                {"listeners", summary.listeners},
                {"songs", summary.songs},
                {"stations", summary.stations},
                {"likes", summary.likes},
                {"dislikes", summary.dislikes},
                {"skips", summary.skips},
                {"listens", summary.listens},
                {"duplicates", summary.duplicates},
                {"merged", summary.merged},
                {"rejected", summary.rejected},
                {"ordered_by_position", summary.orderedByPosition},
                {"rules", summary.rules}};
  if (!summary.truth.empty())
    value["truth"] = summary.truth;
  if (summary.from)
    value["from"] = *summary.from;
  if (summary.to)
    value["to"] = *summary.to;
  return value;
}

listening::DatasetSummary summaryFrom(const json& value) {
  listening::DatasetSummary summary;
  value.at("format").get_to(summary.format);
  value.at("events").get_to(summary.events);
  value.at("kept").get_to(summary.kept);
  value.at("listeners").get_to(summary.listeners);
  value.at("songs").get_to(summary.songs);
  value.at("stations").get_to(summary.stations);
  value.at("likes").get_to(summary.likes);
  value.at("dislikes").get_to(summary.dislikes);
  value.at("skips").get_to(summary.skips);
  value.at("listens").get_to(summary.listens);
  value.at("duplicates").get_to(summary.duplicates);
  value.at("merged").get_to(summary.merged);
  value.at("rejected").get_to(summary.rejected);
  value.at("ordered_by_position").get_to(summary.orderedByPosition);
  value.at("rules").get_to(summary.rules);
  summary.truth = value.value("truth", std::string());
  if (value.contains("from"))
    summary.from = value["from"].get<std::int64_t>();
  if (value.contains("to"))
    summary.to = value["to"].get<std::int64_t>();
  return summary;
}

json toJson(const std::vector<listening::Rejection>& rejections) {
  json list = json::array();
  for (const listening::Rejection& rejection : rejections) {
    json examples = json::array();
    for (const auto& example : rejection.examples)
      examples.push_back({{"file", example.file}, {"line", example.line}, {"fields", example.fields}});
    list.push_back(
        {{"reason", rejection.reason}, {"rows", rejection.rows}, {"examples", std::move(examples)}});
  }
  return list;
}

std::vector<listening::Rejection> rejectionsFrom(const json& list) {
  std::vector<listening::Rejection> rejections;
  for (const json& value : list) {
    listening::Rejection& rejection = rejections.emplace_back();
    value.at("reason").get_to(rejection.reason);
    value.at("rows").get_to(rejection.rows);
    for (const json& example : value.at("examples"))
      rejection.examples.push_back({example.at("file").get<std::string>(),
                                    example.at("line").get<std::int64_t>(),
                                    example.at("fields").get<std::string>()});
  }
  return rejections;
}

DatasetEntry entryFrom(const Statement& row) {
  DatasetEntry entry;
  entry.id = row.integer(0);
  entry.summary = summaryFrom(json::parse(row.view(3)));
  entry.summary.fingerprint = row.text(1);
  entry.summary.name = row.text(2);
  entry.rejections = rejectionsFrom(json::parse(row.view(4)));
  json::parse(row.view(5)).get_to(entry.notes);
  entry.createdMs = row.integer(6);
  entry.deleted = row.integer(7) != 0;
  entry.stamp = row.integer(8);
  return entry;
}

} // namespace

std::vector<DatasetEntry> readDatasets(Database& database, std::int64_t newerThan) {
  std::vector<DatasetEntry> entries;
  Statement rows(
      database,
      "SELECT id, fingerprint, name, summary, rejections, notes, created_ms, deleted, stamp FROM datasets "
      "WHERE stamp > ? ORDER BY id",
      {newerThan});
  try {
    while (rows.next())
      entries.push_back(entryFrom(rows));
  } catch (const json::exception&) {
    throw core::Error(
        fmt::format("{} is damaged (the description of a dataset cannot be read): restore it from a copy.",
                    database.file().string()));
  }
  return entries;
}

void insertDataset(Database& database, const DatasetEntry& entry) {
  json notes = entry.notes;
  database.run("INSERT INTO datasets (fingerprint, name, summary, rejections, notes, created_ms, stamp) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)",
               {entry.summary.fingerprint, entry.summary.name, toText(toJson(entry.summary)),
                toText(toJson(entry.rejections)), toText(notes), entry.createdMs, entry.stamp});
}

void updateDatasetSummary(Database& database, const DatasetEntry& entry) {
  database.run("UPDATE datasets SET summary = ?, stamp = ? WHERE id = ?",
               {toText(toJson(entry.summary)), entry.stamp, entry.id});
}

DatasetEntry findDataset(Database& database, std::string_view nameOrFingerprint) {
  std::vector<DatasetEntry> entries = readDatasets(database);
  std::erase_if(entries, [](const DatasetEntry& entry) { return entry.deleted; });
  const auto named = std::find_if(entries.begin(), entries.end(), [&](const DatasetEntry& entry) {
    return entry.summary.name == nameOrFingerprint;
  });
  if (named != entries.end())
    return *named;
  const auto matches = [&](const DatasetEntry& entry) {
    return !nameOrFingerprint.empty() && entry.summary.fingerprint.starts_with(nameOrFingerprint);
  };
  const auto match = std::find_if(entries.begin(), entries.end(), matches);
  if (match != entries.end() && std::none_of(match + 1, entries.end(), matches))
    return *match;
  if (entries.empty())
    throw core::UsageError(fmt::format(
        "There is no dataset \"{}\": the workspace has none yet, import a log first.", nameOrFingerprint));
  std::string names;
  for (const DatasetEntry& entry : entries)
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", entry.summary.name);
  throw core::UsageError(
      fmt::format("{} \"{}\": the workspace has {}.",
                  match == entries.end() ? "There is no dataset" : "More than one dataset begins with",
                  nameOrFingerprint, names));
}

std::string freeDatasetName(Database& database, std::string_view wanted) {
  const std::string base(wanted.empty() ? "log" : wanted);
  std::string name = base;
  for (int count = 2; database.number("SELECT count(*) FROM datasets WHERE name = ?", {name}) != 0; ++count)
    name = fmt::format("{} {}", base, count);
  return name;
}

} // namespace skipscope::store
