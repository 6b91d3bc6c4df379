#include "ui/pages/report_page.h"

#include "core/error.h"
#include "core/store/run_store.h"
#include "ui/empty_state.h"
#include "ui/models/display_text.h"
#include "ui/report_figures_list.h"
#include "ui/report_preview.h"
#include "ui/theme.h"
#include "ui/workspace_tasks.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QStackedWidget>
#include <algorithm>
#include <array>
#include <utility>

namespace skipscope::ui {

namespace {

constexpr int kEditDelayMs = 300;  ///< while somebody types
constexpr int kNewsDelayMs = 3000; ///< while workers train: a report need not follow every step
constexpr int kControlsWidth = 340;
constexpr int kFiguresHeight = 150;

template <class Widget> Widget* named(Widget* widget, const char* name, const QString& accessible) {
  widget->setObjectName(QString::fromLatin1(name));
  widget->setAccessibleName(accessible);
  return widget;
}

} // namespace

ReportPage::ReportPage(QWidget* parent) : QWidget(parent), m_folder(QDir::homePath()) {
  setObjectName(QStringLiteral("reportPage"));
  setAccessibleName(tr("Report"));
  m_problem = named(makeLabel({}, TextLevel::Secondary), "reportProblemLabel", tr("Why there is no preview"));
  m_problem->setAlignment(Qt::AlignCenter);
  m_preview = new ReportPreview;
  m_right = new QStackedWidget;
  m_right->addWidget(m_problem);
  m_right->addWidget(m_preview);
  auto* full = new QWidget;
  auto* across = new QHBoxLayout(full);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(16);
  across->addWidget(makeControls());
  across->addWidget(m_right, 1);
  m_stack = named(new QStackedWidget, "reportStack", tr("Report"));
  m_stack->addWidget(makeEmpty());
  m_stack->addWidget(full);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_stack);

  m_delay.setSingleShot(true);
  connect(&m_delay, &QTimer::timeout, this, &ReportPage::read);
  connect(&m_drawer, &ReportDrawer::drawn, this, [this](const std::shared_ptr<const ReportDrawing>& drawing) {
    m_preview->setDrawing(drawing);
    say({});
  });
  connect(&m_output, &ReportOutput::saved, this, &ReportPage::saved);
  connect(&m_output, &ReportOutput::printed, this, &ReportPage::printed);
  connect(&m_output, &ReportOutput::failed, this, &ReportPage::failed);
  connect(&m_output, &ReportOutput::busyChanged, this, [this](bool busy) {
    m_save->setEnabled(!busy);
    m_print->setEnabled(!busy);
    m_save->setText(busy ? tr("Writing …") : tr("&Save …"));
  });
}

ReportPage::~ReportPage() = default;

QWidget* ReportPage::makeEmpty() {
  auto* empty = new EmptyState(
      QStringLiteral("report"), tr("Nothing to report yet"),
      tr("A report puts figures, numbers and your notes on one page. It needs an experiment with runs."));
  empty->setObjectName(QStringLiteral("noReportState"));
  auto* launch = new QPushButton(tr("Set up an experiment"), empty);
  launch->setObjectName(QStringLiteral("reportWantExperimentButton"));
  launch->setProperty("primary", true);
  empty->actions()->addWidget(launch);
  connect(launch, &QPushButton::clicked, this, &ReportPage::experimentWanted);
  return empty;
}

