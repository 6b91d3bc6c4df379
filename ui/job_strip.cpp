#include "ui/job_strip.h"

#include "ui/background_job.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace skipscope::ui {

JobStrip::JobStrip(BackgroundJob* job, QWidget* parent)
    : QFrame(parent), m_what(makeLabel(QString(), TextLevel::Secondary, this)),
      m_bar(new QProgressBar(this)) {
  job->setParent(this);
  setProperty("card", true);
  auto* title = makeLabel(job->title(), TextLevel::Body, this);
  title->setWordWrap(false);
  m_what->setWordWrap(false);
  m_bar->setObjectName(QStringLiteral("jobProgressBar"));
  m_bar->setAccessibleName(job->title());
  m_bar->setTextVisible(false);
  m_bar->setRange(0, 0); // busy until the first report
  auto* cancel = new QPushButton(tr("Cancel"), this);
  cancel->setObjectName(QStringLiteral("cancelJobButton"));
  cancel->setAccessibleName(tr("Cancel: %1").arg(job->title()));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(16, 8, 8, 8);
  layout->setSpacing(12);
  layout->addWidget(title);
  layout->addWidget(m_bar, 1);
  layout->addWidget(m_what);
  layout->addWidget(cancel);
  connect(cancel, &QPushButton::clicked, this, [cancel, job] {
    cancel->setEnabled(false);
    job->cancel();
  });
  connect(job, &BackgroundJob::progressed, this, [this](double share, const QString& what) {
    m_bar->setRange(0, 1000);
    m_bar->setValue(static_cast<int>(share * 1000));
    m_what->setText(what);
  });
  connect(job, &BackgroundJob::ended, this, [this] {
    hide();
    deleteLater();
  });
}

} // namespace skipscope::ui
