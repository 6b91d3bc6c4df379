// Rows of the window, measured in the real window or figure without a display; each prints one figure.
//   window_bench open WORKSPACE RUNS      seconds from asking for a workspace to its whole runs table
//   window_bench filter WORKSPACE RUNS    milliseconds of the slowest of some filters and sorts, painted
//   window_bench redraw                   milliseconds of the slower of two figures with 500 curves, painted
// QT_SCALE_FACTOR=2 draws at device pixel ratio 2.

#include "ui/main_window.h"
#include "ui/models/runs_model.h"
#include "ui/plots/learning_curves_plot.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QTableView>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <stdexcept>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 60'000;
constexpr int kRepeats = 5;

/// Tells each painting of a widget and of what it holds.
class Paintings : public QObject {
public:
  explicit Paintings(QWidget* widget) : m_widget(widget) { widget->installEventFilter(this); }
  ~Paintings() override { m_widget->removeEventFilter(this); }
  int count() const { return m_count; }

protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint)
      ++m_count;
    return false;
  }

private:
  QWidget* m_widget;
  int m_count = 0;
};

/// Lets the event loop run until `condition` holds; it asks every millisecond, as asking all the time would
/// take a processor from the program's other threads.
void await(const std::function<bool()>& condition) {
  QEventLoop loop;
  QTimer round;
  QObject::connect(&round, &QTimer::timeout, &loop, [&] {
    if (condition())
      loop.quit();
  });
  round.setTimerType(Qt::PreciseTimer);
  round.start(1);
  bool patient = true;
  QTimer::singleShot(kPatienceMs, &loop, [&] {
    patient = false;
    loop.quit();
  });
  loop.exec();
  if (!patient)
    throw std::runtime_error("what was waited for did not come");
}

/// Milliseconds from `act` to the painting that follows, painted to its end.
double msToPaint(QWidget* painted, const std::function<void()>& act) {
  const Paintings paintings(painted);
  QElapsedTimer timer;
  timer.start();
  act();
  painted->update(); // even where nothing changed
  await([&] { return paintings.count() > 0; });
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// The lowest of some repeats: what the machine can do, as it does other things, too.
double best(QWidget* painted, const std::function<void()>& act) {
  double ms = msToPaint(painted, act);
  for (int i = 1; i < kRepeats; ++i)
    ms = std::min(ms, msToPaint(painted, act));
  return ms;
}

/// The window on a workspace, once its runs table is whole.
class OpenWindow {
public:
  OpenWindow(const char* workspace, int runs) {
    m_window.show();
    await([&] { return m_window.isVisible(); });
    m_table = m_window.findChild<QTableView*>(QStringLiteral("runsView"));
    const Paintings paintings(m_table->viewport());
    QElapsedTimer timer;
    timer.start();
    m_window.openWorkspace(QString::fromLocal8Bit(workspace));
    int before = -1; // paintings before all rows were there
    await([&] {
      if (m_table->model()->rowCount() == runs && before < 0)
        before = paintings.count();
      return before >= 0 && paintings.count() > before;
    });
    m_seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
  }

  double seconds() const { return m_seconds; }
  QTableView* table() const { return m_table; }
  QLineEdit* filter() const { return m_window.findChild<QLineEdit*>(QStringLiteral("filterEdit")); }
  const ui::RunsModel& runs() const { return *m_window.findChild<ui::RunsModel*>(); }

private:
  ui::MainWindow m_window;
  QTableView* m_table = nullptr;
  double m_seconds = 0;
};

double slowestFilter(const char* workspace, int runs) {
  const OpenWindow window(workspace, runs);
  double slowest = 0;
  const auto measure = [&](const char* what, const std::function<void()>& act) {
    const double ms = msToPaint(window.table()->viewport(), act);
    std::fprintf(stderr, "%s: %.1f ms\n", what, ms);
    slowest = std::max(slowest, ms);
  };
  // Leaves rows here and there.
  const QString some = QStringLiteral("accuracy>%1").arg(window.runs().run(0).test.at("accuracy"), 0, 'f', 6);
  for (const QString& text : {QStringLiteral("hardest"), QStringLiteral("hardest N>16"),
                              QStringLiteral("hardest N>16 ") + some, QString(), some, QString()})
    measure(text.isEmpty() ? "no filter" : qPrintable(text), [&] { window.filter()->setText(text); });
  for (const char* key : {"accuracy", "negatives.count", "experiment", "inputs", "state"})
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder})
      measure(key, [&] { window.table()->sortByColumn(window.runs().columnOf(key), order); });
  return slowest;
}

