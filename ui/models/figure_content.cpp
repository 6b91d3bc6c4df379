#include "ui/models/figure_content.h"

#include "core/evaluation/listener_metric.h"
#include "ui/models/display_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace skipscope::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("FigureContent", text);
}

FigureTable curvesTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"), tr("Run"),        axisText(content.settings.axis),
                  content.metricText,  tr("Low (95 %)"), tr("High (95 %)"),
                  tr("Seeds")};
  for (const LearningCurve& curve : content.curves) {
    for (const CurvePoint& point : curve.mean)
      table.rows.push_back({curve.label, QString(), point.x, point.mean, point.low, point.high,
                            static_cast<double>(point.count)});
    for (const Trace& trace : curve.traces)
      if (content.settings.traces || trace.running)
        for (std::size_t i = 0; i < trace.x.size(); ++i)
          table.rows.push_back(
              {curve.label, trace.run, trace.x[i], trace.y[i], QString(), QString(), QString()});
  }
  return table;
}

FigureTable rowsTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"), tr("Run"),         content.metricText,
                  tr("Low (95 %)"),    tr("High (95 %)"), tr("Seeds")};
  for (const MetricRow& row : content.rows) {
    if (!row.value)
      continue;
    table.rows.push_back({row.label, QString(), row.value->mean, row.value->low, row.value->high,
                          static_cast<double>(row.value->count)});
    for (std::size_t i = 0; i < row.seeds.size(); ++i)
      table.rows.push_back({row.label, row.runs[i], row.seeds[i], QString(), QString(), QString()});
  }
  return table;
}

FigureTable coverageTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Inputs"), tr("Minimum history m"), tr("Share of listeners"), tr("Configuration"),
                  tr("Reach-weighted accuracy")};
  for (const CoverageCurve& curve : content.coverage) {
    for (std::size_t m = 0; m < curve.share.size(); ++m)
      table.rows.push_back({curve.name, static_cast<double>(m + 1), curve.share[m], QString(), QString()});
    for (const ReachPoint& point : curve.reach)
      table.rows.push_back(
          {curve.name, static_cast<double>(point.minimumHistory), QString(), point.label, point.value.mean});
  }
  return table;
}

FigureTable negativesTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"),
                  tr("Number of negatives N"),
                  content.metricText,
                  tr("Low (95 %)"),
                  tr("High (95 %)"),
                  tr("Seeds"),
                  tr("False negatives in the loss")};
  for (const NegativesLine& line : content.negatives)
    for (const NegativesPoint& point : line.points)
      table.rows.push_back(
          {line.label, line.reference ? FigureCell(QString()) : FigureCell(point.count), point.value.mean,
           point.value.low, point.value.high, static_cast<double>(point.value.count),
           point.falseNegatives ? FigureCell(*point.falseNegatives) : FigureCell(QString())});
  return table;
}

FigureTable tradeTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"), tr("User coverage"), content.metricText,
                  tr("Low (95 %)"),    tr("High (95 %)"),   tr("Seeds")};
  for (const TradePoint& point : content.trade)
    table.rows.push_back({point.label, point.coverage.mean, point.value.mean, point.value.low,
                          point.value.high, static_cast<double>(point.value.count)});
  return table;
}

FigureTable segmentsTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"),
                  tr("From"),
                  tr("To"),
                  tr("Pairs"),
                  tr("Listeners"),
                  content.metricText,
                  tr("Low (95 %, seeds)"),
                  tr("High (95 %, seeds)"),
                  tr("Seeds"),
                  tr("Standard error over listeners")};
  for (const SegmentLine& line : content.segments)
    for (const SegmentPoint& point : line.points)
      table.rows.push_back({line.label, point.from, point.to, static_cast<double>(point.pairs),
                            static_cast<double>(point.listeners), point.value.mean, point.value.low,
                            point.value.high, static_cast<double>(point.value.count), point.se});
  return table;
}

FigureTable differencesTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"),
                  tr("Baseline"),
                  content.metricText,
                  tr("Of the baseline"),
                  tr("Difference"),
                  tr("Low (95 %)"),
                  tr("High (95 %)"),
                  tr("p after Holm"),
                  tr("Listeners"),
                  tr("Share better off"),
                  tr("By more than a half"),
                  tr("Share worse off"),
                  tr("By more than a half, worse")};
  for (const DifferenceRow& row : content.differences.rows) {
    const StoredDifference& stored = row.stored;
    const evaluation::Comparison& comparison = stored.comparison;
    if (stored.problem.empty())
      table.rows.push_back({row.label, content.differences.baseline, comparison.value, comparison.baseline,
                            comparison.difference, comparison.low, comparison.high,
                            comparison.ofConfigurations() ? FigureCell(row.corrected) : FigureCell(QString()),
                            static_cast<double>(comparison.listeners), stored.helped, stored.muchHelped,
                            stored.hurt, stored.muchHurt});
  }
  return table;
}

