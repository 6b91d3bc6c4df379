#include "app/cli/comparison_texts.h"

#include "app/cli/output.h"
#include "app/cli/table.h"
#include "core/evaluation/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace skipscope::cli {

namespace {

using evaluation::Comparison;
using store::ConfigurationComparison;

/// A configuration by the keys that differ; those that do not act in it are left out.
std::vector<std::pair<std::string, std::string>> settings(const store::Run& run,
                                                          const std::vector<std::string>& keys) {
  const auto inactive = experiment::inactiveKeys(run.configuration);
  std::vector<std::pair<std::string, std::string>> shown;
  for (const auto& key : keys)
    if (std::find(inactive.begin(), inactive.end(), key) == inactive.end())
      shown.emplace_back(key, experiment::fieldText(run.configuration, key));
  return shown;
}

std::string settingsText(const store::Run& run, const std::vector<std::string>& keys) {
  std::string text;
  for (const auto& [key, value] : settings(run, keys))
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, value);
  return text;
}

std::string verdictText(const std::string& metric, const Comparison& comparison) {
  const auto verdict = evaluation::verdictOf(comparison);
  std::string text(evaluation::verdictName(verdict));
  if (verdict == evaluation::Verdict::Undecided && comparison.error > 0)
    text += fmt::format(" (finds {:.3f})", evaluation::smallestDetectable(comparison));
  if (evaluation::hasRobustMargin(metric) && evaluation::isRobust(comparison))
    text += ", robust";
  return text;
}

std::string correctedText(const ConfigurationComparison& each) {
  if (each.family == 0)
    return "these two runs";
  return fmt::format("{:.2g}{}", each.corrected, each.significant() ? " *" : "");
}

void addRow(Table& table, const ConfigurationComparison& each, const std::vector<std::string>& keys) {
  const Comparison& comparison = each.comparison;
  if (!each.problem.empty()) {
    table.addRow(
        {each.run.id.substr(0, 8), "", "", "", "", "", "", "not comparable", settingsText(each.run, keys)});
    return;
  }
  table.addRow({each.run.id.substr(0, 8), fmt::format("{:.4f}", comparison.value),
                fmt::format("{:+.4f}", comparison.difference),
                fmt::format("[{:+.4f}, {:+.4f}]", comparison.low, comparison.high),
                fmt::format("{:.2g}", comparison.p), correctedText(each),
                fmt::format("{}:{}", comparison.seeds, comparison.baselineSeeds),
                verdictText(each.metric, comparison), settingsText(each.run, keys)});
}

} // namespace

Json comparisonDocument(const std::string& metric, const Comparison& comparison) {
  return {{"metric", metric},
          {"baseline", comparison.baseline},
          {"value", comparison.value},
          {"difference", comparison.difference},
          {"low", comparison.low},
          {"high", comparison.high},
          {"p", comparison.p},
          {"listeners", comparison.listeners},
          {"baseline_seeds", comparison.baselineSeeds},
          {"seeds", comparison.seeds},
          {"standard_error", comparison.error},
          {"degrees", comparison.degrees},
          {"these_two_runs", !comparison.ofConfigurations()},
          {"verdict", evaluation::verdictName(evaluation::verdictOf(comparison))},
          {"robust", evaluation::hasRobustMargin(metric) && evaluation::isRobust(comparison)},
          {"smallest_detectable", evaluation::smallestDetectable(comparison)}};
}

Json comparisonDocument(const ConfigurationComparison& compared, const std::vector<std::string>& keys) {
  Json document = compared.problem.empty() ? comparisonDocument(compared.metric, compared.comparison)
                                           : Json{{"metric", compared.metric}, {"problem", compared.problem}};
  document["run"] = compared.run.id;
  document["configuration_hash"] = compared.run.configurationHash;
  document["differs_in"] = Json::object();
  for (const auto& [key, value] : settings(compared.run, keys))
    document["differs_in"][key] = value;
  if (compared.problem.empty()) {
    document["corrected_p"] = compared.family > 0 ? Json(compared.corrected) : Json();
    document["family"] = compared.family;
    document["significant"] = compared.significant();
  }
  return document;
}

std::string comparisonText(const std::string& metric, const Comparison& comparison) {
  return fmt::format(
      "{} {:.4f} against {:.4f}: {:+.4f} [{:+.4f}, {:+.4f}], p = {:.3g}, {}; {}\n{}\n", metric,
      comparison.value, comparison.baseline, comparison.difference, comparison.low, comparison.high,
      comparison.p, counted(comparison.listeners, "listener"), verdictText(metric, comparison),
      comparison.ofConfigurations()
          ? fmt::format("{} against {}", counted(comparison.seeds, "seed"),
                        counted(comparison.baselineSeeds, "seed"))
          : "These two runs only: without several seeds on both sides, how much a seed matters is not "
            "known.");
}

std::string comparisonTables(const std::vector<ConfigurationComparison>& all,
                             const std::vector<std::string>& keys) {
  std::string text;
  for (std::size_t first = 0, last = 0; first < all.size(); first = last) {
    Table table;
    table.addColumn("run");
    for (const char* heading : {"value", "difference", "95 % interval", "p", "Holm's p", "seeds"})
      table.addColumn(heading, Table::Align::Right);
    table.addColumn("higher?");
    table.addColumn("configuration");
    std::string heading = all[first].metric;
    int family = 0;
    std::set<std::string> problems;
    for (; last < all.size() && all[last].metric == all[first].metric; ++last) {
      addRow(table, all[last], keys);
      family = std::max(family, all[last].family);
      if (!all[last].problem.empty())
        problems.insert(all[last].problem);
      if (all[last].problem.empty() && all[last].comparison.listeners > 0)
        heading =
            fmt::format("{}; the baseline has {:.4f}, {}", all[last].metric, all[last].comparison.baseline,
                        counted(all[last].comparison.listeners, "listener"));
    }
    text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n", heading, table.text());
    if (family > 0)
      text += fmt::format("* below 0.05 after Holm's correction for {}\n", counted(family, "comparison"));
    for (const std::string& problem : problems)
      text += fmt::format("Not comparable: {}\n", problem);
  }
  return text;
}

std::vector<std::string> differingKeys(const store::Run& baseline,
                                       const std::vector<ConfigurationComparison>& all) {
  std::vector<experiment::Configuration> configurations = {baseline.configuration};
  for (const auto& each : all)
    configurations.push_back(each.run.configuration);
  return experiment::differingKeys(configurations);
}

} // namespace skipscope::cli
