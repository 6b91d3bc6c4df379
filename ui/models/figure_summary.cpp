#include "ui/models/figure_summary.h"

#include "ui/models/figure_data.h"

#include <QLocale>
#include <algorithm>
#include <functional>
#include <set>

namespace skipscope::ui {

namespace {

using Cell = SummaryTable::Cell;

/// Less than this between seeds is rounding: the number does not depend on the seed.
constexpr double kSame = 1e-9;

QString number(double value, int digits) {
  return QLocale(QLocale::English).toString(value, 'f', digits);
}

Cell cellOf(const std::vector<double>& values, int digits) {
  if (values.empty())
    return {QStringLiteral("–"), std::nullopt};
  const evaluation::Summary summary = evaluation::summarise(values);
  QString text = number(summary.mean, digits);
  if (summary.deviation > kSame)
    text += QStringLiteral(" ± ") + number((summary.high - summary.low) / 2, digits);
  return {text, summary.mean};
}

Cell metricCell(const ConfigurationGroup& group, const std::string& metric) {
  std::vector<double> values;
  for (const RunRecord* record : group.finished)
    if (const auto found = record->run.test.find(metric); found != record->run.test.end())
      values.push_back(found->second);
  return cellOf(values, 3);
}

Cell seedsCell(const ConfigurationGroup& group) {
  const auto finished = group.finished.size();
  const auto all = group.runs.size();
  const QString text =
      finished == all ? QString::number(all) : QStringLiteral("%1 of %2").arg(finished).arg(all);
  return {text, static_cast<double>(finished)};
}

Cell stepsCell(const ConfigurationGroup& group) {
  std::vector<double> steps;
  for (const RunRecord* record : group.finished)
    if (!group.baseline)
      steps.push_back(static_cast<double>(record->run.bestStep));
  return cellOf(steps, 0);
}

QString shared(const ExperimentRecords& records,
               const std::function<QString(const experiment::Configuration&)>& text) {
  std::set<QString> texts;
  for (const RunRecord& record : records.runs)
    texts.insert(text(record.run.configuration));
  return texts.size() == 1 ? *texts.begin() : QStringLiteral("several");
}

} // namespace

SummaryTable summaryTable(const ExperimentRecords& records) {
  struct MetricColumn {
    std::string metric;
    QString title;
  };
  const std::vector<MetricColumn> metrics = {{"accuracy", QStringLiteral("Accuracy")},
                                             {"coverage", QStringLiteral("Coverage")},
                                             {"reach_weighted_accuracy", QStringLiteral("Reach-weighted")},
                                             {"hr@10", QStringLiteral("HR@10")},
                                             {"ndcg@10", QStringLiteral("NDCG@10")}};
  SummaryTable table;
  table.columns = {
      {QStringLiteral("Configuration"), QStringLiteral("Only what differs between configurations.")},
      {QStringLiteral("Seeds"), QStringLiteral("Finished runs, the ones in the means.")}};
  for (const MetricColumn& column : metrics)
    table.columns.push_back({column.title, metricProtocol(column.metric)});
  table.columns.push_back(
      {QStringLiteral("Steps to best"),
       QStringLiteral("Training steps to the best validation, where the test was made.")});
  for (const ConfigurationGroup& group : groupByConfiguration(records)) {
    SummaryTable::Row row;
    row.colour = group.colour;
    row.cells = {{group.label, static_cast<double>(group.colour)}, seedsCell(group)};
    for (const MetricColumn& column : metrics)
      row.cells.push_back(metricCell(group, column.metric));
    row.cells.push_back(stepsCell(group));
    table.rows.push_back(std::move(row));
  }
  return table;
}

QString countsText(const ExperimentRecords& records) {
  const auto finished = std::count_if(records.runs.begin(), records.runs.end(), [](const RunRecord& record) {
    return record.run.state == store::RunState::Finished;
  });
  const auto configurations = groupByConfiguration(records).size();
  const QLocale english(QLocale::English);
  return QStringLiteral("%1 of %2 runs finished · %3 %4")
      .arg(english.toString(static_cast<qlonglong>(finished)),
           english.toString(static_cast<qlonglong>(records.runs.size())),
           english.toString(static_cast<qlonglong>(configurations)),
           configurations == 1 ? QStringLiteral("configuration") : QStringLiteral("configurations"));
}

QString protocolText(const ExperimentRecords& records) {
  const QString split = shared(records, [](const experiment::Configuration& configuration) {
    const QString name = QString::fromStdString(experiment::fieldText(configuration, "evaluation.split"));
    return configuration.split == experiment::Split::Time
               ? name + QStringLiteral(" (") + QString::fromStdString(configuration.times) + ')'
               : name;
  });
  const QString history = shared(records, [](const experiment::Configuration& configuration) {
    return QString::number(configuration.minimumHistory);
  });
  const QString pairs =
      records.pairKinds.empty()
          ? QStringLiteral("liked against disliked")
          : QString::fromStdString(records.pairKinds).replace('>', QStringLiteral(" over "));
  return QStringLiteral("Pairs: %1 · split: %2 · minimum history m = %3 · best step chosen on "
                        "validation, test made once at that step")
      .arg(records.stations ? pairs + QStringLiteral(", same station") : pairs, split, history);
}

} // namespace skipscope::ui