QWidget* ReportPage::makeControls() {
  auto* side = new QWidget;
  side->setFixedWidth(kControlsWidth);
  m_experiment = named(new QComboBox, "reportExperimentCombo", tr("Experiment"));
  m_title = named(new QLineEdit, "reportTitleEdit", tr("Title"));
  m_table = named(new QCheckBox(tr("&Numbers by configuration")), "reportTableCheck",
                  tr("Numbers by configuration"));
  m_notes = named(new QPlainTextEdit, "reportNotesEdit", tr("Notes"));
  m_save = named(new QPushButton(tr("&Save …")), "saveReportButton", tr("Save the report"));
  m_print = named(new QPushButton(tr("&Print …")), "printReportButton", tr("Print the report"));
  m_save->setProperty("primary", true);
  m_save->setToolTip(
      tr("As a page (.html), a picture (.png, .svg) or a document (.pdf). Each reopens what it shows "
         "when it is dropped on the window."));
  m_table->setChecked(true);
  m_notes->setPlaceholderText(tr("Markdown: # heading, **bold**, - list, [words](https://…)"));
  m_notes->setTabChangesFocus(true);
  // A report that is dropped here is opened, as everywhere in the window.
  m_notes->setAcceptDrops(false);
  m_title->setAcceptDrops(false);

  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->addRow(tr("&Experiment"), m_experiment);
  form->addRow(tr("&Title"), m_title);
  addFigureControls(*form);
  auto* notes = new QLabel(tr("N&otes"));
  notes->setBuddy(m_notes);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_save);
  buttons->addWidget(m_print);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(16, 18, 0, 16);
  layout->addLayout(form);
  layout->addWidget(notes);
  layout->addWidget(m_notes, 1);
  layout->addLayout(buttons);

  connect(m_experiment, &QComboBox::activated, this, [this] { showExperiment(m_experiment->currentText()); });
  connect(m_title, &QLineEdit::textChanged, this, &ReportPage::edited);
  connect(m_notes, &QPlainTextEdit::textChanged, this, &ReportPage::edited);
  connect(m_table, &QCheckBox::toggled, this, &ReportPage::edited);
  connect(m_save, &QPushButton::clicked, this, &ReportPage::askFile);
  connect(m_print, &QPushButton::clicked, this, &ReportPage::askPrinter);
  return side;
}

void ReportPage::addFigureControls(QFormLayout& form) {
  m_figures = new ReportFiguresList;
  m_figures->setFixedHeight(kFiguresHeight);
  m_figures->setToolTip(tr("Tick what the report shows; drag to change the order."));
  m_metric = named(new QComboBox, "reportMetricCombo", tr("Metric of the chosen figure"));
  m_axis = named(new QComboBox, "reportAxisCombo", tr("Axis of the chosen figure"));
  m_traces = named(new QCheckBox(tr("&Individual runs")), "reportTracesCheck",
                   tr("Individual runs in the chosen figure"));
  for (const CurveAxis axis :
       {CurveAxis::Steps, CurveAxis::Epochs, CurveAxis::Targets, CurveAxis::Seconds, CurveAxis::WallTime})
    m_axis->addItem(axisText(axis), static_cast<int>(axis));
  m_segment = named(new QComboBox, "reportSegmentCombo", tr("What the chosen figure takes pairs apart by"));
  for (const evaluation::SegmentBy by : evaluation::kSegmentings)
    m_segment->addItem(segmentText(by), fromCore(evaluation::segmentName(by)));
  m_centred = named(new QCheckBox(tr("C&entred")), "reportCentredCheck", tr("Centred cosines"));
  form.addRow(tr("&Figures"), m_figures);
  form.addRow(tr("&Metric"), m_metric);
  form.addRow(tr("A&gainst"), m_axis);
  form.addRow(tr("B&y"), m_segment);
  auto* switches = new QHBoxLayout;
  switches->addWidget(m_traces);
  switches->addWidget(m_centred);
  switches->addStretch(1);
  form.addRow(QString(), switches);
  form.addRow(tr("Table"), m_table);
  connect(m_figures, &ReportFiguresList::changed, this, &ReportPage::edited);
  connect(m_figures, &QListWidget::currentRowChanged, this, &ReportPage::showFigureSettings);
  connect(m_metric, &QComboBox::activated, this, &ReportPage::changeFigure);
  connect(m_axis, &QComboBox::activated, this, &ReportPage::changeFigure);
  connect(m_segment, &QComboBox::activated, this, &ReportPage::changeFigure);
  connect(m_traces, &QCheckBox::clicked, this, &ReportPage::changeFigure);
  connect(m_centred, &QCheckBox::clicked, this, &ReportPage::changeFigure);
}

