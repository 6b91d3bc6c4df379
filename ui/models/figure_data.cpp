#include "ui/models/figure_data.h"

#include "ui/models/figure_labels.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace skipscope::ui {

namespace {

using store::RunState;

const evaluation::MetricText* findText(const std::string& metric) {
  for (const evaluation::MetricText& text : evaluation::metricTexts())
    if (text.name == metric)
      return &text;
  return nullptr;
}

constexpr const char* kUsualPairs = "like>dislike";

/// Whether a metric is worked out on the pairs, so that its meaning depends on what these are.
bool isOfPairs(const std::string& metric) {
  constexpr std::array<const char*, 6> beginnings = {
      "accuracy", "reach_weighted_accuracy", "hr", "delta_hr", "ndcg", "mrr"};
  if (metric == "accuracy_listeners" || metric == "reach_weighted_accuracy_plays")
    return false;
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const char* beginning) { return metric.starts_with(beginning); });
}

/// Labels as they are, with the dataset where there are several, and numbered where two would be alike.
void makeUnique(std::vector<ConfigurationGroup>& groups) {
  std::set<std::string> datasets;
  for (const ConfigurationGroup& group : groups)
    datasets.insert(group.runs.front()->run.fingerprint);
  std::map<QString, int> uses;
  for (ConfigurationGroup& group : groups) {
    if (datasets.size() > 1)
      group.label += QStringLiteral(" · ") + QString::fromStdString(group.runs.front()->run.dataset);
    if (const int use = ++uses[group.label]; use > 1)
      group.label += QStringLiteral(" (%1)").arg(use);
  }
}

} // namespace

std::vector<ConfigurationGroup> groupByConfiguration(const ExperimentRecords& records) {
  std::vector<ConfigurationGroup> groups;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  std::vector<experiment::Configuration> configurations;
  for (const RunRecord& record : records.runs) {
    const auto [place, added] =
        places.try_emplace({record.run.fingerprint, record.run.configurationHash}, groups.size());
    if (added) {
      ConfigurationGroup group;
      group.colour = static_cast<int>(groups.size());
      group.baseline = record.run.configuration.model != experiment::ModelKind::Sasrec;
      groups.push_back(std::move(group));
      configurations.push_back(record.run.configuration);
    }
    ConfigurationGroup& group = groups[place->second];
    group.runs.push_back(&record);
    if (record.run.state == RunState::Finished)
      group.finished.push_back(&record);
  }
  const std::vector<QString> labels = shortLabels(configurations);
  for (std::size_t i = 0; i < groups.size(); ++i)
    groups[i].label = labels[i];
  makeUnique(groups);
  return groups;
}

QString exclusionText(const ExperimentRecords& records) {
  struct Word {
    RunState state;
    QString text;
  };
  const std::array<Word, 5> words = {{{RunState::Running, QStringLiteral("%1 running (open circles)")},
                                      {RunState::Queued, QStringLiteral("%1 queued")},
                                      {RunState::Interrupted, QStringLiteral("%1 interrupted")},
                                      {RunState::Cancelled, QStringLiteral("%1 cancelled")},
                                      {RunState::Failed, QStringLiteral("%1 failed")}}};
  QStringList parts;
  for (const Word& word : words) {
    const auto count = std::count_if(records.runs.begin(), records.runs.end(),
                                     [&](const RunRecord& record) { return record.run.state == word.state; });
    if (count > 0)
      parts.append(word.text.arg(QLocale(QLocale::English).toString(static_cast<qlonglong>(count))));
  }
  return parts.isEmpty() ? QString() : QStringLiteral("Not in the means: ") + parts.join(", ") + '.';
}

