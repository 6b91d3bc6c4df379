#include "ui/background_job.h"

#include "core/error.h"
#include "ui/models/display_text.h"

#include <QElapsedTimer>
#include <QThread>

namespace skipscope::ui {

namespace {
constexpr qint64 kReportEveryMs = 50; ///< readers report per block of rows, the window needs a few a second
}

BackgroundJob::BackgroundJob(const QString& title, QObject* parent) : QObject(parent), m_title(title) {}

BackgroundJob::~BackgroundJob() {
  m_stop.request_stop();
  if (m_thread)
    m_thread->wait();
}

void BackgroundJob::start(Work work) {
  m_thread.reset(QThread::create([this, work = std::move(work)] { execute(work); }));
  m_thread->start();
}

void BackgroundJob::cancel() {
  m_stop.request_stop();
}

void BackgroundJob::execute(const Work& work) {
  QElapsedTimer sinceReport;
  core::Observer observer;
  observer.progress = [this, &sinceReport](double share, const std::string& what) {
    if (sinceReport.isValid() && sinceReport.elapsed() < kReportEveryMs)
      return;
    sinceReport.start();
    emit progressed(share, fromCore(what));
  };
  observer.note = [this](const std::string& sentence) { emit noted(fromCore(sentence)); };
  try {
    QMetaObject::invokeMethod(this, work(m_stop.get_token(), observer), Qt::QueuedConnection);
  } catch (const core::Stopped&) {
    // The person asked for it: ended() says enough.
  } catch (const std::exception& error) {
    emit failed(fromCore(error.what()));
  }
  QMetaObject::invokeMethod(this, &BackgroundJob::ended, Qt::QueuedConnection);
}

} // namespace skipscope::ui
