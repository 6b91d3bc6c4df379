#include "tests/ui/window_fixture.h"

#include "ui/import_dialog.h"
#include "ui/message_bar.h"

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QAction>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

namespace skipscope::tests {

bool WindowFixture::eventually(const std::function<bool()>& condition) {
  return QTest::qWaitFor(condition, kPatienceMs);
}

void WindowFixture::click(const char* name) const {
  QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
}

void WindowFixture::type(const char* name, const QString& text) const {
  find<QLineEdit>(name)->setText(text);
}

QString WindowFixture::text(const char* name) const {
  return find<QLabel>(name)->text();
}

QAbstractItemModel* WindowFixture::runs() const {
  return find<QTableView>("runsView")->model();
}

QStringList WindowFixture::messages() const {
  return m_window.findChild<ui::MessageBar*>()->sentences();
}

bool WindowFixture::idle() const {
  return m_window.findChildren<QProgressBar*>("jobProgressBar").isEmpty();
}

void WindowFixture::openWorkspace(const std::filesystem::path& folder) {
  const QSignalSpy opened(&m_window, &ui::MainWindow::workspaceOpened);
  m_window.openWorkspace(QString::fromStdString(folder.string()));
  ASSERT_TRUE(eventually([&] { return opened.count() == 1; })) << told();
}

ui::ImportDialog* WindowFixture::openImport(const QString& file) {
  click("dataPageButton");
  find<QAction>("importLogAction")->trigger();
  auto* dialog = find<ui::ImportDialog>("importDialog");
  dialog->setFiles({file});
  return dialog;
}

int programsAt(const std::filesystem::path& workspace) {
  const QByteArray folder = QByteArray::fromStdString(workspace.string());
  int programs = 0;
  for (const QString& process : QDir("/proc").entryList(QDir::Dirs))
    if (QFile words("/proc/" + process + "/cmdline"); words.open(QIODevice::ReadOnly))
      programs += words.readAll().split('\0').contains(folder) ? 1 : 0;
  return programs;
}

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

QUrl urlOf(const std::filesystem::path& path) {
  return QUrl::fromLocalFile(QString::fromStdString(path.string()));
}

} // namespace skipscope::tests
