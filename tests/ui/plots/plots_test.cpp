// Figures are drawn, follow the palette, and lose no point.

#include "core/error.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/plots/accuracy_bars_plot.h"
#include "ui/plots/coverage_plot.h"
#include "ui/plots/learning_curves_plot.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cmath>
#include <set>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;
using store::RunState;

const QSize kSize(640, 400);

bool near(QColor a, QColor b) {
  return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 40;
}

/// Columns of the picture in which `colour` occurs below `top`.
std::set<int> columnsWith(const QImage& image, QColor colour, int top = 60) {
  std::set<int> columns;
  for (int y = top; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      if (near(image.pixelColor(x, y), colour))
        columns.insert(x);
  return columns;
}

int pixelsWith(const QImage& image, QColor colour) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      count += near(image.pixelColor(x, y), colour) ? 1 : 0;
  return count;
}

std::vector<LearningCurve> risingCurve(RunState state = RunState::Finished) {
  std::vector<SampleValidation> validations;
  for (int i = 0; i < 100; ++i)
    validations.push_back({i * 10, 0.5 + 0.004 * i});
  const auto records = sampleRecords(
      {sampleRun(hears({Feedback::Like}, NegativeStrategy::Random), 1, state, validations, 0.9)});
  return learningCurves(records, "accuracy", CurveAxis::Steps);
}

std::vector<MetricRow> twoRows() {
  const auto a = hears({Feedback::Like}, NegativeStrategy::Random);
  const auto b = hears({Feedback::Like}, NegativeStrategy::Real);
  return metricRows(sampleRecords({sampleRun(a, 1, RunState::Finished, {}, 0.60),
                                   sampleRun(a, 2, RunState::Finished, {}, 0.61),
                                   sampleRun(a, 3, RunState::Finished, {}, 0.62),
                                   sampleRun(b, 1, RunState::Finished, {}, 0.80)}),
                    "accuracy");
}

TEST(LearningCurvesPlot, drawsACurveFromItsFirstToItsLastPoint) {
  LearningCurvesPlot plot;
  plot.setColours(lightColours());
  plot.resize(kSize);
  plot.setCurves(risingCurve(), "accuracy", CurveAxis::Steps);
  const QImage image = plot.image(kSize, 1);
  const QColor colour = seriesColour(0, lightColours());
  // The legend's sample is of the same colour: look left of its column only.
  const std::set<int> columns = columnsWith(image.copy(0, 0, kSize.width() * 2 / 3, kSize.height()), colour);
  ASSERT_FALSE(columns.empty());
  EXPECT_GT(columns.size(), 300U);
  // A rising line: its ends are the lowest and the highest of the drawn pixels, with nothing missing in
  // between.
  EXPECT_EQ(static_cast<int>(columns.size()), *columns.rbegin() - *columns.begin() + 1);
  plot.grab();
  EXPECT_TRUE(plot.textAt(QPoint(*columns.begin(), 0)).isEmpty());
}

TEST(LearningCurvesPlot, hoverFindsFirstAndLastPoint) {
  LearningCurvesPlot plot;
  plot.resize(kSize);
  plot.setCurves(risingCurve(), "accuracy", CurveAxis::Steps);
  plot.grab();
  bool first = false;
  bool last = false;
  for (int y = 0; y < kSize.height(); y += 2)
    for (int x = 0; x < kSize.width(); x += 2) {
      const QString text = plot.textAt(QPoint(x, y));
      first = first || text.endsWith("training steps 0");
      last = last || text.endsWith("training steps 990");
    }
  EXPECT_TRUE(first);
  EXPECT_TRUE(last);
}

TEST(LearningCurvesPlot, aClickOnARunningTraceChoosesItsRun) {
  LearningCurvesPlot plot;
  plot.resize(kSize);
  plot.setCurves(risingCurve(RunState::Running), "accuracy", CurveAxis::Steps);
  plot.grab();
  QPoint place;
  for (int y = 0; y < kSize.height() && place.isNull(); ++y)
    for (int x = 0; x < kSize.width() && place.isNull(); ++x)
      if (plot.textAt(QPoint(x, y)).contains("run-1 (running)"))
        place = QPoint(x, y);
  ASSERT_FALSE(place.isNull());
  QSignalSpy chosen(&plot, &PlotView::runChosen);
  QWidget* canvas = plot.childAt(kSize.width() / 2, kSize.height() / 2);
  ASSERT_NE(canvas, nullptr);
  const QPointF global = canvas->mapToGlobal(QPointF(place));
  QMouseEvent press(QEvent::MouseButtonPress, place, global, Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
  QMouseEvent release(QEvent::MouseButtonRelease, place, global, Qt::LeftButton, Qt::NoButton,
                      Qt::NoModifier);
  QApplication::sendEvent(canvas, &press);
  QApplication::sendEvent(canvas, &release);
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen.front().front().toString(), "run-1");
}

TEST(LearningCurvesPlot, saysSoWhereThereIsNothingToDraw) {
  LearningCurvesPlot plot;
  plot.setColours(lightColours());
  plot.setCurves({}, "accuracy", CurveAxis::Steps);
  const QImage empty = plot.image(kSize, 1);
  EXPECT_EQ(pixelsWith(empty, seriesColour(0, lightColours())), 0);
  EXPECT_GT(pixelsWith(empty.copy(160, 150, 320, 100), lightColours().muted), 10);
}

