#include "ui/dataset_view.h"

#include "ui/feedback_mix_bar.h"
#include "ui/history_lengths_chart.h"
#include "ui/models/display_text.h"
#include "ui/plots/coverage_plot.h"
#include "ui/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <utility>

namespace skipscope::ui {

namespace {

/// A card with a heading, and its layout.
std::pair<QFrame*, QVBoxLayout*> makeCard(const QString& heading, QWidget* parent) {
  auto* card = new QFrame(parent);
  card->setProperty("card", true);
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(16, 12, 16, 14);
  layout->setSpacing(10);
  layout->addWidget(makeLabel(heading, TextLevel::Heading, card));
  return {card, layout};
}

/// "like", "+ dislike", "+ skip": each choice of inputs holds the one before and is named by what it adds.
QString addedText(listening::FeedbackSet inputs, listening::FeedbackSet before) {
  QStringList added;
  for (const auto kind : listening::kAllFeedback)
    if (inputs.contains(kind) && !before.contains(kind))
      added.append(fromCore(listening::feedbackName(kind)));
  return (before.empty() ? QString() : QStringLiteral("+ ")) + added.join(QStringLiteral(" + "));
}

QString spanText(const listening::DatasetSummary& summary) {
  if (!summary.from || !summary.to)
    return DatasetView::tr("order only");
  const double days = static_cast<double>(*summary.to - *summary.from) / 86'400'000.0;
  if (days >= 730)
    return DatasetView::tr("%1 years").arg(days / 365.25, 0, 'f', 1);
  return days >= 2 ? DatasetView::tr("%1 days").arg(days, 0, 'f', 0) : durationText(days * 86'400);
}

} // namespace

DatasetView::DatasetView(QWidget* parent)
    : QWidget(parent), m_title(makeLabel(QString(), TextLevel::Title, this)),
      m_origin(makeLabel(QString(), TextLevel::Secondary, this)) {
  m_title->setObjectName(QStringLiteral("datasetTitleLabel"));
  m_origin->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(24, 18, 24, 24);
  grid->setSpacing(16);
  auto* head = new QVBoxLayout;
  head->setSpacing(2);
  head->addWidget(m_title);
  head->addWidget(m_origin);
  grid->addLayout(head, 0, 0, 1, 2);
  grid->addWidget(makeNumbers(), 1, 0, 1, 2);
  grid->addWidget(makeMix(), 2, 0);
  grid->addWidget(makeHistories(), 3, 0);
  grid->addWidget(makeCoverage(), 2, 1, 2, 1);
  grid->addWidget(makeRejected(), 4, 0, 1, 2);
  grid->setColumnStretch(0, 4);
  grid->setColumnStretch(1, 5);
  grid->setRowStretch(3, 1);
}

QWidget* DatasetView::makeNumbers() {
  auto* card = new QFrame(this);
  card->setProperty("card", true);
  m_numbers = new QGridLayout(card);
  m_numbers->setContentsMargins(16, 12, 16, 12);
  m_numbers->setVerticalSpacing(0);
  return card;
}

QWidget* DatasetView::makeMix() {
  const auto [card, layout] = makeCard(tr("Feedback mix"), this);
  m_mix = new FeedbackMixBar(card);
  layout->addWidget(m_mix);
  return card;
}

QWidget* DatasetView::makeHistories() {
  const auto [card, layout] = makeCard(tr("History lengths"), this);
  layout->addWidget(makeLabel(tr("Listeners by number of events of each kind; each class is twice as wide."),
                              TextLevel::Secondary, card));
  m_counting = makeLabel(tr("Counting …"), TextLevel::Secondary, card);
  m_counting->setObjectName(QStringLiteral("countingLabel"));
  m_histories = new HistoryLengthsChart(card);
  layout->addWidget(m_counting);
  layout->addWidget(m_histories);
  layout->addStretch(1);
  return card;
}

QWidget* DatasetView::makeCoverage() {
  auto* card = new QFrame(this); // the plot brings its own heading
  card->setProperty("card", true);
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(8, 4, 8, 8);
  m_coverage = new CoveragePlot(card);
  m_coverage->setObjectName(QStringLiteral("coverageBeforePlot"));
  m_coverage->setAccessibleName(tr("User coverage against minimum history, before training"));
  m_coverage->setMinimumHeight(260);
  layout->addWidget(m_coverage);
  connect(m_coverage, &PlotView::failed, this, &DatasetView::failed);
  return card;
}

QWidget* DatasetView::makeRejected() {
  const auto [card, layout] = makeCard(tr("Rows that were not used"), this);
  m_rejectedNote = makeLabel(QString(), TextLevel::Body, card);
  m_rejectedNote->setObjectName(QStringLiteral("rejectedLabel"));
  m_rejected = new QTreeWidget(card);
  m_rejected->setObjectName(QStringLiteral("rejectedView"));
  m_rejected->setAccessibleName(tr("Rows that were not used, by reason"));
  m_rejected->setHeaderLabels({tr("Reason and first examples"), tr("Rows"), tr("Fields")});
  m_rejected->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_rejected->setMinimumHeight(150);
  layout->addWidget(m_rejectedNote);
  layout->addWidget(m_rejected);
  return card;
}

void DatasetView::setEntry(const store::DatasetEntry& entry) {
  const auto& summary = entry.summary;
  m_title->setText(fromCore(summary.name));
  m_origin->setText(
      tr("%1 log, imported %2 · fingerprint %3")
          .arg(fromCore(summary.format), momentText(entry.createdMs), fromCore(summary.fingerprint).left(8)));
  m_origin->setToolTip(fromCore(summary.fingerprint));
  showNumbers(summary);
  m_mix->setCounts({summary.likes, summary.dislikes, summary.skips, summary.listens});
  showRejections(entry);
}

void DatasetView::showNumbers(const listening::DatasetSummary& summary) {
  while (QLayoutItem* item = m_numbers->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const std::vector<std::pair<QString, QString>> numbers = {
      {countText(summary.events), tr("events")},
      {countText(summary.listeners), tr("listeners")},
      {countText(summary.songs), tr("songs")},
      {summary.stations > 0 ? countText(summary.stations) : tr("none"), tr("stations")},
      {spanText(summary), tr("time span")}};
  int column = 0;
  for (const auto& [number, word] : numbers) {
    auto* caption = makeLabel(word, TextLevel::Secondary, m_numbers->parentWidget());
    m_numbers->addWidget(makeLabel(number, TextLevel::Number, m_numbers->parentWidget()), 0, column);
    m_numbers->addWidget(caption, 1, column);
    m_numbers->setColumnStretch(column, 1);
    if (word == tr("time span") && summary.from && summary.to)
      caption->setToolTip(momentText(*summary.from) + QStringLiteral(" – ") + momentText(*summary.to));
    ++column;
  }
}

void DatasetView::showRejections(const store::DatasetEntry& entry) {
  m_rejected->clear();
  std::int64_t rows = 0;
  for (const auto& rejection : entry.rejections) {
    rows += rejection.rows;
    auto* reason = new QTreeWidgetItem(m_rejected, {fromCore(rejection.reason), countText(rejection.rows)});
    for (const auto& example : rejection.examples)
      new QTreeWidgetItem(reason, {tr("%1, line %2").arg(fromCore(example.file)).arg(example.line), QString(),
                                   fromCore(example.fields)});
    reason->setExpanded(true);
  }
  QStringList sentences;
  sentences << (rows == 0 ? tr("Every row of the log was read.")
                          : tr("%1 could not be used.").arg(countOf(rows, tr("row"))));
  if (entry.summary.duplicates > 0)
    sentences << tr("%1 among the events.").arg(countOf(entry.summary.duplicates, tr("exact duplicate")));
  if (entry.summary.merged > 0)
    sentences << tr("%1 joined to the play it belongs to, or taken back.")
                     .arg(countOf(entry.summary.merged, tr("sign")));
  if (!entry.summary.truth.empty())
    sentences << tr("The truth behind this simulated log is kept with it, and runs are measured against it.");
  for (const auto& note : entry.notes)
    sentences << fromCore(note);
  m_rejectedNote->setText(sentences.join(QChar(' ')));
  m_rejected->setVisible(rows > 0);
}

void DatasetView::setCounting() {
  m_counting->setText(tr("Counting …"));
  m_counting->show();
  m_histories->hide();
  m_coverage->setCurves({});
}

void DatasetView::setUncounted() {
  m_counting->setText(tr("This log could not be read, so nothing can be counted."));
}

void DatasetView::setStatistics(const DatasetStatistics& statistics) {
  m_counting->hide();
  m_histories->show();
  m_histories->setStatistics(statistics);
  std::vector<CoverageCurve> curves;
  listening::FeedbackSet before;
  for (const auto& choice : statistics.coverage) {
    curves.push_back({addedText(choice.inputs, before), {choice.shares.begin() + 1, choice.shares.end()}});
    before = choice.inputs;
  }
  m_coverage->setCurves(curves);
}

} // namespace skipscope::ui
