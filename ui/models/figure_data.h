#pragma once

#include "core/evaluation/metrics.h"
#include "core/evaluation/summary.h"
#include "ui/models/figure_records.h"

#include <QString>
#include <optional>
#include <string>
#include <vector>

namespace skipscope::ui {

/// Runs of one configuration on one dataset; seeds are what differs within it.
struct ConfigurationGroup {
  QString label;                      ///< only what differs between the groups: "like, skip · hardest 16"
  int colour = 0;                     ///< index of the group: its colour and line style in every figure
  bool baseline = false;              ///< a model without training steps: popularity, like_rate
  std::vector<const RunRecord*> runs; ///< all, in creation order
  std::vector<const RunRecord*> finished; ///< those that means are made of
};

/// Groups in the order they were launched. The groups point into `records`.
std::vector<ConfigurationGroup> groupByConfiguration(const ExperimentRecords& records);

/// "Not in the means: 2 running (open circles), 1 failed."; empty when every run is finished.
QString exclusionText(const ExperimentRecords& records);

enum class CurveAxis { Steps, Epochs, Targets, Seconds, WallTime };
QString axisText(CurveAxis axis); ///< "Training steps"

/// Where a validation stands on an axis.
double positionOn(CurveAxis axis, const RunRecord& record, const store::Validation& validation);
/// A position in words: "1,350" steps, "2.4" epochs, "13.2" seconds.
QString positionText(CurveAxis axis, double position);

struct CurvePoint {
  double x = 0;
  double mean = 0;
  double low = 0; ///< 95 % t-interval over seeds; low = high = mean for one seed
  double high = 0;
  int count = 0;
};

struct Trace {
  QString run; ///< id
  std::uint64_t seed = 0;
  bool running = false; ///< not part of the mean
  std::vector<double> x;
  std::vector<double> y;
};

/// One configuration's validation metric while it trains.
struct LearningCurve {
  QString label;
  int colour = 0; ///< index of the configuration, the same in every figure
  bool baseline = false;
  int seeds = 0; ///< finished runs in the mean
  /// Mean over the finished runs at the positions that all of them span, so that its composition never
  /// changes.
  std::vector<CurvePoint> mean;
  std::vector<Trace> traces; ///< every finished run and every running one, whole
  std::vector<Trace> tails;  ///< what finished runs have outside of the mean's span, joined to it
};
std::vector<LearningCurve> learningCurves(const ExperimentRecords& records, const std::string& metric,
                                          CurveAxis axis);

/// One configuration's test metric at the best validation step.
struct MetricRow {
  QString label;
  int colour = 0;
  bool baseline = false;
  std::optional<evaluation::Summary> value; ///< absent before the first finished run
  std::vector<double> seeds;                ///< value of each finished run
  std::vector<QString> runs;                ///< id of each
  int finished = 0;                         ///< runs that could have a value
  int launched = 0;                         ///< runs in any state
};
std::vector<MetricRow> metricRows(const ExperimentRecords& records, const std::string& metric);

/// Accuracy over all listeners, covered or not, of one configuration.
struct ReachPoint {
  QString label; ///< of the configuration
  int minimumHistory = 0;
  evaluation::Summary value;
  QString run; ///< id where there is only one run
};

/// User coverage of one choice of inputs.
struct CoverageCurve {
  QString name;
  std::vector<double> share;          ///< m = 1..100, each in [0, 1]
  std::vector<ReachPoint> reach = {}; ///< of the trained configurations with these inputs
};
std::vector<CoverageCurve> coverageCurves(const ExperimentRecords& records);

/// Metrics that occur in validations or tests and have a text, in the order of metricTexts().
std::vector<evaluation::MetricText> metricsOf(const ExperimentRecords& records);
/// Label of a metric, its name where it has no text; with the kinds that its pairs were made of where these
/// are given and not likes over dislikes: "Accuracy (play over skip)".
QString metricLabel(const std::string& metric, const std::string& pairKinds = {});
QString metricProtocol(const std::string& metric);

} // namespace skipscope::ui
