#pragma once

#include "ui/models/figure_records.h"

#include <QString>
#include <optional>
#include <vector>

namespace skipscope::ui {

/// The numbers beside the figures: one row a configuration, in the order launched.
struct SummaryTable {
  struct Column {
    QString title;
    QString tooltip; ///< the protocol that made the numbers
  };
  struct Cell {
    QString text;                ///< "0.712 ± 0.011", or "–" without a finished run
    std::optional<double> value; ///< the mean, to sort by
  };
  struct Row {
    int colour = 0;
    std::vector<Cell> cells; ///< [columns]
  };
  std::vector<Column> columns;
  std::vector<Row> rows;
};

/// Configuration, seeds, accuracy, coverage, reach-weighted accuracy, HR@10, NDCG@10 and steps to best; means
/// over finished runs ± half of the 95 % t-interval.
SummaryTable summaryTable(const ExperimentRecords& records);

/// How many runs are finished: "12 of 18 runs finished · 6 configurations".
QString countsText(const ExperimentRecords& records);
/// The protocol shared by the runs: pairs, split, minimum history; "several" where they differ.
QString protocolText(const ExperimentRecords& records);

} // namespace skipscope::ui
