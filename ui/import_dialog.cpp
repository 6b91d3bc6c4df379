#include "ui/import_dialog.h"

#include "ui/background_job.h"
#include "ui/dropped_files.h"
#include "ui/field_editor.h"
#include "ui/field_form.h"
#include "ui/models/display_text.h"
#include "ui/models/preview_model.h"
#include "ui/theme.h"
#include "ui/wheel_guard.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace skipscope::ui {

namespace {
constexpr std::size_t kPreviewRows = 20;
constexpr int kMappingColumns = 3;
constexpr int kWidestColumn = 240;
const QString kFileSeparator = QStringLiteral("; ");
} // namespace

ImportDialog::ImportDialog(const QString& folder, QWidget* parent)
    : QDialog(parent), m_folder(folder), m_preview(new PreviewModel(this)) {
  setObjectName(QStringLiteral("importDialog"));
  setWindowTitle(tr("Import a listening log"));
  setModal(false);
  resize(900, 660);
  m_table = new QTableView(this);
  m_table->setObjectName(QStringLiteral("previewView"));
  m_table->setAccessibleName(tr("First rows of the log"));
  m_table->setModel(m_preview);
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->horizontalHeader()->setMaximumSectionSize(kWidestColumn);
  m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  m_reading = makeLabel(tr("Reading the first rows …"), TextLevel::Secondary, this);
  m_reading->setObjectName(QStringLiteral("readingLabel"));
  m_reading->hide();
  m_problem = makeLabel(QString(), TextLevel::Problem, this);
  m_problem->setObjectName(QStringLiteral("importProblemLabel"));
  m_problem->hide();
  auto* tabs = new QTabWidget(this);
  tabs->addTab(makeMapping(), tr("Columns"));
  tabs->addTab(makeRules(), tr("Rules"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("cancelImportButton"));
  m_import = new QPushButton(tr("Import"), this);
  m_import->setObjectName(QStringLiteral("importButton"));
  m_import->setProperty("primary", true); // before the style sheet looks at it
  buttons->addButton(m_import, QDialogButtonBox::AcceptRole);
  m_import->setEnabled(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(20, 18, 20, 16);
  layout->setSpacing(12);
  layout->addWidget(makeSource());
  layout->addWidget(m_table, 2);
  layout->addWidget(m_reading);
  layout->addWidget(m_problem);
  layout->addWidget(tabs, 3);
  layout->addWidget(buttons);
  m_files->setFocus(); // the first in the tab order would be the table
  auto* dropped = new DroppedFiles(this);
  connect(dropped, &DroppedFiles::filesDropped, this, &ImportDialog::setFiles);
  connect(dropped, &DroppedFiles::folderDropped, this,
          [this](const QString& path) { setFiles({path}); }); // the preview says what is wrong with it
  connect(dropped, &DroppedFiles::refused, this, &ImportDialog::showProblem);
  m_delay.setSingleShot(true);
  m_delay.setInterval(150);
  connect(&m_delay, &QTimer::timeout, this, &ImportDialog::startPreview);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    const QString name = m_name->text().trimmed();
    emit importRequested(request(), name.isEmpty() ? m_name->placeholderText() : name);
    accept();
  });
}

