// Logs and workspaces dropped on the window, wherever the mouse lets go.

#include "tests/ui/fresh_settings.h"
#include "tests/ui/sample_workspace.h"
#include "ui/import_dialog.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"

#include <gtest/gtest.h>

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 20'000;

/// What the window system sends; whether the drag was accepted.
bool drop(QWidget* widget, const QList<QUrl>& urls) {
  QMimeData data;
  data.setUrls(urls);
  QDragEnterEvent enter({5, 5}, Qt::MoveAction | Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(widget, &enter);
  EXPECT_EQ(enter.dropAction(), Qt::CopyAction);
  QDropEvent event({5, 5}, Qt::MoveAction | Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(widget, &event);
  return enter.isAccepted() && event.isAccepted();
}

QUrl urlOf(const std::string& path) {
  return QUrl::fromLocalFile(QString::fromStdString(path));
}

class DroppedFilesTest : public testing::Test {
protected:
  void SetUp() override { m_window.show(); }
  QStringList messages() const { return m_window.findChild<ui::MessageBar*>()->sentences(); }
  void dropWorkspace() {
    const QSignalSpy opened(&m_window, &ui::MainWindow::workspaceOpened);
    EXPECT_TRUE(drop(&m_window, {urlOf(m_sample.folder().string())}));
    ASSERT_TRUE(QTest::qWaitFor([&] { return opened.count() == 1; }, kPatienceMs));
  }

  tests::FreshSettings m_fresh;
  tests::SampleWorkspace m_sample;
  ui::MainWindow m_window;
};

TEST_F(DroppedFilesTest, aWorkspaceIsOpened) {
  dropWorkspace();
}

TEST_F(DroppedFilesTest, aLogIsAskedAboutAlsoWhenDroppedOnAField) {
  dropWorkspace();
  auto* field = m_window.findChild<QLineEdit*>("filterEdit");
  ASSERT_TRUE(field);
  EXPECT_TRUE(drop(field, {urlOf(m_sample.logFile())}));
  EXPECT_EQ(field->text(), QString());
  auto* dialog = m_window.findChild<ui::ImportDialog*>();
  ASSERT_TRUE(dialog);
  EXPECT_EQ(dialog->files(), QStringList(QString::fromStdString(m_sample.logFile())));
}

TEST_F(DroppedFilesTest, theDialogTakesOtherFilesToo) {
  dropWorkspace();
  EXPECT_TRUE(drop(&m_window, {urlOf(m_sample.logFile())}));
  auto* dialog = m_window.findChild<ui::ImportDialog*>();
  ASSERT_TRUE(dialog);
  const auto* problem = dialog->findChild<QLabel*>("importProblemLabel");
  const auto* import = dialog->findChild<QPushButton*>("importButton");
  EXPECT_TRUE(drop(dialog, {urlOf(m_sample.folder().string())}));
  EXPECT_TRUE(QTest::qWaitFor([&] { return problem->isVisible(); }, kPatienceMs));
  EXPECT_TRUE(drop(dialog->findChild<QLineEdit*>("filesEdit"), {urlOf(m_sample.logFile())}));
  EXPECT_TRUE(QTest::qWaitFor([&] { return import->isEnabled() && !problem->isVisible(); }, kPatienceMs));
  EXPECT_EQ(dialog->files(), QStringList(QString::fromStdString(m_sample.logFile())));
}

TEST_F(DroppedFilesTest, aLogWithoutAWorkspaceAsksForOne) {
  EXPECT_TRUE(drop(&m_window, {urlOf(m_sample.logFile())}));
  EXPECT_TRUE(m_window.findChild<QFileDialog*>("newWorkspaceDialog"));
}

TEST_F(DroppedFilesTest, whatCannotBeTakenIsTold) {
  drop(&m_window, {QUrl("https://example.org/log.csv")});
  EXPECT_EQ(messages().size(), 1);
  drop(&m_window, {urlOf(m_sample.folder().string()), urlOf(m_sample.logFile())});
  EXPECT_EQ(messages().size(), 2);
  drop(&m_window, {urlOf((m_sample.folder() / "datasets").string())}); // a folder, but no workspace
  EXPECT_TRUE(QTest::qWaitFor([&] { return messages().size() == 3; }, kPatienceMs));
}

} // namespace
