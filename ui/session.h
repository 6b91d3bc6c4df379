#pragma once

#include <QJsonObject>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <vector>

namespace skipscope::ui {

/// What a person looks at in one workspace: page, selection, settings of figures. Kept in a small file of the
/// person's configuration folder, written soon after every change, so that it outlives a killed window.
class Session : public QObject {
  Q_OBJECT
public:
  explicit Session(const QString& workspace, QObject* parent = nullptr);
  ~Session() override; ///< writes what is not written yet; the parts must be there still

  /// What was kept for a workspace; empty where there is nothing, or nothing that can be read. Any thread.
  static QJsonObject read(const QString& workspace);

  /// A part tells what it shows with viewState() and takes it back with restoreViewState(), which gets only
  /// what the part told, but perhaps in an older version.
  template <class Part> void add(const QString& name, Part* part) {
    m_parts.push_back({name, [part] { return part->viewState(); },
                       [part](const QJsonObject& state) { part->restoreViewState(state); }});
  }
  void restore(const QJsonObject& state);

signals:
  void failed(const QString& sentence); ///< one sentence, the same at every attempt

private:
  struct Part {
    QString name;
    std::function<QJsonObject()> state;
    std::function<void(const QJsonObject&)> restore;
  };
  void write();

  QString m_workspace;
  std::vector<Part> m_parts;
  QJsonObject m_written;
  QTimer m_timer;
  QThreadPool m_pool; ///< one thread: writing waits for the disk, and the last state comes last
};

} // namespace skipscope::ui