QWidget* ImportDialog::makeSource() {
  auto* source = new QWidget(this);
  auto* grid = new QGridLayout(source);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(10);
  grid->setColumnStretch(1, 1);
  m_files = new QLineEdit(source);
  m_files->setObjectName(QStringLiteral("filesEdit"));
  m_files->setPlaceholderText(tr("a log, plain or compressed; several files are separated by a semicolon"));
  auto* choose = new QPushButton(tr("Choose …"), source);
  choose->setObjectName(QStringLiteral("chooseFilesButton"));
  m_name = new QLineEdit(source);
  m_name->setObjectName(QStringLiteral("datasetNameEdit"));
  m_format = new QComboBox(source);
  m_format->setObjectName(QStringLiteral("formatCombo"));
  m_format->addItem(tr("guess from the content"), QString());
  for (const auto& format : listening::formatNames())
    m_format->addItem(fromCore(format), fromCore(format));
  const auto addRow = [&](int row, const QString& text, QWidget* control) {
    auto* label = new QLabel(text, source);
    label->setBuddy(control);
    grid->addWidget(label, row, 0);
    grid->addWidget(control, row, 1, 1, row == 0 ? 1 : 2);
  };
  addRow(0, tr("&Files"), m_files);
  grid->addWidget(choose, 0, 2);
  addRow(1, tr("&Name"), m_name);
  addRow(2, tr("F&ormat"), m_format);
  connect(choose, &QPushButton::clicked, this, &ImportDialog::chooseFiles);
  connect(m_files, &QLineEdit::textChanged, this, [this] {
    m_chosen.clear(); // other files have other columns
    const QStringList named = files();
    m_name->setPlaceholderText(named.isEmpty() ? QString()
                                               : fromCore(listening::nameFromFile(toCore(named.first()))));
    askPreview();
  });
  connect(m_format, &QComboBox::currentIndexChanged, this, [this] {
    m_chosen.clear();
    askPreview();
  });
  return source;
}

QString ImportDialog::mappingHint(bool mapsColumns) {
  return mapsColumns ? tr("Which column holds what. Guessed from the header; change what is wrong.")
                     : tr("This format tells by itself what is what: there is nothing to choose here.");
}

QWidget* ImportDialog::makeMapping() {
  auto* mapping = new QWidget;
  auto* grid = new QGridLayout(mapping);
  grid->setContentsMargins(16, 12, 16, 12);
  grid->setHorizontalSpacing(10);
  m_mappingHint = makeLabel(mappingHint(true), TextLevel::Secondary, mapping);
  grid->addWidget(m_mappingHint, 0, 0, 1, 2 * kMappingColumns);
  int place = 0;
  for (const auto& [field, meaning] : listening::mappableFields()) {
    auto* combo = new QComboBox(mapping);
    leaveWheelToScrolling(combo);
    combo->setObjectName(controlName(field, QStringLiteral("ColumnCombo")));
    combo->setToolTip(fromCore(meaning));
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(10);
    auto* label = new QLabel(fromCore(field).replace(QChar('_'), QChar(' ')), mapping);
    label->setToolTip(fromCore(meaning));
    label->setBuddy(combo);
    const int row = 1 + place / kMappingColumns;
    const int column = 2 * (place % kMappingColumns);
    grid->addWidget(label, row, column);
    grid->addWidget(combo, row, column + 1);
    grid->setColumnStretch(column + 1, 1);
    m_columns.emplace(field, combo);
    connect(combo, &QComboBox::currentIndexChanged, this, [this, field = field, combo] {
      if (m_filling)
        return;
      m_chosen[field] = toCore(combo->currentData().toString());
      askPreview();
    });
    ++place;
  }
  grid->setRowStretch(1 + (place + kMappingColumns - 1) / kMappingColumns, 1);
  return mapping;
}

QWidget* ImportDialog::makeRules() {
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(16, 12, 16, 12);
  auto* allowed = new QHBoxLayout;
  m_maxRejected = new QDoubleSpinBox(content);
  leaveWheelToScrolling(m_maxRejected);
  m_maxRejected->setObjectName(QStringLiteral("maxRejectedSpinBox"));
  m_maxRejected->setRange(0, 100);
  m_maxRejected->setSuffix(QStringLiteral(" %"));
  m_maxRejected->setValue(listening::ImportRequest().maxRejected * 100);
  auto* label = new QLabel(tr("Stop when more rows than this cannot be used"), content);
  label->setBuddy(m_maxRejected);
  allowed->addWidget(label);
  allowed->addWidget(m_maxRejected);
  allowed->addStretch(1);
  layout->addLayout(allowed);
  m_rules = new FieldForm(fieldTexts(listening::importRuleFields()), false, 1, content);
  for (const auto& [key, text] : listening::ruleTexts({}))
    m_rules->setText(key, fromCore(text));
  layout->addWidget(m_rules);
  connect(m_rules, &FieldForm::edited, this, &ImportDialog::checkRules);
  content->setProperty("plain", true);
  auto* scroll = new QScrollArea;
  scroll->setProperty("plain", true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(content);
  return scroll;
}

void ImportDialog::chooseFiles() {
  auto* dialog = new QFileDialog(this, tr("Choose a log"), m_folder);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFiles);
  connect(dialog, &QFileDialog::filesSelected, this, &ImportDialog::setFiles);
  dialog->open();
}

