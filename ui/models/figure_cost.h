#pragma once

#include "ui/models/figure_data.h"

#include <QString>
#include <optional>
#include <vector>

namespace skipscope::ui {

/// What training costs until a validation accuracy, by the seeds of one configuration.
struct Cost {
  double mean = 0, low = 0, high = 0; ///< geometric, with the 95 % t-interval of the logarithms over seeds
  int censored = 0; ///< seeds that never get there: their whole training is counted, which is too little
  std::vector<double> seeds;
};

/// Cost of a configuration over that of the reference.
struct CostRatio {
  double value = 1, low = 1, high = 1;  ///< Welch's t of the logarithms; low = high = value for single seeds
  bool atLeast = false, atMost = false; ///< seeds of the configuration, of the reference never get there
};

struct CostRow {
  QString label;
  int colour = 0;
  bool reference = false;
  Cost own;                                     ///< to within one standard error of each run's own best
  Cost same;                                    ///< to what the reference comes to
  std::optional<CostRatio> ownRatio, sameRatio; ///< absent for the reference itself
  std::vector<QString> runs;                    ///< ids, by seed of the costs
};

/// Training cost by configuration (docs/method.md, section 6 'Training cost').
struct TrainingCosts {
  std::vector<CostRow> rows; ///< in the order launched; models without training have none
  QString reference; ///< label: the first configuration that draws one random negative, else the first
  double target = 0; ///< accuracy that `same` asks for: the reference's best less its standard error
};
TrainingCosts trainingCosts(const ExperimentRecords& records, CurveAxis axis);

} // namespace skipscope::ui
