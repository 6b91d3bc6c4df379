#pragma once

#include "core/observer.h"

#include <QObject>
#include <functional>
#include <memory>
#include <stop_token>

class QThread;

namespace skipscope::ui {

/// One long piece of work on a thread of its own, with progress and cancel: an import, a simulation, a
/// preview.
class BackgroundJob : public QObject {
  Q_OBJECT
public:
  /// Runs on the job's thread and returns what is then done on the window's thread. Must not touch widgets.
  using Work = std::function<std::function<void()>(std::stop_token, const core::Observer&)>;

  /// `title` says what is done, for people: "Importing radio.csv".
  explicit BackgroundJob(const QString& title, QObject* parent = nullptr);
  ~BackgroundJob() override; ///< asks the work to stop and waits for it

  const QString& title() const { return m_title; }
  void start(Work work); ///< once
  void cancel();         ///< ended() follows soon

signals:
  void progressed(double share, const QString& what); ///< share in [0, 1]
  void noted(const QString& sentence);
  void failed(const QString& sentence);
  void ended(); ///< always last: done, failed or cancelled

private:
  void execute(const Work& work);

  QString m_title;
  std::stop_source m_stop;
  std::unique_ptr<QThread> m_thread;
};

} // namespace skipscope::ui
