#include "ui/models/run_settings.h"

#include "ui/models/display_text.h"
#include "ui/models/figure_data.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>

namespace skipscope::ui {

namespace {

using experiment::Configuration;

QString tr(const char* text) {
  return QCoreApplication::translate("RunSettings", text);
}

bool acts(const std::string& key, const Configuration& configuration) {
  const auto inactive = experiment::inactiveKeys(configuration);
  return std::find(inactive.begin(), inactive.end(), key) == inactive.end();
}

QString valueText(const Configuration& configuration, const core::Field<Configuration>& field) {
  const QString value = fromCore(field.get(configuration));
  if (field.text.kind == core::FieldKind::Flag)
    return value == QStringLiteral("true") ? tr("yes") : tr("no");
  if (field.text.kind == core::FieldKind::Choices)
    return QString(value).replace(',', QStringLiteral(", "));
  return field.text.unit.empty() ? value : value + ' ' + fromCore(field.text.unit);
}

SummaryTable differingTable(const std::vector<ConfigurationGroup>& groups,
                            const std::set<std::string>& keys) {
  SummaryTable table;
  table.columns.push_back({tr("Configuration"), tr("As in the figures.")});
  for (const auto& field : experiment::configurationFields())
    if (keys.contains(field.text.key))
      table.columns.push_back({fromCore(field.text.label), fromCore(field.text.tooltip)});
  for (const ConfigurationGroup& group : groups) {
    SummaryTable::Row row;
    row.colour = group.colour;
    row.cells.push_back({group.label, std::nullopt});
    const Configuration& configuration = group.runs.front()->run.configuration;
    for (const auto& field : experiment::configurationFields())
      if (keys.contains(field.text.key))
        row.cells.push_back(
            {acts(field.text.key, configuration) ? valueText(configuration, field) : QStringLiteral("–"),
             std::nullopt});
    table.rows.push_back(std::move(row));
  }
  return table;
}

QString computedText(const ExperimentRecords& records) {
  std::set<QString> programs;
  bool mixed = false;
  for (const RunRecord& record : records.runs) {
    mixed = mixed || record.run.mixed;
    if (!record.run.program.empty())
      programs.insert(
          QStringLiteral("Skipscope %1 (%2)").arg(fromCore(record.run.program), fromCore(record.run.path)));
  }
  if (programs.empty())
    return {};
  QString text = tr("Runs computed by %1.")
                     .arg(QStringList(programs.begin(), programs.end()).join(QStringLiteral(", ")));
  if (mixed)
    text += ' ' + tr("Some were resumed on another path or version.");
  return text;
}

} // namespace

RunSettings runSettings(const ExperimentRecords& records) {
  const std::vector<ConfigurationGroup> groups = groupByConfiguration(records);
  std::vector<Configuration> configurations;
  for (const ConfigurationGroup& group : groups)
    configurations.push_back(group.runs.front()->run.configuration);
  const auto keys = experiment::differingKeys(configurations);
  const std::set<std::string> differing(keys.begin(), keys.end());

  RunSettings settings;
  if (!differing.empty())
    settings.differing = differingTable(groups, differing);
  for (const auto& field : experiment::configurationFields()) {
    if (differing.contains(field.text.key) || field.text.key == "training.threads")
      continue;
    const auto acting = std::find_if(configurations.begin(), configurations.end(),
                                     [&](const Configuration& each) { return acts(field.text.key, each); });
    if (acting != configurations.end())
      settings.common.append(tr("%1: %2").arg(fromCore(field.text.label), valueText(*acting, field)));
  }
  settings.computed = computedText(records);
  return settings;
}

QString settingsHeading() {
  return tr("How the runs were set up");
}

QString commonText(const RunSettings& settings) {
  if (settings.common.isEmpty())
    return {};
  return (settings.differing.columns.empty() ? tr("Settings: %1.") : tr("The same in all: %1."))
      .arg(settings.common.join(QStringLiteral("; ")));
}

} // namespace skipscope::ui
