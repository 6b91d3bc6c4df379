#pragma once

#include <QObject>
#include <QStringList>

class QWidget;

namespace skipscope::ui {

/// Takes files dropped anywhere on a window, also on a field for text, which would write their address down.
class DroppedFiles : public QObject {
  Q_OBJECT
public:
  explicit DroppedFiles(QWidget* window); ///< the parent

signals:
  void folderDropped(const QString& folder);
  void filesDropped(const QStringList& files);
  void refused(const QString& sentence); ///< why nothing is done with them

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void take(const QStringList& paths);

  QWidget* m_window;
};

} // namespace skipscope::ui
