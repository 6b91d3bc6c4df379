#include "ui/report_content.h"

#include "core/error.h"
#include "core/store/run_store.h"
#include "ui/models/display_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace skipscope::ui {

namespace {

constexpr qsizetype kMostViewBytes = 1024 * 1024;

/// JSON may write any sign as an escape: without these no text can end the block or the element it stands in.
QString asciiJson(const nlohmann::ordered_json& view) {
  return QString::fromStdString(view.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace))
      .replace('<', QStringLiteral("\\u003c"))
      .replace('>', QStringLiteral("\\u003e"))
      .replace('&', QStringLiteral("\\u0026"));
}

QString viewOf(const ReportContent& content) {
  const ExperimentRecords& records = *content.records;
  nlohmann::ordered_json view;
  view["skipscope_view"] = 1;
  view["program"] = SKIPSCOPE_VERSION;
  view["page"] = "compare";
  view["experiment"] = records.experiment;
  view["dataset"] = records.fingerprint;
  view["metric"] = content.metric;
  view["axis"] = "steps";
  view["traces"] = false;
  auto& runs = view["runs"] = nlohmann::ordered_json::array();
  for (const RunRecord& record : records.runs)
    runs.push_back(record.run.id);
  if (QString text = asciiJson(view); text.size() <= kMostViewBytes)
    return text;
  // The experiment names its runs; only a view of another selection would need the list.
  view.erase("runs");
  return asciiJson(view);
}

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

} // namespace

ReportContent makeReport(store::Workspace& workspace, const std::string& experiment) {
  ReportContent content;
  content.records = std::make_shared<const ExperimentRecords>(readExperiment(workspace, experiment));
  const ExperimentRecords& records = *content.records;
  const bool finished = std::any_of(records.runs.begin(), records.runs.end(), [](const RunRecord& record) {
    return record.run.state == store::RunState::Finished;
  });
  if (!finished)
    throw core::Error("Experiment '" + experiment +
                      "' has no finished run yet; start workers with 'skipscope-cli "
                      "work' and wait for the first one.");
  content.title = fromCore(experiment);
  content.facts = {datasetText(workspace, records), protocolText(records), countsText(records)};
  content.remarks = exclusionText(records);
  content.footer = QStringLiteral("Skipscope %1 · method %2 · means ± half of the 95 % t-interval over seeds")
                       .arg(SKIPSCOPE_VERSION)
                       .arg(experiment::kMethodVersion);
  content.table = summaryTable(records);
  for (const FigureKind& kind : figureKinds()) {
    FigureSettings settings;
    settings.kind = kind.name;
    settings.metric = content.metric;
    if (FigureContent figure = figureContent(records, settings); worthShowing(figure))
      content.figures.push_back(std::move(figure));
  }
  content.view = viewOf(content);
  return content;
}

} // namespace skipscope::ui