std::vector<MetricRow> metricRows(const ExperimentRecords& records, const std::string& metric) {
  std::vector<MetricRow> rows;
  for (const ConfigurationGroup& group : groupByConfiguration(records)) {
    MetricRow row;
    row.label = group.label;
    row.colour = group.colour;
    row.baseline = group.baseline;
    row.finished = static_cast<int>(group.finished.size());
    row.launched = static_cast<int>(group.runs.size());
    for (const RunRecord* record : group.finished)
      if (const auto found = record->run.test.find(metric); found != record->run.test.end()) {
        row.seeds.push_back(found->second);
        row.runs.push_back(QString::fromStdString(record->run.id));
      }
    if (!row.seeds.empty())
      row.value = evaluation::summarise(row.seeds);
    rows.push_back(std::move(row));
  }
  return rows;
}

namespace {

std::vector<ReachPoint> reachOf(const std::vector<ConfigurationGroup>& groups, const StoredCoverage& stored) {
  std::vector<ReachPoint> points;
  for (const ConfigurationGroup& group : groups) {
    const store::Run& first = group.runs.front()->run;
    if (group.baseline || first.fingerprint != stored.fingerprint ||
        first.configuration.inputs != stored.inputs || splitText(first.configuration) != stored.split)
      continue;
    std::vector<double> values;
    for (const RunRecord* record : group.finished)
      if (const auto found = record->run.test.find("reach_weighted_accuracy");
          found != record->run.test.end())
        values.push_back(found->second);
    if (!values.empty())
      points.push_back(
          {group.label, first.configuration.minimumHistory, evaluation::summarise(values),
           values.size() == 1 ? QString::fromStdString(group.finished.front()->run.id) : QString()});
  }
  return points;
}

} // namespace

std::vector<CoverageCurve> coverageCurves(const ExperimentRecords& records) {
  std::set<std::string> logs;
  std::set<std::string> splits;
  for (const StoredCoverage& stored : records.coverage) {
    logs.insert(stored.fingerprint);
    splits.insert(stored.split);
  }
  const std::vector<ConfigurationGroup> groups = groupByConfiguration(records);
  std::vector<CoverageCurve> curves;
  for (const StoredCoverage& stored : records.coverage) {
    if (stored.listeners.size() < 2 || stored.listeners.front() == 0)
      continue;
    CoverageCurve curve;
    curve.name = inputsText(stored.inputs);
    if (splits.size() > 1)
      curve.name += QStringLiteral(" · split ") + QString::fromStdString(stored.split);
    if (logs.size() > 1)
      curve.name += QStringLiteral(" · log ") + QString::fromStdString(stored.fingerprint.substr(0, 6));
    for (std::size_t m = 1; m < stored.listeners.size(); ++m)
      curve.share.push_back(static_cast<double>(stored.listeners[m]) / stored.listeners.front());
    curve.reach = reachOf(groups, stored);
    curves.push_back(std::move(curve));
  }
  return curves;
}

std::vector<evaluation::MetricText> metricsOf(const ExperimentRecords& records) {
  std::set<std::string> names;
  for (const RunRecord& record : records.runs) {
    for (const auto& [name, value] : record.run.test)
      names.insert(name);
    for (const store::Validation& validation : record.validations)
      for (const auto& [name, value] : validation.metrics)
        names.insert(name);
  }
  std::vector<evaluation::MetricText> texts;
  for (const evaluation::MetricText& text : evaluation::metricTexts())
    if (names.contains(text.name))
      texts.push_back(text);
  return texts;
}

QString metricLabel(const std::string& metric, const std::string& pairKinds) {
  const auto* text = findText(metric);
  QString label = QString::fromStdString(text ? text->label : metric);
  if (!pairKinds.empty() && pairKinds != kUsualPairs && isOfPairs(metric))
    label +=
        QStringLiteral(" (%1)").arg(QString::fromStdString(pairKinds).replace('>', QStringLiteral(" over ")));
  return label;
}

QString metricProtocol(const std::string& metric) {
  const auto* text = findText(metric);
  return text ? QString::fromStdString(text->protocol) : QString();
}

} // namespace skipscope::ui
