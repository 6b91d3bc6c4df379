#include "ui/report_figures_list.h"

#include <algorithm>

namespace skipscope::ui {

namespace {

enum Role { KindRole = Qt::UserRole, MetricRole, AxisRole, TracesRole };

FigureSettings settingsOf(const QListWidgetItem& item) {
  FigureSettings settings;
  settings.kind = item.data(KindRole).toString().toStdString();
  settings.metric = item.data(MetricRole).toString().toStdString();
  settings.axis = static_cast<CurveAxis>(item.data(AxisRole).toInt());
  settings.traces = item.data(TracesRole).toBool();
  return settings;
}

void write(QListWidgetItem& item, const FigureSettings& settings) {
  const FigureKind* kind = figureKind(settings.kind);
  item.setData(KindRole, QString::fromStdString(settings.kind));
  item.setData(MetricRole, QString::fromStdString(settings.metric));
  item.setData(AxisRole, static_cast<int>(settings.axis));
  item.setData(TracesRole, settings.traces);
  QString text = kind->title;
  if (kind->takesMetric)
    text += QStringLiteral(" · ") + metricLabel(settings.metric);
  item.setText(text);
  item.setToolTip(kind->question);
}

} // namespace

ReportFiguresList::ReportFiguresList(QWidget* parent) : QListWidget(parent) {
  setObjectName(QStringLiteral("reportFiguresList"));
  setAccessibleName(tr("Figures of the report"));
  setDragDropMode(QAbstractItemView::InternalMove);
  setDefaultDropAction(Qt::MoveAction);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setTextElideMode(Qt::ElideRight);
  connect(this, &QListWidget::itemChanged, this, &ReportFiguresList::changed);
  connect(model(), &QAbstractItemModel::rowsMoved, this, &ReportFiguresList::changed);
  setFigures(defaultFigures());
}

void ReportFiguresList::add(const FigureSettings& settings, bool ticked) {
  auto* item = new QListWidgetItem;
  item->setSizeHint({0, fontMetrics().height() + 8}); // the box is higher than the words
  item->setFlags((item->flags() | Qt::ItemIsUserCheckable) & ~Qt::ItemIsDropEnabled);
  item->setCheckState(ticked ? Qt::Checked : Qt::Unchecked);
  write(*item, settings);
  addItem(item);
}

void ReportFiguresList::setFigures(const std::vector<FigureSettings>& figures) {
  const QSignalBlocker quiet(this);
  clear();
  for (const FigureSettings& figure : figures)
    add(figure, true);
  for (const FigureKind& kind : figureKinds()) {
    const bool there = std::any_of(figures.begin(), figures.end(),
                                   [&](const FigureSettings& figure) { return figure.kind == kind.name; });
    if (there)
      continue;
    FigureSettings settings;
    settings.kind = kind.name;
    add(settings, false);
  }
  setCurrentRow(0);
}

std::vector<FigureSettings> ReportFiguresList::figures() const {
  std::vector<FigureSettings> ticked;
  for (int row = 0; row < count(); ++row)
    if (item(row)->checkState() == Qt::Checked)
      ticked.push_back(settingsOf(*item(row)));
  return ticked;
}

FigureSettings ReportFiguresList::current() const {
  return currentItem() ? settingsOf(*currentItem()) : FigureSettings();
}

void ReportFiguresList::setCurrent(const FigureSettings& settings) {
  if (!currentItem())
    return;
  {
    const QSignalBlocker quiet(this); // one change, not four
    write(*currentItem(), settings);
  }
  emit changed();
}

} // namespace skipscope::ui
