#include "ui/models/datasets_model.h"
#include "ui/models/display_text.h"
#include "ui/models/preview_model.h"
#include "ui/models/worker_count.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

namespace {

using namespace skipscope;
constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

store::DatasetEntry makeEntry(std::int64_t id, const std::string& name) {
  store::DatasetEntry entry;
  entry.id = id;
  entry.summary.name = name;
  entry.summary.kept = 1200;
  entry.summary.listeners = 1;
  return entry;
}

TEST(DatasetsModel, followsChanges) {
  ui::DatasetsModel model;
  const QAbstractItemModelTester tester(&model, kFatal);
  store::Changes changes;
  changes.datasets = {makeEntry(1, "radio"), makeEntry(2, "films")};
  model.apply(changes);
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.rowOf("films"), 1);
  EXPECT_EQ(model.index(0).data(ui::DatasetsModel::DetailRole).toString(),
            ui::countText(1200) + QStringLiteral(" events · 1 listener"));
  changes.datasets = {makeEntry(2, "movies")};
  model.apply(changes);
  EXPECT_EQ(model.rowOf("movies"), 1);
  changes.datasets.front().deleted = true;
  model.apply(changes);
  EXPECT_EQ(model.rowCount(), 1);
  model.clear();
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(PreviewModel, showsFieldsAboveColumnsAndToleratesRaggedRows) {
  ui::PreviewModel model;
  const QAbstractItemModelTester tester(&model, kFatal);
  listening::LogPreview preview;
  preview.header = {"uid", "what"};
  preview.rows = {{"7", "12", "extra"}, {"8"}};
  preview.columns = {{"listener", "uid"}};
  model.setPreview(preview);
  EXPECT_EQ(model.columnCount(), 3);
  EXPECT_EQ(model.headerData(0, Qt::Horizontal).toString(), QStringLiteral("uid\n→ listener"));
  EXPECT_EQ(model.headerData(2, Qt::Horizontal).toString(), "column 3");
  EXPECT_EQ(model.index(0, 2).data().toString(), "extra");
  EXPECT_EQ(model.index(1, 1).data().toString(), "");
  preview.rows = {{std::string(1'000'000, 'x')}};
  model.setPreview(preview);
  EXPECT_LT(model.index(0, 0).data().toString().size(), 1000);
}

TEST(DisplayText, saysDurationsInTwoUnits) {
  EXPECT_EQ(ui::durationText(0.34), "0.3 s");
  EXPECT_EQ(ui::durationText(8.4), "8 s");
  EXPECT_EQ(ui::durationText(59.7), "1 min");
  EXPECT_EQ(ui::durationText(200), "3 min 20 s");
  EXPECT_EQ(ui::durationText(7500), "2 h 5 min");
  EXPECT_EQ(ui::durationText(-1), "0 s");
}

TEST(WorkerCount, fillsUpToTheSettingAndCountsWhoeverStartedThem) {
  EXPECT_EQ(ui::workersToStart(4, 1, 0, 10), 3);
  EXPECT_EQ(ui::workersToStart(4, 1, 2, 10), 1);
  EXPECT_EQ(ui::workersToStart(4, 0, 0, 2), 2);
  EXPECT_EQ(ui::workersToStart(2, 5, 0, 10), 0);
  EXPECT_EQ(ui::workersToStart(4, 0, 0, 0), 0);
}

} // namespace
