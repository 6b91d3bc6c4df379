#include "ui/models/figure_data.h"

#include <QLocale>
#include <algorithm>

namespace skipscope::ui {

double positionOn(CurveAxis axis, const RunRecord& record, const store::Validation& validation) {
  switch (axis) {
  case CurveAxis::Epochs:
    return validation.epochs;
  case CurveAxis::Targets:
    return static_cast<double>(validation.targets);
  case CurveAxis::Seconds:
    return validation.trainSeconds;
  case CurveAxis::WallTime: // a resumed run's clock goes on over the pause
    return static_cast<double>(validation.wallMs - record.run.startedMs) / 1000;
  case CurveAxis::Steps:
    break;
  }
  return static_cast<double>(validation.step);
}

QString positionText(CurveAxis axis, double position) {
  const bool whole = axis == CurveAxis::Steps || axis == CurveAxis::Targets;
  return QLocale(QLocale::English).toString(position, 'f', whole || position >= 100 ? 0 : 1);
}

namespace {

/// More positions than this cannot be told apart in a figure, and cost time to draw.
constexpr std::size_t kMostPositions = 400;

Trace traceOf(const RunRecord& record, const std::string& metric, CurveAxis axis) {
  Trace trace;
  trace.run = QString::fromStdString(record.run.id);
  trace.seed = record.run.seed;
  trace.running = record.run.state != store::RunState::Finished;
  for (const store::Validation& validation : record.validations) {
    const auto found = validation.metrics.find(metric);
    const double x = positionOn(axis, record, validation);
    if (found == validation.metrics.end() || (!trace.x.empty() && x <= trace.x.back()))
      continue;
    trace.x.push_back(x);
    trace.y.push_back(found->second);
  }
  // A baseline has a value and no steps.
  if (trace.x.empty() && record.run.configuration.model != experiment::ModelKind::Sasrec)
    if (const auto best = record.run.validation.find(metric); best != record.run.validation.end()) {
      trace.x.push_back(0);
      trace.y.push_back(best->second.value);
    }
  return trace;
}

/// Value at `x` within the trace's span, linear between validations.
double valueAt(const Trace& trace, double x) {
  const auto next = std::lower_bound(trace.x.begin(), trace.x.end(), x);
  const auto i = static_cast<std::size_t>(next - trace.x.begin());
  if (*next == x || i == 0)
    return trace.y[i];
  const double share = (x - trace.x[i - 1]) / (trace.x[i] - trace.x[i - 1]);
  return trace.y[i - 1] + share * (trace.y[i] - trace.y[i - 1]);
}

/// Every position of any trace within the span common to all of them, its two ends included.
std::vector<double> commonPositions(const std::vector<const Trace*>& traces) {
  double first = traces.front()->x.front();
  double last = traces.front()->x.back();
  for (const Trace* trace : traces) {
    first = std::max(first, trace->x.front());
    last = std::min(last, trace->x.back());
  }
  std::vector<double> all;
  for (const Trace* trace : traces)
    std::copy_if(trace->x.begin(), trace->x.end(), std::back_inserter(all),
                 [&](double x) { return x >= first && x <= last; });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.size() <= kMostPositions)
    return all;
  std::vector<double> thinned;
  for (std::size_t i = 0; i < kMostPositions; ++i)
    thinned.push_back(all[i * (all.size() - 1) / (kMostPositions - 1)]);
  return thinned;
}

std::vector<CurvePoint> meanOf(const std::vector<const Trace*>& traces) {
  std::vector<CurvePoint> mean;
  if (traces.empty())
    return mean;
  for (const double x : commonPositions(traces)) {
    std::vector<double> values;
    for (const Trace* trace : traces)
      values.push_back(valueAt(*trace, x));
    const evaluation::Summary summary = evaluation::summarise(values);
    mean.push_back({x, summary.mean, summary.low, summary.high, summary.count});
  }
  return mean;
}

/// The parts of a trace before `first` and after `last`, each with its point at the joint.
void addTails(const Trace& trace, double first, double last, std::vector<Trace>& tails) {
  Trace before = trace;
  Trace after = trace;
  before.x.clear(), before.y.clear(), after.x.clear(), after.y.clear();
  if (last < trace.x.back()) {
    after.x.push_back(last);
    after.y.push_back(valueAt(trace, last));
  }
  for (std::size_t i = 0; i < trace.x.size(); ++i) {
    if (trace.x[i] < first)
      before.x.push_back(trace.x[i]), before.y.push_back(trace.y[i]);
    if (trace.x[i] > last)
      after.x.push_back(trace.x[i]), after.y.push_back(trace.y[i]);
  }
  if (!before.x.empty()) {
    before.x.push_back(first);
    before.y.push_back(valueAt(trace, first));
    tails.push_back(std::move(before));
  }
  if (!after.x.empty())
    tails.push_back(std::move(after));
}

LearningCurve curveOf(const ConfigurationGroup& group, const std::string& metric, CurveAxis axis) {
  LearningCurve curve;
  curve.label = group.label;
  curve.colour = group.colour;
  curve.baseline = group.baseline;
  for (const RunRecord* record : group.runs) {
    const auto state = record->run.state;
    if (state != store::RunState::Finished && state != store::RunState::Running)
      continue;
    if (Trace trace = traceOf(*record, metric, axis); !trace.x.empty())
      curve.traces.push_back(std::move(trace));
  }
  std::vector<const Trace*> finished;
  for (const Trace& trace : curve.traces)
    if (!trace.running)
      finished.push_back(&trace);
  curve.seeds = static_cast<int>(finished.size());
  curve.mean = meanOf(finished);
  for (const Trace* trace : finished) {
    if (curve.mean.empty())
      curve.tails.push_back(*trace);
    else
      addTails(*trace, curve.mean.front().x, curve.mean.back().x, curve.tails);
  }
  return curve;
}

} // namespace

QString axisText(CurveAxis axis) {
  switch (axis) {
  case CurveAxis::Epochs:
    return QStringLiteral("Epochs");
  case CurveAxis::Targets:
    return QStringLiteral("Positive targets seen");
  case CurveAxis::Seconds:
    return QStringLiteral("Training seconds");
  case CurveAxis::WallTime:
    return QStringLiteral("Seconds since the run began");
  case CurveAxis::Steps:
    break;
  }
  return QStringLiteral("Training steps");
}

std::vector<LearningCurve> learningCurves(const ExperimentRecords& records, const std::string& metric,
                                          CurveAxis axis) {
  std::vector<LearningCurve> curves;
  for (const ConfigurationGroup& group : groupByConfiguration(records))
    if (LearningCurve curve = curveOf(group, metric, axis); !curve.traces.empty())
      curves.push_back(std::move(curve));
  return curves;
}

} // namespace skipscope::ui
