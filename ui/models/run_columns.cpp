#include "ui/models/run_columns.h"

#include "core/evaluation/metrics.h"
#include "core/experiment/configuration.h"
#include "ui/models/display_text.h"

#include <fmt/format.h>

#include <QCoreApplication>
#include <QLocale>

namespace skipscope::ui {

using Kind = RunColumn::Kind;
using store::RunState;

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("skipscope::ui::RunsModel", text);
}

QString fieldTooltip(const core::FieldText& text) {
  QString tooltip = fromCore(text.label) + QStringLiteral("\n") + fromCore(text.tooltip);
  return tooltip + QStringLiteral("\n") + fromCore(text.key);
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

} // namespace

std::vector<RunColumn> runColumns() {
  std::vector<RunColumn> columns = {
      {Kind::State, "state", tr("State"), tr("Where the run stands in the queue")},
      {Kind::Progress, "progress", tr("Progress"), tr("How far the run is, and how long it takes at most")},
      {Kind::Experiment, "experiment", tr("Experiment"), tr("Experiments this run belongs to")},
      {Kind::Dataset, "dataset", tr("Dataset"), tr("The log it was trained on")}};
  for (const auto& field : experiment::configurationFields())
    columns.push_back(
        {Kind::Configuration, field.text.key, fromCore(field.text.label), fieldTooltip(field.text)});
  columns.push_back({Kind::Seed, "seed", tr("Seed"), tr("Start of every random number of the run")});
  for (const auto& metric : evaluation::metricTexts()) {
    columns.push_back(
        {Kind::Metric, metric.name, fromCore(metric.label),
         tr("Test value at the best validation step") + QStringLiteral("\n") + fromCore(metric.protocol)});
    if (metric.name == std::string_view("accuracy"))
      columns.push_back(
          {Kind::Difference, "difference", tr("Difference to the baseline"),
           tr("Accuracy less that of the pinned baseline on the same listeners, over all finished\n"
              "seeds of both configurations, with its 95 % interval")});
  }
  columns.push_back({Kind::Steps, "steps", tr("Steps"), tr("Training steps done")});
  columns.push_back({Kind::Seconds, "train_seconds", tr("Training time"), tr("Seconds spent in training")});
  columns.push_back({Kind::Message, "message", tr("Message"), tr("Why it failed, or a note about the run")});
  columns.push_back({Kind::Tags, "tags", tr("Tags"), tr("Words somebody gave the run to find it again")});
  columns.push_back({Kind::Note, "note", tr("Note"), tr("What somebody wrote about the run")});
  columns.push_back({Kind::Id, "id", tr("Id"), tr("Identifier, as the command line takes it")});
  return columns;
}

std::string runFilterText(const store::Run& run, const RunColumn& column) {
  switch (column.kind) {
  case Kind::State:
    return std::string(store::runStateName(run.state));
  case Kind::Progress:
    return fmt::format("{}", runShare(run));
  case Kind::Experiment:
    return joined(run.experiments);
  case Kind::Dataset:
    return run.dataset;
  case Kind::Configuration:
    return experiment::fieldText(run.configuration, column.key);
  case Kind::Seed:
    return fmt::format("{}", run.seed);
  case Kind::Metric: {
    const auto found = run.test.find(column.key);
    return found == run.test.end() ? "" : fmt::format("{}", found->second);
  }
  case Kind::Difference:
    return {}; // known to the model only
  case Kind::Steps:
    return fmt::format("{}", run.progress.step);
  case Kind::Seconds:
    return fmt::format("{}", run.progress.trainSeconds);
  case Kind::Message:
    return run.message;
  case Kind::Tags:
    return joined(run.tags);
  case Kind::Note:
    return run.note;
  case Kind::Id:
    return run.id;
  }
  return {};
}

QString runCellText(const store::Run& run, const RunColumn& column) {
  switch (column.kind) {
  case Kind::State: {
    QString name = fromCore(store::runStateName(run.state));
    name[0] = name[0].toUpper();
    return run.cancelRequested && run.state == RunState::Running ? tr("Cancelling") : name;
  }
  case Kind::Progress:
    return runProgressText(run);
  case Kind::Metric: {
    const auto found = run.test.find(column.key);
    if (found == run.test.end())
      return {};
    const bool whole = found->second == static_cast<double>(static_cast<std::int64_t>(found->second));
    const bool counted = whole && (found->second > 1 || found->second < -1);
    return counted ? countText(static_cast<std::int64_t>(found->second))
                   : QLocale().toString(found->second, 'f', 3);
  }
  case Kind::Steps:
    return run.progress.step > 0 ? countText(run.progress.step) : QString();
  case Kind::Seconds:
    return run.progress.trainSeconds > 0 ? durationText(run.progress.trainSeconds) : QString();
  case Kind::Note:
    return fromCore(run.note).simplified();
  case Kind::Id:
    return fromCore(run.id).left(8);
  default:
    return fromCore(runFilterText(run, column));
  }
}

double runShare(const store::Run& run) {
  if (run.state == RunState::Finished)
    return 1;
  if (run.progress.maxSteps <= 0)
    return 0;
  return std::min(1.0, static_cast<double>(run.progress.step) / static_cast<double>(run.progress.maxSteps));
}

QString runProgressText(const store::Run& run) {
  const auto& progress = run.progress;
  const QString percent = QStringLiteral("%1 %").arg(static_cast<int>(runShare(run) * 100));
  switch (run.state) {
  case RunState::Queued:
    return progress.step > 0 ? tr("waiting at %1").arg(percent) : tr("waiting");
  case RunState::Running: {
    if (progress.step <= 0)
      return tr("starting");
    // Early stopping can only end it sooner.
    const double left = progress.trainSeconds / static_cast<double>(progress.step) *
                        static_cast<double>(progress.maxSteps - progress.step);
    return left > 0 ? tr("%1 · ≤ %2 left").arg(percent, durationText(left)) : tr("evaluating");
  }
  case RunState::Finished:
    return progress.step > 0
               ? tr("%1 steps in %2").arg(countText(progress.step), durationText(progress.trainSeconds))
               : tr("done");
  case RunState::Failed:
    return fromCore(run.message);
  case RunState::Cancelled:
  case RunState::Interrupted:
    return tr("stopped at %1").arg(percent);
  }
  return {};
}

} // namespace skipscope::ui
