#include "ui/alternatives_editor.h"

#include "ui/icons.h"
#include "ui/models/display_text.h"
#include "ui/wheel_guard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace skipscope::ui {

using core::FieldKind;

namespace {

/// "per_target" → "per target"; what people read, the value behind it stays.
QString shown(const core::FieldText& field, const QString& value) {
  if (field.kind == FieldKind::Flag)
    return value == QLatin1String("true") ? AlternativesEditor::tr("yes") : AlternativesEditor::tr("no");
  return QString(value).replace(QChar('_'), QChar(' '));
}

QStringList choicesOf(const core::FieldText& field) {
  if (field.kind == FieldKind::Flag)
    return {QStringLiteral("true"), QStringLiteral("false")};
  QStringList choices;
  for (const auto& choice : field.choices)
    choices << fromCore(choice);
  return choices;
}

constexpr const char* kIconProperty = "iconName";

void drawIcon(QToolButton* button, const QPalette& palette) {
  button->setIcon(makeIcon(button->property(kIconProperty).toString(),
                           palette.color(QPalette::Active, QPalette::PlaceholderText)));
}

} // namespace

AlternativesEditor::AlternativesEditor(const core::FieldText& field, bool several, QWidget* parent)
    : FieldEditor(parent), m_field(field), m_several(several), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(4);
  addRow(choicesOf(m_field).value(0));
}

void AlternativesEditor::addRow(const QString& value) {
  Row row;
  row.widget = new QWidget(this);
  auto* layout = new QHBoxLayout(row.widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  addControls(row, layout);
  if (m_several && m_rows.empty()) {
    m_add = makeButton("add", tr("Try another value of '%1'").arg(fromCore(m_field.label)));
    m_add->setObjectName(controlName(m_field.key, QStringLiteral("AddButton")));
    connect(m_add, &QToolButton::clicked, this, [this] {
      addRow(unusedValue());
      emit edited();
    });
    layout->addWidget(m_add);
  } else if (m_several) {
    auto* remove = makeButton("remove", tr("Leave this value of '%1' out").arg(fromCore(m_field.label)));
    remove->setObjectName(controlName(m_field.key, QStringLiteral("RemoveButton")));
    connect(remove, &QToolButton::clicked, this, [this, widget = row.widget] {
      dropRow(widget);
      emit edited();
    });
    layout->addWidget(remove);
  }
  m_layout->addWidget(row.widget);
  m_rows.push_back(row);
  setRowText(row, value);
  renumber();
}

QToolButton* AlternativesEditor::makeButton(const char* icon, const QString& name) {
  auto* button = new QToolButton(this);
  button->setProperty(kIconProperty, QString::fromLatin1(icon));
  button->setAutoRaise(true);
  button->setToolTip(name);
  button->setAccessibleName(name);
  drawIcon(button, palette());
  return button;
}

void AlternativesEditor::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    for (auto* button : findChildren<QToolButton*>())
      drawIcon(button, palette());
  FieldEditor::changeEvent(event);
}

void AlternativesEditor::addControls(Row& row, QHBoxLayout* layout) {
  if (m_field.kind == FieldKind::Choices) {
    for (const QString& choice : choicesOf(m_field)) {
      auto* check = new QCheckBox(shown(m_field, choice), row.widget);
      connect(check, &QCheckBox::toggled, this, &FieldEditor::edited);
      layout->addWidget(check);
      row.checks.push_back(check);
    }
    layout->addStretch(1);
    return;
  }
  row.combo = new QComboBox(row.widget);
  leaveWheelToScrolling(row.combo);
  row.combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  row.combo->setMinimumContentsLength(8);
  for (const QString& choice : choicesOf(m_field))
    row.combo->addItem(shown(m_field, choice), choice);
  connect(row.combo, &QComboBox::currentIndexChanged, this, &FieldEditor::edited);
  layout->addWidget(row.combo, 1);
}

