#include "ui/recommendations_pane.h"

#include "ui/models/recommendations_model.h"
#include "ui/models/run_choices_model.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace skipscope::ui {

namespace {
constexpr int kLetters = 24; ///< of a run's name seen at least
}

RecommendationsPane::RecommendationsPane(const RunsModel* runs, const QString& side, bool none,
                                         QWidget* parent)
    : QWidget(parent), m_choices(new RunChoicesModel(runs, none, this)),
      m_model(new RecommendationsModel(this)), m_choice(new QComboBox), m_view(new QTableView) {
  m_choice->setObjectName(QStringLiteral("run%1Combo").arg(side));
  m_choice->setAccessibleName(tr("Run %1").arg(side));
  m_choice->setModel(m_choices);
  // Measuring every name would take long with thousands of runs.
  m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_choice->setMinimumContentsLength(kLetters);
  m_view->setObjectName(QStringLiteral("recommendations%1View").arg(side));
  m_view->setAccessibleName(tr("What run %1 would play next").arg(side));
  m_view->setModel(m_model);
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setShowGrid(false);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setDefaultSectionSize(2 * fontMetrics().height() +
                                                  6); // long names take two lines
  m_view->horizontalHeader()->setHighlightSections(false);
  m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_view->horizontalHeader()->setSectionResizeMode(RecommendationsModel::Song, QHeaderView::Stretch);
  m_view->setColumnHidden(RecommendationsModel::Shift, true);
  m_status = makeLabel({}, TextLevel::Secondary);
  m_status->setObjectName(QStringLiteral("recommendations%1StatusLabel").arg(side));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* heading = makeLabel(tr("Run %1 would play next").arg(side), TextLevel::Heading);
  layout->addWidget(heading);
  layout->addWidget(m_status);
  layout->addWidget(m_view, 1);
  connect(m_choice, &QComboBox::activated, this, [this] {
    m_wanted = run();
    m_choice->setToolTip(m_choice->currentText());
    emit runChosen();
  });
}

QString RecommendationsPane::run() const {
  return m_choice->currentData(RunChoicesModel::IdRole).toString();
}

void RecommendationsPane::want(const QString& run) {
  m_wanted = run;
  if (const int row = m_choices->rowOf(run); row >= 0)
    m_choice->setCurrentIndex(row);
  m_choice->setToolTip(m_choice->currentText());
}

bool RecommendationsPane::refresh(const QString& fingerprint) {
  const QString before = run();
  const QSignalBlocker quiet(m_choice);
  m_choices->refresh(fingerprint);
  const int wanted = m_wanted.isEmpty() ? -1 : m_choices->rowOf(m_wanted);
  const int same = m_choices->rowOf(before);
  if (m_choices->rowCount() > 0)
    m_choice->setCurrentIndex(std::max(0, wanted >= 0 ? wanted : same));
  m_choice->setEnabled(m_choices->rowCount() > 0);
  m_choice->setToolTip(m_choice->currentText());
  return run() != before;
}

void RecommendationsPane::showStatus(const QString& sentence) {
  m_songs.reset();
  m_model->setSongs({});
  m_status->setText(sentence);
  m_status->setVisible(!sentence.isEmpty());
}

void RecommendationsPane::showSongs(const std::vector<RecommendedSong>& songs) {
  m_songs = songs;
  m_model->setSongs(songs);
  m_status->setText(songs.empty() ? tr("This run knows no song to play.") : QString());
  m_status->setVisible(songs.empty());
}

void RecommendationsPane::compareWith(const std::optional<std::vector<RecommendedSong>>& other) {
  m_model->setOther(other);
  m_view->setColumnHidden(RecommendationsModel::Shift, !other);
}

} // namespace skipscope::ui