void ReportPage::setWorkspace(WorkspaceTasks* tasks) {
  if (m_tasks)
    disconnect(m_tasks, nullptr, this, nullptr);
  m_tasks = tasks;
  if (tasks) {
    // What cannot even list its experiments never comes back to take().
    connect(tasks, &WorkspaceTasks::failed, this, [this] { m_reading = false; });
    connect(tasks, &QObject::destroyed, this, [this, tasks] {
      if (m_tasks == tasks) {
        m_tasks = nullptr;
        setWorkspace(nullptr);
      }
    });
  }
  ++m_generation;
  m_reading = m_again = false;
  m_wanted.clear();
  m_delay.stop();
  m_drawer.stop();
  m_output.giveUp();
  m_experiment->clear();
  m_title->clear();
  m_notes->clear();
  m_figures->setFigures(defaultFigures());
  m_preview->setDrawing(nullptr);
  m_save->setEnabled(false); // until it is known what a report can be of
  m_print->setEnabled(false);
  m_stack->setCurrentIndex(0);
  showFigureSettings();
  edited();
}

void ReportPage::showView(const View& view) {
  m_title->setText(fromCore(view.title));
  m_notes->setPlainText(fromCore(view.notes));
  m_table->setChecked(view.table);
  m_figures->setFigures(view.figures);
  showFigureSettings();
  showExperiment(fromCore(view.experiment));
}

void ReportPage::showExperiment(const QString& name) {
  m_wanted = name;
  edited();
}

View ReportPage::view() const {
  View view;
  view.experiment = toCore(m_wanted.isEmpty() ? m_experiment->currentText() : m_wanted);
  view.figures = m_figures->figures();
  view.table = m_table->isChecked();
  view.title = toCore(m_title->text().trimmed());
  view.notes = toCore(m_notes->toPlainText());
  return view;
}

QJsonObject ReportPage::viewState() const {
  return keptView(view());
}

void ReportPage::restoreViewState(const QJsonObject& state) {
  if (const auto kept = viewFrom(state)) // of none or another version: the page begins as new
    showView(*kept);
}

void ReportPage::refresh() {
  readIn(kNewsDelayMs);
}

void ReportPage::edited() {
  readIn(kEditDelayMs);
}

void ReportPage::readIn(int milliseconds) {
  m_stale = true;
  if (isVisible() && (!m_delay.isActive() || m_delay.remainingTime() > milliseconds))
    m_delay.start(milliseconds);
}

void ReportPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_stale)
    read();
}

void ReportPage::read() {
  m_delay.stop();
  if (!m_tasks)
    return;
  if (m_reading) {
    m_again = true;
    return;
  }
  m_stale = false;
  m_reading = true;
  const auto work = [view = view()](store::Workspace& workspace) {
    Reading reading;
    for (const store::Experiment& experiment : store::RunStore(workspace).experiments())
      reading.experiments.push_back(experiment.name);
    const auto& names = reading.experiments;
    if (names.empty())
      return reading;
    View shown = view;
    if (std::find(names.begin(), names.end(), shown.experiment) == names.end())
      shown.experiment = names.back();
    reading.experiment = shown.experiment;
    reading.report = tryReport(workspace, shown);
    return reading;
  };
  m_tasks->run(this, work, [this, generation = m_generation](Reading reading) {
    if (generation == m_generation)
      take(std::move(reading));
  });
}

