#include "app/cli/run_columns.h"

#include "app/cli/output.h"
#include "app/cli/table.h"
#include "core/error.h"
#include "core/evaluation/metrics.h"
#include "core/experiment/configuration.h"
#include "core/listening/number_text.h"
#include "core/store/csv_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

namespace skipscope::cli {

using store::CsvText;

namespace {

constexpr std::array<const char*, 5> kChiefMetrics = {"accuracy", "coverage", "reach_weighted_accuracy",
                                                      "hr@10", "ndcg@10"};

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

bool isNumber(core::FieldKind kind) {
  return kind == core::FieldKind::Integer || kind == core::FieldKind::Real;
}

std::string testText(const store::Run& run, const std::string& metric) {
  const auto found = run.test.find(metric);
  return found == run.test.end() ? "" : significant(found->second);
}

std::string progressText(const store::Run& run) {
  if (run.state == store::RunState::Queued && run.progress.step == 0)
    return "";
  return grouped(run.progress.step);
}

using TextRow = std::vector<std::pair<std::string, std::string>>;

/// A run in several experiments has one of these columns for each.
TextRow textRow(const store::Run& run) {
  TextRow row;
  for (auto& column : runColumns(run))
    if (column.key != "experiment" || run.experiments.size() < 2)
      row.emplace_back(std::move(column.key), std::move(column.text));
  if (run.experiments.size() > 1)
    for (const auto& experiment : run.experiments)
      row.emplace_back("experiment", experiment);
  return row;
}

/// "accuracy>abc" would quietly match nothing.
void refuseWordsForNumbers(const std::vector<experiment::Condition>& conditions,
                           const std::vector<store::Run>& runs) {
  using Op = experiment::Condition::Op;
  std::set<std::string> numbers = {"n", "l", "d", "m"};
  for (const auto& text : evaluation::metricTexts())
    numbers.insert({lowerCase(text.name), lowerCase("validation." + text.name)});
  const auto gather = [&](const store::Run& run) {
    for (const auto& column : runColumns(run))
      if (column.number)
        numbers.insert(lowerCase(column.key));
  };
  gather({});
  std::for_each(runs.begin(), runs.end(), gather);
  for (const auto& [key, op, value] : conditions) {
    const bool orders = op != Op::Contains && op != Op::Equal && op != Op::NotEqual;
    if (orders && numbers.count(lowerCase(key)) != 0 && !listening::parseReal(value))
      throw core::UsageError(
          fmt::format("--where: '{}' is compared with numbers, and '{}' is none; write for example {}>0.7.",
                      key, value, key));
  }
}

/// A misspelt key would quietly match nothing. Known are the columns of any run, metrics that none has yet,
/// and the letters of the method that the grammar itself understands.
void refuseUnknownKeys(const std::vector<experiment::Condition>& conditions,
                       const std::vector<TextRow>& rows) {
  std::set<std::string> known = {"n", "l", "d", "m"};
  for (const auto& [key, text] : textRow({}))
    known.insert(lowerCase(key));
  for (const auto& text : evaluation::metricTexts())
    known.insert({lowerCase(text.name), lowerCase("validation." + text.name)});
  for (const auto& row : rows)
    for (const auto& [key, text] : row)
      known.insert(lowerCase(key));
  for (const auto& condition : conditions)
    if (!condition.key.empty() && known.count(lowerCase(condition.key)) == 0)
      throw core::UsageError(fmt::format("--where: there is no column '{}'; 'skipscope-cli keys' lists the "
                                         "configuration keys, 'runs --csv' shows every column.",
                                         condition.key));
}

} // namespace

std::vector<RunColumn> runColumns(const store::Run& run) {
  std::vector<RunColumn> columns = {
      {"id", run.id, false},
      {"state", std::string(store::runStateName(run.state)), false},
      {"experiment", fmt::format("{}", fmt::join(run.experiments, ", ")), false},
      {"dataset", run.dataset, false},
      {"seed", std::to_string(run.seed), true}};
  for (const auto& field : experiment::configurationFields())
    columns.push_back({field.text.key, field.get(run.configuration), isNumber(field.text.kind)});
  columns.push_back({"steps", std::to_string(run.progress.step), true});
  columns.push_back({"epochs", fmt::format("{}", run.progress.epochs), true});
  columns.push_back({"best_step", std::to_string(run.bestStep), true});
  columns.push_back({"train_seconds", fmt::format("{}", run.progress.trainSeconds), true});
  columns.push_back({"pair_kinds", run.pairKinds, false});
  for (const auto& [name, value] : run.test)
    columns.push_back({name, fmt::format("{}", value), true});
  for (const auto& [name, best] : run.validation)
    columns.push_back({"validation." + name, fmt::format("{}", best.value), true});
  columns.push_back({"attempt", std::to_string(run.attempt), true});
  columns.push_back({"message", run.message, false});
  columns.push_back({"tags", fmt::format("{}", fmt::join(run.tags, ", ")), false});
  columns.push_back({"note", run.note, false});
  return columns;
}

std::vector<store::Run> filterRuns(std::vector<store::Run> runs, const std::string& where) {
  const auto conditions = experiment::parseFilter(where);
  if (conditions.empty())
    return runs;
  std::vector<TextRow> rows;
  for (const auto& run : runs)
    rows.push_back(textRow(run));
  refuseUnknownKeys(conditions, rows);
  refuseWordsForNumbers(conditions, runs);
  std::vector<store::Run> kept;
  for (std::size_t i = 0; i < runs.size(); ++i)
    if (experiment::matches(conditions, rows[i]))
      kept.push_back(std::move(runs[i]));
  return kept;
}

std::string runsTable(const std::vector<store::Run>& runs) {
  if (runs.empty())
    return "No runs.\n";
  std::vector<experiment::Configuration> configurations;
  for (const auto& run : runs)
    configurations.push_back(run.configuration);
  const auto keys = experiment::differingKeys(configurations);
  Table table;
  for (const char* heading : {"id", "state", "experiment", "dataset"})
    table.addColumn(heading);
  table.addColumn("seed", Table::Align::Right);
  for (const auto& key : keys)
    table.addColumn(key, isNumber(core::findField(experiment::configurationFields(), key)->text.kind)
                             ? Table::Align::Right
                             : Table::Align::Left);
  for (const char* metric : kChiefMetrics)
    table.addColumn(metric, Table::Align::Right);
  table.addColumn("steps", Table::Align::Right);
  table.addColumn("message");
  for (const auto& run : runs) {
    const auto inactive = experiment::inactiveKeys(run.configuration);
    std::vector<std::string> row = {run.id.substr(0, 8), std::string(store::runStateName(run.state)),
                                    fmt::format("{}", fmt::join(run.experiments, ", ")), run.dataset,
                                    std::to_string(run.seed)};
    for (const auto& key : keys) {
      const bool acts = std::find(inactive.begin(), inactive.end(), key) == inactive.end();
      row.push_back(acts ? experiment::fieldText(run.configuration, key) : "-");
    }
    for (const char* metric : kChiefMetrics)
      row.push_back(testText(run, metric));
    row.push_back(progressText(run));
    row.push_back(run.message);
    table.addRow(row);
  }
  return table.text();
}

std::string runsCsv(const std::vector<store::Run>& runs, bool raw) {
  // Metrics differ from run to run, so their columns are gathered first; order: as in the first run that has
  // them.
  std::vector<std::string> keys;
  std::vector<std::map<std::string, RunColumn>> rows;
  for (const auto& run : runs) {
    auto& row = rows.emplace_back();
    auto at = keys.begin();
    for (auto& column : runColumns(run)) {
      const auto found = std::find(keys.begin(), keys.end(), column.key);
      at = found == keys.end() ? keys.insert(at, column.key) : found;
      ++at;
      row.emplace(column.key, std::move(column));
    }
  }
  if (runs.empty())
    for (const auto& column : runColumns({}))
      keys.push_back(column.key);
  CsvText csv(raw);
  for (const auto& key : keys)
    csv.text(key);
  csv.endRow();
  for (const auto& row : rows) {
    for (const auto& key : keys) {
      const auto cell = row.find(key);
      if (cell == row.end())
        csv.number(std::string_view());
      else if (cell->second.number)
        csv.number(cell->second.text);
      else
        csv.text(cell->second.text);
    }
    csv.endRow();
  }
  return csv.all();
}

} // namespace skipscope::cli
