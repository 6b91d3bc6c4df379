#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "app/cli/workspace_access.h"

namespace skipscope::cli {

namespace {

std::string datasetsTable(const std::vector<store::DatasetEntry>& entries) {
  Table table;
  table.addColumn("name");
  table.addColumn("fingerprint");
  table.addColumn("format");
  for (const char* heading :
       {"events", "listeners", "songs", "stations", "likes", "dislikes", "skips", "listens"})
    table.addColumn(heading, Table::Align::Right);
  for (const auto& entry : entries) {
    const auto& summary = entry.summary;
    std::vector<std::string> row = {summary.name, summary.fingerprint.substr(0, 8), summary.format};
    for (const auto count : {summary.events, summary.listeners, summary.songs, summary.stations,
                             summary.likes, summary.dislikes, summary.skips, summary.listens})
      row.push_back(grouped(count));
    table.addRow(row);
  }
  return table.text();
}

} // namespace

int datasetsCommand(const Arguments& arguments) {
  std::string folder;
  bool json = false;
  CommandLine line({"datasets", "WORKSPACE [--json]", "Lists the datasets of a workspace, oldest first.",
                    "  skipscope-cli datasets radio.skipscope"});
  line.positional("workspace", &folder);
  line.options()("json", boost::program_options::bool_switch(&json),
                 "a list of documents as 'import --json' gives");
  if (!line.parse(arguments))
    return 0;
  const auto entries = openForReading(folder).datasets();
  if (json) {
    Json list = Json::array();
    for (const auto& entry : entries)
      list.push_back(datasetDocument(entry));
    printDocument(list);
  } else {
    print(entries.empty() ? "No datasets yet; 'skipscope-cli import' adds one.\n" : datasetsTable(entries));
  }
  return 0;
}

} // namespace skipscope::cli