TEST(LearningCurvesPlot, drawsTracesWhenAsked) {
  const auto a = hears({Feedback::Like}, NegativeStrategy::Random);
  const auto records = sampleRecords({sampleRun(a, 1, RunState::Finished, {{10, 0.5}, {20, 0.6}}, 0.6),
                                      sampleRun(a, 2, RunState::Finished, {{10, 0.6}, {20, 0.8}}, 0.8),
                                      sampleRun(a, 3, RunState::Finished, {{10, 0.7}, {20, 0.7}}, 0.8)});
  LearningCurvesPlot plot;
  plot.setCurves(learningCurves(records, "accuracy", CurveAxis::Steps), "accuracy", CurveAxis::Steps);
  const QImage without = plot.image(kSize, 1);
  plot.setTracesShown(true);
  EXPECT_NE(plot.image(kSize, 1), without);
}

TEST(AccuracyBarsPlot, drawsEveryRowInItsColour) {
  AccuracyBarsPlot plot;
  plot.setColours(lightColours());
  plot.setRows(twoRows(), "accuracy");
  const QImage image = plot.image(kSize, 1);
  EXPECT_GT(pixelsWith(image, seriesColour(0, lightColours())), 60);
  EXPECT_GT(pixelsWith(image, seriesColour(1, lightColours())), 30);
}

TEST(CoveragePlot, drawsEveryCurveFromOneToAHundred) {
  CoverageCurve curve{"like", {}};
  for (int m = 1; m <= 100; ++m)
    curve.share.push_back(1.0 - 0.005 * m);
  CoveragePlot plot;
  plot.resize(kSize);
  plot.setCurves({curve});
  plot.grab();
  bool first = false;
  bool last = false;
  for (int y = 0; y < kSize.height(); y += 2)
    for (int x = 0; x < kSize.width(); x += 2) {
      first = first || plot.textAt(QPoint(x, y)) == "like\nm = 1: 99.5 % of listeners";
      last = last || plot.textAt(QPoint(x, y)) == "like\nm = 100: 50.0 % of listeners";
    }
  EXPECT_TRUE(first);
  EXPECT_TRUE(last);
  const QImage with = plot.image(kSize, 1);
  plot.setCurves({});
  EXPECT_NE(plot.image(kSize, 1), with);
}

TEST(PlotView, followsThePalette) {
  AccuracyBarsPlot plot;
  plot.setRows(twoRows(), "accuracy");
  QPalette dark;
  dark.setColor(QPalette::Base, QColor(20, 20, 20));
  plot.setPalette(dark);
  EXPECT_TRUE(plot.colours().dark);
  EXPECT_EQ(plot.image(kSize, 1).pixelColor(2, 2), QColor(20, 20, 20));
  QPalette light;
  light.setColor(QPalette::Base, Qt::white);
  plot.setPalette(light);
  EXPECT_FALSE(plot.colours().dark);
  EXPECT_EQ(plot.image(kSize, 1).pixelColor(2, 2), QColor(Qt::white));
}

TEST(PlotView, twoDevicePixelsDrawTheSamePictureTwiceAsLarge) {
  AccuracyBarsPlot plot;
  plot.setColours(lightColours());
  plot.setRows(twoRows(), "accuracy");
  const QImage once = plot.image(kSize, 1);
  const QImage twice = plot.image(kSize, 2);
  EXPECT_EQ(twice.size(), kSize * 2);
  const QColor colour = seriesColour(0, lightColours());
  const double ratio = static_cast<double>(pixelsWith(twice, colour)) / pixelsWith(once, colour);
  // Lines of one device pixel would only double.
  EXPECT_GT(ratio, 3);
  EXPECT_LT(ratio, 6);
}

TEST(PlotView, savesPicturesByExtension) {
  AccuracyBarsPlot plot;
  plot.resize(kSize);
  plot.setRows(twoRows(), "accuracy");
  const QTemporaryDir folder;
  plot.save(folder.filePath("a.png"));
  EXPECT_EQ(QImage(folder.filePath("a.png")).size(), plot.size() * 2);
  for (const auto& [name, beginning] : {std::pair("a.svg", "<?xml"), std::pair("a.pdf", "%PDF")}) {
    plot.save(folder.filePath(name));
    QFile file(folder.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_TRUE(file.readAll().startsWith(beginning)) << name;
  }
  EXPECT_THROW(plot.save(folder.filePath("a.bmp")), core::UsageError);
  EXPECT_THROW(plot.save(folder.filePath("none/a.png")), core::Error);
}

double luminance(QColor colour) {
  const auto linear = [](double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(QColor a, QColor b) {
  const double high = std::max(luminance(a), luminance(b));
  const double low = std::min(luminance(a), luminance(b));
  return (high + 0.05) / (low + 0.05);
}

TEST(PlotStyle, coloursStandOutFromTheBackground) {
  for (const PlotColours& colours : {lightColours(), darkColours()}) {
    for (int i = 0; i < kSeriesColours; ++i)
      EXPECT_GE(contrast(seriesColour(i, colours), colours.background), 3.0) << i;
    EXPECT_GE(contrast(colours.text, colours.background), 7.0);
    EXPECT_GE(contrast(colours.muted, colours.background), 4.5);
  }
}

TEST(PlotStyle, noTwoOfThirtyTwoSeriesLookAlike) {
  std::set<std::pair<QRgb, int>> looks;
  for (int i = 0; i < 32; ++i) {
    const QPen pen = seriesPen(i, 2, lightColours());
    looks.insert({pen.color().rgb(), static_cast<int>(pen.style())});
  }
  EXPECT_EQ(looks.size(), 32U);
}

} // namespace
} // namespace skipscope::ui
