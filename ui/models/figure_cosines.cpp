#include "ui/models/figure_cosines.h"

#include <algorithm>
#include <map>

namespace skipscope::ui {

namespace {

using Column = std::pair<listening::Feedback, listening::Feedback>;

struct Values {
  std::vector<double> raw;
  std::vector<double> centred;
};

const StoredCosines* find(const ExperimentRecords& records, const std::string& run) {
  const auto found = std::find_if(records.cosines.begin(), records.cosines.end(),
                                  [&](const StoredCosines& each) { return each.run == run; });
  return found == records.cosines.end() ? nullptr : &*found;
}

int typesOf(listening::FeedbackSet inputs) {
  return static_cast<int>(std::count_if(listening::kAllFeedback.begin(), listening::kAllFeedback.end(),
                                        [&](listening::Feedback kind) { return inputs.contains(kind); }));
}

std::vector<std::optional<evaluation::Summary>> cells(const std::vector<Column>& columns,
                                                      const std::map<Column, Values>& values,
                                                      std::vector<double> Values::*which) {
  std::vector<std::optional<evaluation::Summary>> all;
  for (const Column& column : columns) {
    const auto found = values.find(column);
    all.push_back(found == values.end() ? std::nullopt
                                        : std::optional(evaluation::summarise(found->second.*which)));
  }
  return all;
}

} // namespace

CosineMatrix cosineMatrix(const ExperimentRecords& records) {
  CosineMatrix matrix;
  std::vector<std::map<Column, Values>> values;
  std::map<Column, bool> columns;
  for (const ConfigurationGroup& group : groupByConfiguration(records)) {
    std::map<Column, Values> own;
    for (const RunRecord* record : group.finished)
      if (const StoredCosines* stored = find(records, record->run.id))
        for (const evaluation::FeedbackCosine& each : stored->cosines) {
          own[{each.a, each.b}].raw.push_back(each.raw);
          own[{each.a, each.b}].centred.push_back(each.centred);
          columns[{each.a, each.b}] = true;
        }
    if (own.empty())
      continue;
    const store::Run& first = group.finished.front()->run;
    matrix.rows.push_back({group.label,
                           group.colour,
                           typesOf(first.configuration.inputs),
                           {},
                           {},
                           group.finished.size() == 1 ? QString::fromStdString(first.id) : QString()});
    values.push_back(std::move(own));
  }
  for (const auto& [column, there] : columns)
    matrix.columns.push_back(column);
  for (std::size_t i = 0; i < matrix.rows.size(); ++i) {
    matrix.rows[i].raw = cells(matrix.columns, values[i], &Values::raw);
    matrix.rows[i].centred = cells(matrix.columns, values[i], &Values::centred);
  }
  return matrix;
}

QString columnText(const Column& column) {
  const auto name = [](listening::Feedback kind) {
    const auto text = listening::feedbackName(kind);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  };
  return QStringLiteral("%1 – %2").arg(name(column.first), name(column.second));
}

} // namespace skipscope::ui
