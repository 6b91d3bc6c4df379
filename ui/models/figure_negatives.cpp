#include "ui/models/figure_negatives.h"

#include "ui/models/figure_labels.h"

#include <algorithm>
#include <map>
#include <set>

namespace skipscope::ui {

namespace {

using experiment::Configuration;

std::vector<double> valuesOf(const ConfigurationGroup& group, const std::string& metric) {
  std::vector<double> values;
  for (const RunRecord* record : group.finished)
    if (const auto found = record->run.test.find(metric); found != record->run.test.end())
      values.push_back(found->second);
  return values;
}

QString onlyRun(const ConfigurationGroup& group) {
  return group.finished.size() == 1 ? QString::fromStdString(group.finished.front()->run.id) : QString();
}

/// Marks the points that no other one beats in both.
void markBest(std::vector<TradePoint>& points) {
  for (TradePoint& point : points)
    point.best = std::none_of(points.begin(), points.end(), [&](const TradePoint& other) {
      return other.coverage.mean >= point.coverage.mean && other.value.mean >= point.value.mean &&
             (other.coverage.mean > point.coverage.mean || other.value.mean > point.value.mean);
    });
}

void labelLines(std::vector<NegativesLine>& lines, const std::vector<Configuration>& configurations,
                const std::vector<std::string>& datasets) {
  const auto labels = shortLabels(configurations);
  const bool several = std::set<std::string>(datasets.begin(), datasets.end()).size() > 1;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].label =
        lines.size() == 1 ? shortLabel(configurations[i], {"inputs", "negatives.strategy"}) : labels[i];
    if (several)
      lines[i].label += QStringLiteral(" · ") + QString::fromStdString(datasets[i]);
  }
}

} // namespace

std::vector<NegativesLine> negativesLines(const ExperimentRecords& records, const std::string& metric) {
  std::vector<NegativesLine> lines;
  std::vector<Configuration> configurations;
  std::vector<std::string> datasets;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (const ConfigurationGroup& group : groupByConfiguration(records)) {
    const std::vector<double> values = valuesOf(group, metric);
    if (group.baseline || values.empty())
      continue;
    const store::Run& run = group.runs.front()->run;
    Configuration alike = run.configuration;
    alike.negativeCount = Configuration().negativeCount;
    const auto [place, added] =
        places.try_emplace({run.fingerprint, experiment::configurationHash(alike)}, lines.size());
    if (added) {
      lines.push_back({{}, !experiment::usesDrawnNegatives(alike.strategy), {}});
      configurations.push_back(alike);
      datasets.push_back(run.dataset);
    }
    NegativesPoint point{static_cast<double>(run.configuration.negativeCount), evaluation::summarise(values),
                         onlyRun(group)};
    if (const auto shares = valuesOf(group, "false_negative_loss"); !shares.empty())
      point.falseNegatives = evaluation::summarise(shares).mean;
    lines[place->second].points.push_back(std::move(point));
  }
  labelLines(lines, configurations, datasets);
  for (NegativesLine& line : lines)
    std::sort(line.points.begin(), line.points.end(),
              [](const NegativesPoint& a, const NegativesPoint& b) { return a.count < b.count; });
  std::stable_partition(lines.begin(), lines.end(),
                        [](const NegativesLine& line) { return !line.reference; });
  return lines;
}

std::vector<TradePoint> tradePoints(const ExperimentRecords& records, const std::string& metric) {
  std::vector<TradePoint> points;
  for (const ConfigurationGroup& group : groupByConfiguration(records)) {
    const std::vector<double> coverage = valuesOf(group, "coverage");
    const std::vector<double> values = valuesOf(group, metric);
    if (!coverage.empty() && !values.empty())
      points.push_back({group.label, group.colour, group.baseline, evaluation::summarise(coverage),
                        evaluation::summarise(values), onlyRun(group)});
  }
  markBest(points);
  return points;
}

} // namespace skipscope::ui