/// A curve that rises to its end, with some noise.
std::vector<double> rising(int points, int number) {
  std::vector<double> values;
  for (int i = 0; i < points; ++i)
    values.push_back(0.5 + 0.25 * (1 - std::exp(-i / 30.0)) + 0.0003 * number +
                     0.004 * std::sin(0.7 * i * (1 + number % 7) + number));
  return values;
}

/// So many configurations with a mean over so many seeds each.
std::vector<ui::LearningCurve> curves(int configurations, int seeds, int points) {
  std::vector<ui::LearningCurve> all;
  for (int c = 0; c < configurations; ++c) {
    ui::LearningCurve curve;
    curve.label = QStringLiteral("configuration %1").arg(c);
    curve.colour = c;
    curve.seeds = seeds;
    for (int s = 0; s < seeds; ++s) {
      ui::Trace trace{
          QStringLiteral("run %1 %2").arg(c).arg(s), static_cast<std::uint64_t>(s), false, {}, {}};
      trace.y = rising(points, c * seeds + s);
      for (int i = 0; i < points; ++i)
        trace.x.push_back(100.0 * (i + 1));
      curve.traces.push_back(std::move(trace));
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(points); ++i) {
      const double mean = curve.traces.front().y[i];
      curve.mean.push_back({curve.traces.front().x[i], mean, mean - 0.01, mean + 0.01, seeds});
    }
    all.push_back(std::move(curve));
  }
  return all;
}

double slowestFigure() {
  ui::LearningCurvesPlot figure;
  figure.resize(1280, 800);
  figure.show();
  QWidget* canvas = nullptr;
  for (auto* child : figure.findChildren<QWidget*>())
    if (child->inherits("QCustomPlot"))
      canvas = child;
  double slowest = 0;
  const auto measure = [&](const char* what, std::vector<ui::LearningCurve> shown, bool traces) {
    msToPaint(canvas, [&] {
      figure.setCurves(std::move(shown), "accuracy", ui::CurveAxis::Steps);
      figure.setTracesShown(traces);
    });
    const double ms = best(canvas, [&] { figure.resetZoom(); });
    std::fprintf(stderr, "%s at ratio %g: %.1f ms\n", what, canvas->devicePixelRatioF(), ms);
    slowest = std::max(slowest, ms);
  };
  measure("500 configurations of one seed", curves(500, 1, 200), false);
  measure("20 configurations, their 480 seeds shown", curves(20, 24, 200), true);
  return slowest;
}

double measured(const std::vector<const char*>& words) {
  const std::string what = words.size() > 1 ? words[1] : "";
  if (what == "redraw" && words.size() == 2)
    return slowestFigure();
  if (what == "open" && words.size() == 4)
    return OpenWindow(words[2], std::atoi(words[3])).seconds();
  if (what == "filter" && words.size() == 4)
    return slowestFilter(words[2], std::atoi(words[3]));
  throw std::runtime_error("usage: window_bench open|filter WORKSPACE RUNS, or window_bench redraw");
}

} // namespace

int main(int argc, char** argv) {
  const QApplication application(argc, argv);
  try {
    std::printf("%.4f\n", measured({argv, argv + argc}));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "window_bench: %s\n", error.what());
    return 1;
  }
}
