#include "ui/dropped_files.h"

#include <QCoreApplication>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace skipscope::ui {

namespace {

QStringList localPaths(const QMimeData& data) {
  QStringList paths;
  for (const QUrl& url : data.urls())
    if (url.isLocalFile())
      paths << url.toLocalFile();
  return paths;
}

} // namespace

DroppedFiles::DroppedFiles(QWidget* window) : QObject(window), m_window(window) {
  window->setAcceptDrops(true);
  QCoreApplication::instance()->installEventFilter(this);
}

bool DroppedFiles::eventFilter(QObject* watched, QEvent* event) {
  const auto type = event->type();
  if (type != QEvent::DragEnter && type != QEvent::DragMove && type != QEvent::Drop)
    return false;
  const auto* widget = qobject_cast<QWidget*>(watched);
  auto* drop = static_cast<QDropEvent*>(event);
  if (!widget || widget->window() != m_window || !drop->mimeData()->hasUrls())
    return false;
  drop->setDropAction(Qt::CopyAction); // moving would take the log away from where it lies
  drop->accept();
  if (type == QEvent::Drop)
    take(localPaths(*drop->mimeData()));
  return true;
}

void DroppedFiles::take(const QStringList& paths) {
  QStringList folders, files;
  for (const QString& path : paths)
    (QFileInfo(path).isDir() ? folders : files) << path;
  if (paths.isEmpty())
    emit refused(tr("Only files of this computer can be dropped here: save it first, then drop the file."));
  else if (folders.size() == 1 && files.isEmpty())
    emit folderDropped(folders.front());
  else if (folders.isEmpty())
    emit filesDropped(files);
  else
    emit refused(tr("Drop either one workspace or the files of one log."));
}

} // namespace skipscope::ui
