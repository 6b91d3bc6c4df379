#include "ui/pages/welcome_page.h"

#include "ui/empty_state.h"
#include "ui/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace skipscope::ui {

namespace {
constexpr int kListWidth = 460;
constexpr int kListHeight = 190;
} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent), m_recentBox(new QWidget(this)), m_recent(new QListWidget(m_recentBox)) {
  setObjectName(QStringLiteral("welcomePage"));
  auto* state =
      new EmptyState(QStringLiteral("skipscope"), tr("Which feedback should a recommender learn from?"),
                     tr("A workspace is a folder that keeps your listening logs, every run and its results. "
                        "Make one to begin."),
                     this);
  auto* create = new QPushButton(tr("New workspace …"), state);
  create->setObjectName(QStringLiteral("newWorkspaceButton"));
  create->setProperty("primary", true);
  auto* open = new QPushButton(tr("Open workspace …"), state);
  open->setObjectName(QStringLiteral("openWorkspaceButton"));
  state->actions()->addWidget(create);
  state->actions()->addWidget(open);
  m_recent->setObjectName(QStringLiteral("recentView"));
  m_recent->setAccessibleName(tr("Recent workspaces"));
  m_recent->setFixedSize(kListWidth, kListHeight);
  auto* recentLayout = new QVBoxLayout(m_recentBox);
  recentLayout->setContentsMargins(0, 20, 0, 0);
  recentLayout->setSpacing(8);
  recentLayout->addWidget(makeLabel(tr("Recent"), TextLevel::Heading, m_recentBox));
  recentLayout->addWidget(m_recent);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(state);
  state->addBelow(m_recentBox);
  connect(create, &QPushButton::clicked, this, &WelcomePage::newWanted);
  connect(open, &QPushButton::clicked, this, &WelcomePage::openWanted);
  connect(m_recent, &QListWidget::itemActivated, this,
          [this](const QListWidgetItem* item) { emit recentChosen(item->data(Qt::UserRole).toString()); });
}

void WelcomePage::setRecent(const QStringList& folders) {
  m_recent->clear();
  for (const QString& folder : folders) {
    auto* item = new QListWidgetItem(QDir::toNativeSeparators(folder), m_recent);
    item->setData(Qt::UserRole, folder);
  }
  m_recentBox->setVisible(!folders.isEmpty());
}

} // namespace skipscope::ui
