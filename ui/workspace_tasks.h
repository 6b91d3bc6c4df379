#pragma once

#include "core/store/workspace.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

namespace skipscope::ui {

/// Runs work that touches a workspace on one background thread with its own connection, and hands results
/// back to the window's thread as whole values. The one place where the window catches what core throws.
class WorkspaceTasks : public QObject {
  Q_OBJECT
public:
  explicit WorkspaceTasks(std::filesystem::path folder, QObject* parent = nullptr);
  ~WorkspaceTasks() override; ///< waits for the task under way, drops the rest

  const std::filesystem::path& folder() const { return m_folder; }

  /// Runs `work` in the background, then `done(result)` on the window's thread unless `receiver` is gone by
  /// then. What `work` throws arrives as failed(). Work must not touch widgets.
  template <class Work, class Done> void run(QObject* receiver, Work work, Done done) {
    enqueue([this, guard = QPointer<QObject>(receiver), work = std::move(work),
             done = std::move(done)](store::Workspace& workspace) mutable -> std::function<void()> {
      auto result = std::make_shared<decltype(work(workspace))>(work(workspace));
      return [guard, result, done = std::move(done)]() mutable {
        if (guard)
          done(std::move(*result));
      };
    });
  }

signals:
  /// A task threw: one sentence for the MessageBar.
  void failed(const QString& sentence);

private:
  using Task = std::function<std::function<void()>(store::Workspace&)>;
  void enqueue(Task task);

  std::filesystem::path m_folder;
  QThreadPool m_pool;                            ///< one thread
  std::unique_ptr<store::Workspace> m_workspace; ///< touched on that thread only
};

} // namespace skipscope::ui
