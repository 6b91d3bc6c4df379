#pragma once

#include "ui/models/figure_data.h"

#include <QString>
#include <optional>
#include <utility>
#include <vector>

namespace skipscope::ui {

/// Cosines between feedback types, a row a configuration that learns embeddings of two types or more.
struct CosineMatrix {
  struct Row {
    QString label;
    int colour = 0;
    int types = 0; ///< k: centred cosines average −1/(k−1)
    std::vector<std::optional<evaluation::Summary>>
        raw; ///< [columns] over seeds; absent where a type is no input
    std::vector<std::optional<evaluation::Summary>> centred; ///< [columns]
    QString run;                                             ///< id where there is only one run
  };
  std::vector<std::pair<listening::Feedback, listening::Feedback>> columns; ///< that any row has
  std::vector<Row> rows;                                                    ///< in the order launched
};

CosineMatrix cosineMatrix(const ExperimentRecords& records);

/// "like – skip".
QString columnText(const std::pair<listening::Feedback, listening::Feedback>& column);

} // namespace skipscope::ui