FigureTable costTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"),       tr("To the best of"),         axisText(content.settings.axis),
                  tr("Low (95 %, seeds)"),   tr("High (95 %, seeds)"),     tr("Seeds"),
                  tr("Seeds that never do"), tr("Ratio to the reference"), tr("Ratio low (95 %)"),
                  tr("Ratio high (95 %)")};
  for (const CostRow& row : content.cost.rows)
    for (const bool same : {false, true}) {
      const Cost& cost = same ? row.same : row.own;
      const auto& ratio = same ? row.sameRatio : row.ownRatio;
      const auto cell = [&](double CostRatio::*part) {
        return ratio ? FigureCell((*ratio).*part) : FigureCell(QString());
      };
      table.rows.push_back({row.label, same ? content.cost.reference : tr("itself"), cost.mean, cost.low,
                            cost.high, static_cast<double>(cost.seeds.size()),
                            static_cast<double>(cost.censored), cell(&CostRatio::value),
                            cell(&CostRatio::low), cell(&CostRatio::high)});
    }
  return table;
}

FigureTable cosinesTable(const FigureContent& content) {
  FigureTable table;
  table.header = {tr("Configuration"),
                  tr("Types"),
                  tr("Raw cosine"),
                  tr("Raw low (95 %)"),
                  tr("Raw high (95 %)"),
                  tr("Centred cosine"),
                  tr("Centred low (95 %)"),
                  tr("Centred high (95 %)"),
                  tr("Seeds")};
  for (const CosineMatrix::Row& row : content.cosines.rows)
    for (std::size_t i = 0; i < content.cosines.columns.size(); ++i)
      if (const auto& raw = row.raw[i])
        table.rows.push_back({row.label, columnText(content.cosines.columns[i]), raw->mean, raw->low,
                              raw->high, row.centred[i]->mean, row.centred[i]->low, row.centred[i]->high,
                              static_cast<double>(raw->count)});
  return table;
}

} // namespace

FigureContent figureContent(const ExperimentRecords& records, const FigureSettings& settings) {
  FigureContent content;
  content.settings = settings;
  content.metricText = metricLabel(settings.metric, records.pairKinds);
  if (!records.runs.empty())
    content.minimumHistory = records.runs.front().run.configuration.minimumHistory;
  if (settings.kind == "learning_curves")
    content.curves = learningCurves(records, settings.metric, settings.axis);
  else if (settings.kind == "accuracy")
    content.rows = metricRows(records, settings.metric);
  else if (settings.kind == "coverage")
    content.coverage = coverageCurves(records);
  else if (settings.kind == "negatives")
    content.negatives = negativesLines(records, settings.metric);
  else if (settings.kind == "accuracy_coverage")
    content.trade = tradePoints(records, settings.metric);
  else if (settings.kind == "differences") {
    content.differences = listenerDifferenceRows(records, settings.metric);
    if (!evaluation::isListenerMetric(settings.metric))
      content.problem = tr("This metric is no mean over listeners: choose another one.");
  } else if (settings.kind == "training_cost")
    content.cost = trainingCosts(records, settings.axis);
  else if (settings.kind == "segments") {
    content.metricText = metricLabel("accuracy", records.pairKinds);
    content.segments = segmentLines(
        records, evaluation::parseSegmentBy(settings.segment).value_or(evaluation::SegmentBy::History));
    content.problem = fromCore(records.segmentsProblem);
  } else if (settings.kind == "cosines")
    content.cosines = cosineMatrix(records);
  return content;
}

bool worthShowing(const FigureContent& content) {
  if (content.settings.kind == "negatives") // one number of negatives is no curve
    return std::any_of(content.negatives.begin(), content.negatives.end(),
                       [](const NegativesLine& line) { return line.points.size() > 1; });
  if (content.settings.kind == "accuracy_coverage") // the same coverage everywhere: the bars say it better
    return std::any_of(content.trade.begin(), content.trade.end(), [&](const TradePoint& point) {
      return point.coverage.mean != content.trade.front().coverage.mean;
    });
  if (content.settings.kind == "segments") // one segment is the accuracy of all pairs
    return std::any_of(content.segments.begin(), content.segments.end(),
                       [](const SegmentLine& line) { return line.points.size() > 1; });
  if (content.settings.kind == "training_cost") // one configuration has nothing to be compared with
    return content.cost.rows.size() > 1;
  return !figureTable(content).rows.empty();
}

FigureTable figureTable(const FigureContent& content) {
  if (content.settings.kind == "learning_curves")
    return curvesTable(content);
  if (content.settings.kind == "accuracy")
    return rowsTable(content);
  if (content.settings.kind == "negatives")
    return negativesTable(content);
  if (content.settings.kind == "accuracy_coverage")
    return tradeTable(content);
  if (content.settings.kind == "differences")
    return differencesTable(content);
  if (content.settings.kind == "training_cost")
    return costTable(content);
  if (content.settings.kind == "segments")
    return segmentsTable(content);
  if (content.settings.kind == "cosines")
    return cosinesTable(content);
  return coverageTable(content);
}

} // namespace skipscope::ui
