#include "ui/pages/figure_card.h"

#include "core/evaluation/listener_metric.h"
#include "ui/models/figure_segments.h"
#include "ui/plots/figures.h"
#include "ui/plots/plot_view.h"
#include "ui/wheel_guard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

namespace skipscope::ui {

namespace {

constexpr int kLeastHeight = 260;
/// Letters of the longest choice shown whole; long ones must not push the card wide.
constexpr int kComboLetters = 16;

QComboBox* addLabelled(QHBoxLayout& row, const QString& text, const char* name) {
  auto* box = new QComboBox;
  leaveWheelToScrolling(box);
  box->setObjectName(name);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(kComboLetters);
  box->setAccessibleName(text);
  auto* label = new QLabel(text);
  label->setBuddy(box);
  row.addWidget(label);
  row.addWidget(box);
  return box;
}

QToolButton* addButton(QHBoxLayout& row, const QString& sign, const char* name, const QString& text) {
  auto* button = new QToolButton;
  button->setObjectName(name);
  button->setText(sign);
  button->setAutoRaise(true);
  button->setToolTip(text);
  button->setAccessibleName(text);
  row.addWidget(button);
  return button;
}

} // namespace

FigureCard::FigureCard(const FigureSettings& settings, QWidget* parent)
    : QFrame(parent), m_settings(settings), m_view(makeFigure(settings).release()) {
  const FigureKind& kind = *figureKind(settings.kind);
  setAccessibleName(kind.title);
  m_view->setMinimumHeight(std::max(kLeastHeight, m_view->minimumHeight()));
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addStrut(QComboBox().sizeHint().height()); // figures side by side begin at one height
  addSettings(*row);
  row->addStretch(1);
  auto* menuButton =
      addButton(*row, QStringLiteral("⋯"), "figureMenuButton", tr("Copy or save %1").arg(kind.title));
  auto* menu = new QMenu(menuButton);
  m_view->addActionsTo(*menu);
  menuButton->setMenu(menu);
  menuButton->setPopupMode(QToolButton::InstantPopup);
  menuButton->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
  auto* remove = addButton(*row, QStringLiteral("✕"), "removeFigureButton", tr("Remove %1").arg(kind.title));
  connect(remove, &QToolButton::clicked, this, &FigureCard::removeWanted);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addLayout(row);
  layout->addWidget(m_view, 1);
}

void FigureCard::addSettings(QHBoxLayout& row) {
  const FigureKind& kind = *figureKind(m_settings.kind);
  if (kind.takesMetric) {
    m_metric = addLabelled(row, tr("Metric"), "metricComboBox");
    connect(m_metric, &QComboBox::currentIndexChanged, this, &FigureCard::takeSettings);
  }
  if (kind.takesAxis) {
    m_axis = addLabelled(row, tr("Against"), "axisComboBox");
    for (const CurveAxis axis :
         {CurveAxis::Steps, CurveAxis::Epochs, CurveAxis::Targets, CurveAxis::Seconds, CurveAxis::WallTime})
      m_axis->addItem(axisText(axis), static_cast<int>(axis));
    m_axis->setCurrentIndex(m_axis->findData(static_cast<int>(m_settings.axis)));
    connect(m_axis, &QComboBox::currentIndexChanged, this, &FigureCard::takeSettings);
  }
  if (kind.takesTraces) {
    m_traces = new QCheckBox(tr("Individual runs"));
    m_traces->setObjectName("tracesCheckBox");
    m_traces->setToolTip(tr("Shows every run as a thin line beside the means."));
    m_traces->setChecked(m_settings.traces);
    connect(m_traces, &QCheckBox::toggled, this, &FigureCard::takeSettings);
    row.addWidget(m_traces);
  }
  if (kind.takesSegment) {
    m_segment = addLabelled(row, tr("By"), "segmentComboBox");
    for (const evaluation::SegmentBy by : evaluation::kSegmentings) {
      m_segment->addItem(segmentText(by), QString::fromStdString(std::string(evaluation::segmentName(by))));
      m_segment->setItemData(m_segment->count() - 1, segmentTitle(by), Qt::ToolTipRole);
    }
    m_segment->setCurrentIndex(m_segment->findData(QString::fromStdString(m_settings.segment)));
    connect(m_segment, &QComboBox::currentIndexChanged, this, &FigureCard::takeSettings);
  }
  if (kind.takesCentred) {
    m_centred = new QCheckBox(tr("Centred"));
    m_centred->setObjectName("centredCheckBox");
    m_centred->setToolTip(
        tr("Subtracts what all types have in common. Centred cosines average −1/(k−1) over k "
           "types by construction, whatever was learnt: compare them with each other."));
    m_centred->setChecked(m_settings.centred);
    connect(m_centred, &QCheckBox::toggled, this, &FigureCard::takeSettings);
    row.addWidget(m_centred);
  }
}

bool FigureCard::isWide() const {
  return m_settings.kind == "learning_curves";
}

void FigureCard::takeSettings() {
  if (m_metric && m_metric->count() > 0)
    m_settings.metric = m_metric->currentData().toString().toStdString();
  if (m_axis)
    m_settings.axis = static_cast<CurveAxis>(m_axis->currentData().toInt());
  if (m_traces)
    m_settings.traces = m_traces->isChecked();
  if (m_segment)
    m_settings.segment = m_segment->currentData().toString().toStdString();
  if (m_centred)
    m_settings.centred = m_centred->isChecked();
  if (m_metric)
    m_metric->setToolTip(metricProtocol(m_settings.metric));
  emit settingsChanged();
}

void FigureCard::setMetrics(const ExperimentRecords& records) {
  if (!m_metric)
    return;
  const QSignalBlocker quiet(m_metric);
  std::vector<std::string> metrics;
  const bool byListener = figureKind(m_settings.kind)->byListener;
  for (const evaluation::MetricText& text : metricsOf(records))
    if (!byListener || evaluation::isListenerMetric(text.name))
      metrics.push_back(text.name);
  // Another experiment may have what this one lacks: the choice stays, and the figure says what is missing.
  if (std::find(metrics.begin(), metrics.end(), m_settings.metric) == metrics.end())
    metrics.push_back(m_settings.metric);
  m_metric->clear();
  for (const std::string& metric : metrics) {
    m_metric->addItem(metricLabel(metric, records.pairKinds), QString::fromStdString(metric));
    m_metric->setItemData(m_metric->count() - 1, metricProtocol(metric), Qt::ToolTipRole);
  }
  m_metric->setCurrentIndex(m_metric->findData(QString::fromStdString(m_settings.metric)));
  m_metric->setToolTip(metricProtocol(m_settings.metric));
}

void FigureCard::showContent(FigureContent content) {
  if (content.settings == m_settings)
    m_view->show(std::move(content));
}

} // namespace skipscope::ui
