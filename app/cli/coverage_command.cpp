#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/evaluation/outcomes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace skipscope::cli {

namespace {

constexpr std::array<std::size_t, 14> kShownMinimums = {1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 75, 100};

double share(const std::vector<std::uint32_t>& counts, std::size_t m) {
  return counts[0] == 0 ? 0.0 : static_cast<double>(counts[m]) / counts[0];
}

} // namespace

int coverageCommand(const Arguments& arguments) {
  std::string folder, name, inputWords = "like";
  bool json = false;
  CommandLine line(
      {"coverage", "WORKSPACE DATASET [options]",
       "Tells for every minimum history m from 1 to 100 how many listeners have at least m events of the "
       "kinds a\nmodel would hear, over the whole log: the coverage curve, before any training.",
       "  skipscope-cli coverage radio.skipscope Radio --inputs like,dislike,skip"});
  line.positional("workspace", &folder);
  line.positional("dataset", &name);
  line.options()("inputs", boost::program_options::value(&inputWords)->default_value(inputWords),
                 "any of like, dislike, skip, listen, separated by commas")(
      "json", boost::program_options::bool_switch(&json), "a list of {m, covered, listeners, share}");
  if (!line.parse(arguments))
    return 0;
  const auto inputs = listening::FeedbackSet::parse(inputWords);
  if (!inputs || inputs->empty())
    throw core::UsageError(fmt::format(
        "--inputs: '{}' is not a list of like, dislike, skip, listen; write for instance like,skip.",
        inputWords));
  const auto workspace = openForReading(folder);
  const auto dataset = workspace.loadDataset(workspace.dataset(name).summary.fingerprint);
  const auto counts = evaluation::coverageCounts(dataset, *inputs, std::numeric_limits<std::int64_t>::max());
  if (json) {
    Json list = Json::array();
    for (std::size_t m = 1; m < counts.size(); ++m)
      list.push_back(
          {{"m", m}, {"covered", counts[m]}, {"listeners", counts[0]}, {"share", share(counts, m)}});
    printDocument(list);
    return 0;
  }
  Table table;
  table.addColumn("m", Table::Align::Right);
  table.addColumn("covered", Table::Align::Right);
  table.addColumn("share", Table::Align::Right);
  for (const auto m : kShownMinimums)
    table.addRow({std::to_string(m), grouped(counts[m]), fmt::format("{:.1f} %", 100 * share(counts, m))});
  print(fmt::format("Listeners with at least m events of {} ({} in all)\n{}", inputs->text(),
                    grouped(counts[0]), table.text()));
  return 0;
}

} // namespace skipscope::cli
