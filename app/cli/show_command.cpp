#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "app/cli/workspace_access.h"
#include "core/evaluation/metrics.h"
#include "core/experiment/configuration.h"
#include "core/store/run_store.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace skipscope::cli {

namespace {

std::string heading(const store::Run& run) {
  const auto& progress = run.progress;
  std::string text = fmt::format(
      "Run {}\n  {}, experiment {}, dataset {}, seed {}\n", run.id, store::runStateName(run.state),
      printable(fmt::format("{}", fmt::join(run.experiments, ", "))), printable(run.dataset), run.seed);
  text += fmt::format("  {} of at most {}, {} epochs, {} of training, attempt {}\n",
                      counted(progress.step, "step"), grouped(progress.maxSteps),
                      significant(progress.epochs), durationText(progress.trainSeconds), run.attempt);
  if (!run.path.empty())
    text += fmt::format("  computed on {} by {}{}\n", run.path, run.program,
                        run.mixed ? ", partly on another path or version" : "");
  if (run.deleted)
    text += "  in the bin: 'restore' takes it out\n";
  if (!run.message.empty())
    text += fmt::format("  {}\n", printable(run.message));
  if (!run.tags.empty())
    text += fmt::format("  tags: {}\n", printable(fmt::format("{}", fmt::join(run.tags, ", "))));
  if (!run.note.empty())
    text += fmt::format("  note: {}\n", printable(run.note));
  return text;
}

std::string configurationTable(const store::Run& run) {
  const auto inactive = experiment::inactiveKeys(run.configuration);
  Table table;
  table.addColumn("configuration");
  table.addColumn("value");
  table.addColumn("meaning");
  for (const auto& field : experiment::configurationFields()) {
    const bool acts = std::find(inactive.begin(), inactive.end(), field.text.key) == inactive.end();
    table.addRow({field.text.key, acts ? field.get(run.configuration) : "-", field.text.label});
  }
  return table.text();
}

std::string labelOf(const std::string& metric) {
  for (const auto& text : evaluation::metricTexts())
    if (text.name == metric)
      return text.label;
  return {};
}

std::string metricTables(const store::Run& run) {
  std::string all;
  if (!run.test.empty()) {
    Table table;
    table.addColumn("test");
    table.addColumn("value", Table::Align::Right);
    table.addColumn("meaning");
    for (const auto& [name, value] : run.test)
      table.addRow({name, significant(value, 6), labelOf(name)});
    all += fmt::format("\nTest, at step {}, the best in validation{}\n{}", grouped(run.bestStep),
                       run.pairKinds.empty() ? "" : fmt::format("; pairs {}", run.pairKinds), table.text());
  }
  if (!run.validation.empty()) {
    Table table;
    table.addColumn("validation");
    table.addColumn("best", Table::Align::Right);
    table.addColumn("at step", Table::Align::Right);
    for (const auto& [name, best] : run.validation)
      table.addRow({name, significant(best.value, 6), grouped(best.step)});
    all += "\n" + table.text();
  }
  return all;
}

} // namespace

int showCommand(const Arguments& arguments) {
  std::string folder, id;
  bool json = false;
  CommandLine line(
      {"show", "WORKSPACE RUN [--json]",
       "Tells everything about one run: configuration, progress, test and validation metrics. RUN is an id "
       "or a\nunique beginning of one.",
       "  skipscope-cli show radio.skipscope 3f2a"});
  line.positional("workspace", &folder);
  line.positional("run", &id);
  line.options()("json", boost::program_options::bool_switch(&json),
                 "one document as 'runs --json' lists them");
  if (!line.parse(arguments))
    return 0;
  auto workspace = openForReading(folder);
  const auto run = store::RunStore(workspace).run(id);
  if (json)
    printDocument(runDocument(run));
  else
    print(heading(run) + "\n" + configurationTable(run) + metricTables(run));
  return 0;
}

} // namespace skipscope::cli
