#include "ui/report_output.h"

#include "core/error.h"
#include "ui/background_job.h"
#include "ui/models/display_text.h"
#include "ui/report_printing.h"
#include "ui/workspace_tasks.h"

#include <QPrinter>
#include <utility>

namespace skipscope::ui {

ReportOutput::ReportOutput(QObject* parent) : QObject(parent) {
  connect(&m_drawer, &ReportDrawer::drawn, this, &ReportOutput::write);
}

void ReportOutput::save(WorkspaceTasks& tasks, const View& view, const QString& file) {
  begin(tasks, view, file, [this, file](const ReportDrawing& drawing) -> std::function<void()> {
    writeReport(drawing, file);
    return [this, file] { emit saved(file); };
  });
}

void ReportOutput::print(WorkspaceTasks& tasks, const View& view, const std::shared_ptr<QPrinter>& printer) {
  begin(tasks, view, QStringLiteral("print.pdf"),
        [this, printer](const ReportDrawing& drawing) -> std::function<void()> {
          printReport(drawing, *printer);
          return [this] { emit printed(); };
        });
}

void ReportOutput::giveUp() {
  ++m_generation;
  m_drawer.stop();
  if (m_finish) {
    m_finish = nullptr;
    setBusy(false);
  }
}

void ReportOutput::begin(WorkspaceTasks& tasks, const View& view, const QString& file, Finish finish) {
  if (m_busy) {
    emit failed(tr("Another report is still being written; wait until it is there."));
    return;
  }
  try {
    requireReportExtension(file);
  } catch (const core::Error& error) {
    emit failed(fromCore(error.what()));
    return;
  }
  setBusy(true);
  m_finish = std::move(finish);
  tasks.run(
      this, [view](store::Workspace& workspace) { return tryReport(workspace, view); },
      [this, file, generation = m_generation](ReportOrProblem made) {
        if (generation != m_generation)
          return;
        if (made.content)
          m_drawer.draw(*made.content, file);
        else
          fail(made.problem);
      });
}

void ReportOutput::write(const std::shared_ptr<const ReportDrawing>& drawing) {
  auto* job = new BackgroundJob(tr("Writing the report"), this);
  connect(job, &BackgroundJob::failed, this, &ReportOutput::fail);
  connect(job, &BackgroundJob::ended, job, &QObject::deleteLater);
  job->start(
      [this, drawing, finish = std::exchange(m_finish, nullptr)](std::stop_token, const core::Observer&) {
        return [this, tell = finish(*drawing)] {
          setBusy(false); // before anybody hears of it, who may want the next one at once
          tell();
        };
      });
}

void ReportOutput::fail(const QString& sentence) {
  m_finish = nullptr;
  setBusy(false);
  emit failed(sentence);
}

void ReportOutput::setBusy(bool busy) {
  m_busy = busy;
  emit busyChanged(busy);
}

} // namespace skipscope::ui
