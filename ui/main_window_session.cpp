// What MainWindow keeps from one window to the next.

#include "ui/main_window.h"
#include "ui/message_bar.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/data_page.h"
#include "ui/pages/experiment_page.h"
#include "ui/pages/listeners_page.h"
#include "ui/pages/report_page.h"
#include "ui/runs_dock.h"
#include "ui/session.h"

#include <QStackedWidget>

namespace skipscope::ui {

void MainWindow::startSession(const QString& folder, const QJsonObject& state) {
  m_session = std::make_unique<Session>(folder);
  connect(m_session.get(), &Session::failed, m_messages, &MessageBar::showError);
  m_session->add(QStringLiteral("data"), m_dataPage);
  m_session->add(QStringLiteral("experiment"), m_experimentPage);
  m_session->add(QStringLiteral("compare"), m_comparePage);
  m_session->add(QStringLiteral("listeners"), m_listenersPage);
  m_session->add(QStringLiteral("report"), m_reportPage);
  m_session->add(QStringLiteral("runs"), m_runsDock);
  m_session->add(QStringLiteral("window"), this);
  m_session->restore(state);
}

QJsonObject MainWindow::viewState() const {
  return {{QStringLiteral("page"), m_pages->currentWidget()->objectName()},
          {QStringLiteral("layout"), QString::fromLatin1(saveState().toBase64())}};
}

void MainWindow::restoreViewState(const QJsonObject& state) {
  restoreState(QByteArray::fromBase64(state.value(QStringLiteral("layout")).toString().toLatin1()));
  for (int page = 0; page < m_pages->count(); ++page)
    if (m_pages->widget(page)->objectName() == state.value(QStringLiteral("page")).toString())
      showPage(page);
}

void MainWindow::reopenLast() {
  if (const QString folder = m_settings.value(Setting::OpenWorkspace).toString(); !folder.isEmpty())
    openWorkspace(folder);
}

} // namespace skipscope::ui
