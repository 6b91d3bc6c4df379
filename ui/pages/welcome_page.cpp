#include "ui/pages/welcome_page.h"

#include "ui/background_job.h"
#include "ui/empty_state.h"
#include "ui/job_strip.h"
#include "ui/theme.h"

#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <tuple>
#include <utility>

namespace skipscope::ui {

namespace {
constexpr int kWidth = 620;
constexpr int kListHeight = 170;
} // namespace

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent), m_jobs(new QVBoxLayout) {
  setObjectName(QStringLiteral("welcomePage"));
  auto* state =
      new EmptyState(QStringLiteral("skipscope"), tr("Which feedback should a recommender learn from?"),
                     tr("Skipscope trains next-song recommenders on your listening logs, with and without "
                        "likes, dislikes and skips, as what a model hears and as what it learns to avoid. "
                        "It shows how accurate each becomes and how many of your listeners it can serve."),
                     this);
  state->addBelow(makeWays());
  state->addBelow(makeRecent());
  m_jobs->setContentsMargins(24, 16, 24, 0);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(m_jobs);
  layout->addWidget(state, 1);
}

QWidget* WelcomePage::makeWays() {
  auto* ways = new QWidget(this);
  ways->setFixedWidth(kWidth);
  auto* grid = new QGridLayout(ways);
  grid->setContentsMargins(0, 8, 0, 0);
  grid->setHorizontalSpacing(16);
  grid->setVerticalSpacing(12);
  grid->setColumnStretch(1, 1);
  const auto addWay = [&](const QString& text, const char* name, const QString& words) {
    auto* button = new QPushButton(text, ways);
    button->setObjectName(QString::fromLatin1(name));
    auto* label = makeLabel(words, TextLevel::Secondary, ways);
    button->setAccessibleDescription(words);
    const int row = grid->rowCount();
    grid->addWidget(button, row, 0);
    grid->addWidget(label, row, 1);
    return std::pair{button, label};
  };
  std::tie(m_demo, m_demoText) = addWay(tr("&Try the demo log"), "tryDemoButton", QString());
  m_demo->setProperty("primary", true);
  const auto importWay = addWay(
      tr("&Import a log …"), "importFirstButton",
      tr("Makes a workspace, a folder that keeps logs, runs and results, and reads your log into it."));
  const auto openWay = addWay(tr("&Open a workspace …"), "openWorkspaceButton",
                              tr("Goes on where you, or someone who gave you the folder, stopped."));
  connect(m_demo, &QPushButton::clicked, this, &WelcomePage::demoWanted);
  connect(importWay.first, &QPushButton::clicked, this, &WelcomePage::importWanted);
  connect(openWay.first, &QPushButton::clicked, this, &WelcomePage::openWanted);
  return ways;
}

QWidget* WelcomePage::makeRecent() {
  m_recentBox = new QWidget(this);
  m_recent = new QListWidget(m_recentBox);
  m_recent->setObjectName(QStringLiteral("recentView"));
  m_recent->setAccessibleName(tr("Recent workspaces"));
  m_recent->setFixedSize(kWidth, kListHeight);
  auto* layout = new QVBoxLayout(m_recentBox);
  layout->setContentsMargins(0, 16, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(makeLabel(tr("Recent"), TextLevel::Heading, m_recentBox));
  layout->addWidget(m_recent);
  connect(m_recent, &QListWidget::itemActivated, this,
          [this](const QListWidgetItem* item) { emit recentChosen(item->data(Qt::UserRole).toString()); });
  return m_recentBox;
}

void WelcomePage::setRecent(const QStringList& folders) {
  m_recent->clear();
  for (const QString& folder : folders) {
    auto* item = new QListWidgetItem(QDir::toNativeSeparators(folder), m_recent);
    item->setData(Qt::UserRole, folder);
  }
  m_recentBox->setVisible(!folders.isEmpty());
}

void WelcomePage::setDemoFolder(const QString& folder) {
  m_demoText->setText(tr("Invents radio listeners, trains small models on them and shows their curves. Kept "
                         "in %1.")
                          .arg(QDir::toNativeSeparators(folder)));
  m_demo->setAccessibleDescription(m_demoText->text());
}

void WelcomePage::showDemoJob(BackgroundJob* job) {
  m_demo->setEnabled(false);
  connect(job, &BackgroundJob::ended, this, [this] { m_demo->setEnabled(true); });
  m_jobs->addWidget(new JobStrip(job, this));
}

} // namespace skipscope::ui
