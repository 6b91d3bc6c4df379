// Logs and workspaces dropped on the window, wherever the mouse lets go.

#include "tests/ui/sample_workspace.h"
#include "tests/ui/window_fixture.h"
#include "ui/import_dialog.h"

#include <gtest/gtest.h>

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

namespace {

using namespace skipscope;

using tests::drop;
using tests::urlOf;

class DroppedFilesTest : public tests::WindowFixture {
protected:
  void dropWorkspace() {
    const QSignalSpy opened(&m_window, &ui::MainWindow::workspaceOpened);
    EXPECT_TRUE(drop(&m_window, {urlOf(m_sample.folder())}));
    ASSERT_TRUE(eventually([&] { return opened.count() == 1; }));
  }

  tests::SampleWorkspace m_sample;
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
  EXPECT_TRUE(drop(dialog, {urlOf(m_sample.folder())}));
  EXPECT_TRUE(eventually([&] { return problem->isVisible(); }));
  EXPECT_TRUE(drop(dialog->findChild<QLineEdit*>("filesEdit"), {urlOf(m_sample.logFile())}));
  EXPECT_TRUE(eventually([&] { return import->isEnabled() && !problem->isVisible(); }));
  EXPECT_EQ(dialog->files(), QStringList(QString::fromStdString(m_sample.logFile())));
}

TEST_F(DroppedFilesTest, aLogWithoutAWorkspaceAsksForOne) {
  EXPECT_TRUE(drop(&m_window, {urlOf(m_sample.logFile())}));
  EXPECT_TRUE(m_window.findChild<QFileDialog*>("newWorkspaceDialog"));
}

TEST_F(DroppedFilesTest, whatCannotBeTakenIsTold) {
  drop(&m_window, {QUrl("https://example.org/log.csv")});
  EXPECT_EQ(messages().size(), 1);
  drop(&m_window, {urlOf(m_sample.folder()), urlOf(m_sample.logFile())});
  EXPECT_EQ(messages().size(), 2);
  drop(&m_window, {urlOf(m_sample.folder() / "datasets")}); // a folder, but no workspace
  EXPECT_TRUE(eventually([&] { return messages().size() == 3; }));
}

} // namespace
