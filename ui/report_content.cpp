#include "ui/report_content.h"

#include "core/error.h"
#include "core/store/run_store.h"
#include "ui/models/display_text.h"

#include <algorithm>

namespace skipscope::ui {

namespace {

QString datasetText(const store::Workspace& workspace, const ExperimentRecords& records) {
  QString text = QStringLiteral("Dataset %1").arg(fromCore(records.dataset));
  const auto datasets = workspace.datasets();
  const auto found = std::find_if(datasets.begin(), datasets.end(), [&](const store::DatasetEntry& entry) {
    return entry.summary.fingerprint == records.fingerprint;
  });
  if (found != datasets.end())
    text += QStringLiteral(" · %1 events, %2 listeners, %3 songs")
                .arg(countText(found->summary.events), countText(found->summary.listeners),
                     countText(found->summary.songs));
  return text + QStringLiteral(" · fingerprint %1").arg(fromCore(records.fingerprint));
}

QStringList protocolsOf(const View& view, const std::string& pairKinds) {
  QStringList lines;
  for (const FigureSettings& figure : view.figures)
    if (const FigureKind* kind = figureKind(figure.kind); kind && kind->takesMetric)
      lines.append(
          QStringLiteral("%1: %2").arg(metricLabel(figure.metric, pairKinds), metricProtocol(figure.metric)));
  lines.removeDuplicates();
  return lines;
}

} // namespace

ReportContent makeReport(store::Workspace& workspace, View view) {
  const ExperimentRecords records =
      readExperiment(workspace, view.experiment, nullptr, needsOf(view.figures));
  view.finishedRuns = std::count_if(records.runs.begin(), records.runs.end(), [](const RunRecord& record) {
    return record.run.state == store::RunState::Finished;
  });
  if (view.finishedRuns == 0)
    throw core::Error("Experiment '" + view.experiment +
                      "' has no finished run yet; start workers with 'skipscope-cli "
                      "work' and wait for the first one.");
  ReportContent content;
  view.dataset = records.fingerprint;
  content.title = fromCore(view.title.empty() ? view.experiment : view.title);
  if (!view.title.empty() && view.title != view.experiment)
    content.facts.append(QStringLiteral("Experiment %1").arg(fromCore(view.experiment)));
  content.facts += {datasetText(workspace, records), protocolText(records), countsText(records)};
  content.remarks = exclusionText(records);
  content.protocols = protocolsOf(view, records.pairKinds);
  content.footer = QStringLiteral("Skipscope %1 · method %2 · means ± half of the 95 % t-interval over seeds")
                       .arg(SKIPSCOPE_VERSION)
                       .arg(experiment::kMethodVersion);
  for (const FigureSettings& figure : view.figures)
    content.figures.push_back(figureContent(records, figure));
  if (view.table)
    content.table = summaryTable(records);
  content.settings = runSettings(records);
  content.metrics = metricsOf(records);
  content.view = std::move(view);
  return content;
}

ReportOrProblem tryReport(store::Workspace& workspace, const View& view) {
  try {
    return {std::make_shared<const ReportContent>(makeReport(workspace, view)), {}};
  } catch (const std::exception& error) {
    return {nullptr, fromCore(error.what())};
  }
}

ReportContent makeReport(store::Workspace& workspace, const std::string& experiment) {
  View view;
  view.experiment = experiment;
  view.figures.clear();
  const ExperimentRecords records = readExperiment(workspace, experiment, nullptr, {true, true});
  for (const FigureKind& kind : figureKinds()) {
    FigureSettings figure;
    figure.kind = kind.name;
    if (worthShowing(figureContent(records, figure)))
      view.figures.push_back(figure);
  }
  return makeReport(workspace, std::move(view));
}

} // namespace skipscope::ui
