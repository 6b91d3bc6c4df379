#include "ui/workspace_tasks.h"

#include "ui/models/display_text.h"

namespace skipscope::ui {

WorkspaceTasks::WorkspaceTasks(std::filesystem::path folder, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)) {
  m_pool.setMaxThreadCount(1);
  m_pool.setExpiryTimeout(-1); // one thread for life: its connection is nobody else's
}

WorkspaceTasks::~WorkspaceTasks() {
  m_pool.clear();
  m_pool.waitForDone();
}

void WorkspaceTasks::enqueue(Task task) {
  m_pool.start([this, task = std::move(task)] {
    try {
      if (!m_workspace)
        m_workspace = std::make_unique<store::Workspace>(store::Workspace::open(m_folder));
      QMetaObject::invokeMethod(this, task(*m_workspace), Qt::QueuedConnection);
    } catch (const std::exception& error) {
      emit failed(fromCore(error.what()));
    }
  });
}

} // namespace skipscope::ui