void ReportPage::take(Reading reading) {
  m_reading = false;
  m_stack->setCurrentIndex(reading.experiments.empty() ? 0 : 1);
  m_experiment->clear();
  for (const std::string& name : reading.experiments)
    m_experiment->addItem(fromCore(name));
  m_experiment->setCurrentText(fromCore(reading.experiment));
  m_title->setPlaceholderText(fromCore(reading.experiment));
  m_save->setEnabled(reading.report.content && !m_output.busy());
  m_print->setEnabled(reading.report.content && !m_output.busy());
  if (reading.report.content) {
    fillMetrics(reading.report.content->metrics);
    m_drawer.draw(*reading.report.content, QStringLiteral("preview.png"));
  } else {
    m_drawer.stop();
    say(reading.report.problem);
  }
  if (std::exchange(m_again, false))
    edited();
  else if (!m_stale) // nobody asked for another one meanwhile
    m_wanted = fromCore(reading.experiment);
}

void ReportPage::fillMetrics(const std::vector<evaluation::MetricText>& metrics) {
  m_metric->clear();
  for (const evaluation::MetricText& text : metrics) {
    m_metric->addItem(fromCore(text.label), fromCore(text.name));
    m_metric->setItemData(m_metric->count() - 1, fromCore(text.protocol), Qt::ToolTipRole);
  }
  showFigureSettings();
}

void ReportPage::showFigureSettings() {
  const FigureSettings settings = m_figures->current();
  const FigureKind* kind = figureKind(settings.kind);
  m_metric->setEnabled(kind->takesMetric && m_metric->count() > 0);
  m_axis->setEnabled(kind->takesAxis);
  m_segment->setEnabled(kind->takesSegment);
  m_traces->setEnabled(kind->takesTraces);
  m_centred->setEnabled(kind->takesCentred);
  m_metric->setCurrentIndex(kind->takesMetric ? m_metric->findData(fromCore(settings.metric)) : -1);
  m_axis->setCurrentIndex(kind->takesAxis ? static_cast<int>(settings.axis) : -1);
  m_segment->setCurrentIndex(kind->takesSegment ? m_segment->findData(fromCore(settings.segment)) : -1);
  m_traces->setChecked(kind->takesTraces && settings.traces);
  m_centred->setChecked(kind->takesCentred && settings.centred);
}

void ReportPage::changeFigure() {
  FigureSettings settings = m_figures->current();
  if (m_metric->currentIndex() >= 0)
    settings.metric = toCore(m_metric->currentData().toString());
  if (m_axis->currentIndex() >= 0)
    settings.axis = static_cast<CurveAxis>(m_axis->currentData().toInt());
  if (m_segment->currentIndex() >= 0)
    settings.segment = toCore(m_segment->currentData().toString());
  settings.traces = m_traces->isChecked();
  if (m_centred->isEnabled())
    settings.centred = m_centred->isChecked();
  m_figures->setCurrent(settings);
}

void ReportPage::say(const QString& sentence) {
  m_problem->setText(sentence);
  m_right->setCurrentIndex(sentence.isEmpty() ? 1 : 0);
}

void ReportPage::saveReport(const QString& file) {
  if (m_tasks)
    m_output.save(*m_tasks, view(), file);
}

void ReportPage::askFile() {
  auto* dialog =
      new QFileDialog(this, tr("Save the report"), m_folder,
                      tr("Page, self-contained (*.html);;Picture (*.png);;Document (*.pdf);;Drawing "
                         "(*.svg)"));
  dialog->setObjectName(QStringLiteral("saveReportDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("html"));
  connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
    dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
  });
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    m_folder = QFileInfo(file).absolutePath();
    saveReport(file);
  });
  dialog->open();
}

void ReportPage::askPrinter() {
  auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
  printer->setDocName(m_title->text().isEmpty() ? m_experiment->currentText() : m_title->text());
  auto* dialog = new QPrintDialog(printer.get(), this);
  dialog->setObjectName(QStringLiteral("printReportDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setOption(QAbstractPrintDialog::PrintPageRange, false);
  connect(dialog, &QDialog::accepted, this, [this, printer] {
    if (m_tasks)
      m_output.print(*m_tasks, view(), printer);
  });
  dialog->open();
}

} // namespace skipscope::ui
