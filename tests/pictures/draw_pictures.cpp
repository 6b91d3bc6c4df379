// Draws the pictures of README.md and docs/: the real window on a workspace, page by page, without a display.
//   draw_pictures WORKSPACE FOLDER light|dark      (QT_SCALE_FACTOR=2 draws at device pixel ratio 2)

#include "ui/main_window.h"
#include "ui/models/run_choices_model.h"
#include "ui/pages/listeners_page.h"
#include "ui/settings.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

namespace {

using skipscope::ui::MainWindow;

constexpr int kWaitMs = 20'000;

/// Waits until two pictures in a row are the same: everything read in the background has arrived.
QImage settledPicture(MainWindow& window) {
  QImage last;
  int same = 0;
  (void)QTest::qWaitFor(
      [&] {
        const QImage now = window.grab().toImage();
        same = now == last ? same + 1 : 0;
        last = now;
        return same >= 20;
      },
      kWaitMs);
  return last;
}

/// The first listener, with the first finished run beside the last one.
void chooseListener(const MainWindow& window) {
  auto* page = window.findChild<skipscope::ui::ListenersPage*>();
  auto* runs = window.findChild<QComboBox*>("runBCombo");
  if (!QTest::qWaitFor([&] { return runs->count() > 1; }, kWaitMs))
    return;
  QJsonObject state = page->viewState();
  state.insert("listener", "L0001");
  state.insert("runB", runs->itemData(runs->count() - 1, skipscope::ui::RunChoicesModel::IdRole).toString());
  page->restoreViewState(state);
  (void)QTest::qWaitFor(
      [&] { return window.findChild<QTableView*>("recommendationsBView")->model()->rowCount() > 0; },
      kWaitMs);
}

int draw(const QString& workspace, const QString& folder, const QString& theme) {
  skipscope::ui::Settings().set(skipscope::ui::Setting::Theme, theme);
  MainWindow window;
  window.resize(1280, 800);
  window.show();
  QSignalSpy opened(&window, &MainWindow::workspaceOpened);
  window.openWorkspace(workspace);
  if (!opened.wait(kWaitMs)) {
    std::fprintf(stderr, "draw_pictures: %s did not open.\n", qPrintable(workspace));
    return 1;
  }
  const std::pair<MainWindow::Page, const char*> pages[] = {{MainWindow::Data, "data"},
                                                            {MainWindow::Experiment, "experiment"},
                                                            {MainWindow::Compare, "compare"},
                                                            {MainWindow::Listeners, "listeners"},
                                                            {MainWindow::Report, "report"}};
  for (const auto& [page, name] : pages) {
    window.showPage(page);
    if (page == MainWindow::Listeners)
      chooseListener(window);
    const QString file = QDir(folder).filePath(QStringLiteral("%1-%2.png").arg(QLatin1String(name), theme));
    if (!settledPicture(window).save(file)) {
      std::fprintf(stderr, "draw_pictures: %s cannot be written.\n", qPrintable(file));
      return 1;
    }
  }
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: draw_pictures WORKSPACE FOLDER light|dark\n");
    return 2;
  }
  const QTemporaryDir settings; // the person's own settings stay as they are
  qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  QDir().mkpath(QString::fromLocal8Bit(argv[2]));
  return draw(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]),
              QString::fromLocal8Bit(argv[3]));
}