void AlternativesEditor::dropRow(const QWidget* widget) {
  const auto found =
      std::find_if(m_rows.begin(), m_rows.end(), [widget](const Row& row) { return row.widget == widget; });
  if (found == m_rows.end())
    return;
  m_layout->removeWidget(found->widget);
  found->widget->hide();
  found->widget->deleteLater();
  m_rows.erase(found);
  renumber();
}

void AlternativesEditor::renumber() {
  for (std::size_t r = 0; r < m_rows.size(); ++r) {
    const QString number = r == 0 ? QString() : QString::number(r + 1);
    if (m_rows[r].combo) {
      m_rows[r].combo->setObjectName(controlName(m_field.key, number + QStringLiteral("Combo")));
      m_rows[r].combo->setAccessibleName(fromCore(m_field.label));
    }
    for (std::size_t c = 0; c < m_rows[r].checks.size(); ++c) {
      m_rows[r].checks[c]->setObjectName(
          controlName(m_field.key + "." + m_field.choices[c], number + QStringLiteral("Check")));
      m_rows[r].checks[c]->setAccessibleName(fromCore(m_field.label) + QStringLiteral(": ") +
                                             m_rows[r].checks[c]->text());
    }
  }
  if (m_add)
    m_add->setEnabled(m_field.kind == FieldKind::Choices ||
                      m_rows.size() < static_cast<std::size_t>(choicesOf(m_field).size()));
}

QString AlternativesEditor::rowText(const Row& row) const {
  if (row.combo)
    return row.combo->currentData().toString();
  QStringList chosen;
  for (std::size_t c = 0; c < row.checks.size(); ++c)
    if (row.checks[c]->isChecked())
      chosen << fromCore(m_field.choices[c]);
  return chosen.join(QChar(','));
}

void AlternativesEditor::setRowText(const Row& row, const QString& value) {
  if (row.combo) {
    row.combo->setCurrentIndex(std::max(0, row.combo->findData(value)));
    return;
  }
  const QStringList chosen = value.split(QChar(','));
  for (std::size_t c = 0; c < row.checks.size(); ++c)
    row.checks[c]->setChecked(chosen.contains(fromCore(m_field.choices[c])));
}

QString AlternativesEditor::unusedValue() const {
  QStringList used;
  for (const Row& row : m_rows)
    used << rowText(row);
  if (m_field.kind == FieldKind::Choices) { // the next larger set: what is usually compared
    QStringList larger = used.last().split(QChar(','), Qt::SkipEmptyParts);
    for (const QString& choice : choicesOf(m_field))
      if (!larger.contains(choice)) {
        larger << choice;
        break;
      }
    return larger.join(QChar(','));
  }
  for (const QString& choice : choicesOf(m_field))
    if (!used.contains(choice))
      return choice;
  return used.first();
}

QString AlternativesEditor::text() const {
  QStringList values;
  for (const Row& row : m_rows)
    values << rowText(row);
  return values.join(m_field.kind == FieldKind::Choices ? QChar('/') : QChar(','));
}

void AlternativesEditor::setText(const QString& text) {
  const QStringList values = text.split(m_field.kind == FieldKind::Choices ? QChar('/') : QChar(','));
  while (m_rows.size() > 1)
    dropRow(m_rows.back().widget);
  setRowText(m_rows.front(), values.first().trimmed());
  for (qsizetype v = 1; m_several && v < values.size(); ++v)
    addRow(values[v].trimmed());
}

void AlternativesEditor::setProblem(const QString& sentence) {
  for (const Row& row : m_rows) {
    if (row.combo)
      row.combo->setAccessibleDescription(sentence);
    for (QCheckBox* check : row.checks)
      check->setAccessibleDescription(sentence);
  }
}

QWidget* AlternativesEditor::buddy() const {
  const Row& first = m_rows.front();
  return first.combo ? static_cast<QWidget*>(first.combo) : first.checks.front();
}

} // namespace skipscope::ui