void ImportDialog::setFiles(const QStringList& files) {
  m_files->setText(files.join(kFileSeparator));
}

QStringList ImportDialog::files() const {
  QStringList all;
  for (const QString& file : m_files->text().split(QChar(';'), Qt::SkipEmptyParts))
    if (!file.trimmed().isEmpty())
      all << file.trimmed();
  return all;
}

void ImportDialog::askPreview() {
  m_import->setEnabled(false);
  m_delay.start();
}

void ImportDialog::startPreview() {
  const int asked = ++m_asked;
  const auto onlyIfNewest = [this, asked](const auto& show) {
    if (asked != m_asked)
      return;
    m_reading->hide();
    show();
  };
  if (files().isEmpty() || !m_rulesAreFine) {
    onlyIfNewest([this] { showPreview({}); });
    return;
  }
  m_reading->show();
  auto* job = new BackgroundJob(tr("Reading the first rows"), this);
  connect(job, &BackgroundJob::ended, job, &QObject::deleteLater);
  connect(job, &BackgroundJob::failed, this, [this, onlyIfNewest](const QString& sentence) {
    onlyIfNewest([this, &sentence] {
      showPreview({});
      showProblem(sentence);
    });
  });
  job->start([this, onlyIfNewest, wanted = request()](std::stop_token,
                                                      const core::Observer&) -> std::function<void()> {
    return [this, onlyIfNewest, preview = listening::previewLog(wanted, kPreviewRows)] {
      onlyIfNewest([this, &preview] { showPreview(preview); });
    };
  });
}

void ImportDialog::showPreview(const listening::LogPreview& preview) {
  m_preview->setPreview(preview);
  m_table->resizeColumnsToContents();
  m_mappingHint->setText(mappingHint(preview.mapsColumns));
  m_filling = true;
  for (const auto& [field, combo] : m_columns) {
    combo->clear();
    combo->addItem(tr("(none)"), QString());
    for (std::size_t i = 0; preview.mapsColumns && i < preview.header.size(); ++i)
      combo->addItem(fromCore(preview.header[i]), fromCore(preview.header[i]));
    const auto mapped = preview.columns.find(field);
    if (mapped != preview.columns.end())
      combo->setCurrentIndex(std::max(0, combo->findData(fromCore(mapped->second))));
    combo->setEnabled(preview.mapsColumns && !preview.header.empty());
  }
  m_filling = false;
  m_format->setItemText(0, preview.format.empty()
                               ? tr("guess from the content")
                               : tr("guess from the content: %1").arg(fromCore(preview.format)));
  showProblem(fromCore(preview.problem));
  m_import->setEnabled(preview.problem.empty() && !preview.format.empty() && m_rulesAreFine);
}

void ImportDialog::showProblem(const QString& sentence) {
  m_problem->setText(sentence);
  m_problem->setVisible(!sentence.isEmpty());
  if (!sentence.isEmpty())
    m_import->setEnabled(false);
}

void ImportDialog::checkRules() {
  std::map<std::string, std::string> problems;
  for (const auto& field : listening::importRuleFields()) {
    listening::ImportRules scratch;
    if (const auto problem = field.set(scratch, toCore(m_rules->text(field.text.key))))
      problems.emplace(field.text.key, *problem);
  }
  m_rules->setProblems(problems);
  m_rulesAreFine = problems.empty();
  askPreview();
}

listening::ImportRequest ImportDialog::request() const {
  listening::ImportRequest asked;
  for (const QString& file : files())
    asked.files.push_back(toCore(file));
  asked.format = toCore(m_format->currentData().toString());
  for (const auto& [field, column] : m_chosen)
    if (!column.empty())
      asked.columns[field] = column;
  for (const auto& [key, text] : m_rules->texts())
    listening::setRule(asked.rules, key, text);
  asked.maxRejected = m_maxRejected->value() / 100;
  return asked;
}

} // namespace skipscope::ui
