#include "ui/field_form.h"

#include "ui/field_editor.h"
#include "ui/models/display_text.h"
#include "ui/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace skipscope::ui {

namespace {

constexpr int kLabelWidth = 150;

/// Tooltip of a field: what it does, and what may be entered.
QString tooltipOf(const core::FieldText& field) {
  QString text = fromCore(field.tooltip);
  if (field.maximum > field.minimum)
    text += QStringLiteral("\n") +
            FieldForm::tr("From %1 to %2").arg(field.minimum).arg(field.maximum, 0, 'g', 12);
  const bool word = field.kind == core::FieldKind::IntegerOrWord || field.kind == core::FieldKind::RealOrWord;
  if (word && !field.choices.empty())
    text += FieldForm::tr(", or %1").arg(fromCore(field.choices.front()));
  return text + QStringLiteral("\n") + fromCore(field.key);
}

} // namespace

FieldForm::FieldForm(const std::vector<core::FieldText>& fields, bool several, int columns, QWidget* parent)
    : QWidget(parent) {
  auto* across = new QHBoxLayout(this);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(16);
  std::vector<QVBoxLayout*> down;
  std::vector<std::size_t> filled(static_cast<std::size_t>(columns), 0);
  for (int c = 0; c < columns; ++c) {
    down.push_back(new QVBoxLayout);
    down.back()->setSpacing(16);
    across->addLayout(down.back(), 1);
  }
  std::vector<std::string> groups;
  for (const auto& field : fields)
    if (std::find(groups.begin(), groups.end(), field.group) == groups.end())
      groups.push_back(field.group);
  for (const auto& group : groups) {
    auto* card = new QFrame(this);
    card->setProperty("card", true);
    auto* grid = new QGridLayout(card);
    grid->setContentsMargins(16, 12, 16, 14);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(6);
    grid->setColumnMinimumWidth(0, kLabelWidth);
    grid->setColumnStretch(1, 1);
    grid->addWidget(makeLabel(fromCore(group), TextLevel::Heading, card), 0, 0, 1, 3);
    std::size_t rows = 1;
    for (const auto& field : fields)
      if (field.group == group) {
        addField(field, several, grid);
        ++rows;
      }
    // Into the shorter column, so that both end at about the same height.
    const auto shortest =
        static_cast<std::size_t>(std::min_element(filled.begin(), filled.end()) - filled.begin());
    down[shortest]->addWidget(card);
    filled[shortest] += rows + 1;
  }
  for (auto* column : down)
    column->addStretch(1);
}

void FieldForm::addField(const core::FieldText& field, bool several, QGridLayout* grid) {
  QWidget* card = grid->parentWidget();
  Entry entry{field, new QLabel(fromCore(field.label), card), FieldEditor::make(field, several, card),
              makeLabel(fromCore(field.unit), TextLevel::Secondary, card),
              makeLabel(QString(), TextLevel::Problem, card)};
  entry.label->setBuddy(entry.editor->buddy());
  entry.label->setWordWrap(true);
  entry.unit->setWordWrap(false);
  entry.problem->setObjectName(controlName(field.key, QStringLiteral("ProblemLabel")));
  entry.problem->hide();
  for (QWidget* widget : {static_cast<QWidget*>(entry.label), static_cast<QWidget*>(entry.editor)})
    widget->setToolTip(tooltipOf(field));
  const int row = grid->rowCount();
  grid->addWidget(entry.label, row, 0);
  grid->addWidget(entry.editor, row, 1, 1, field.unit.empty() ? 2 : 1);
  if (!field.unit.empty())
    grid->addWidget(entry.unit, row, 2);
  entry.unit->setVisible(!field.unit.empty());
  grid->addWidget(entry.problem, row + 1, 1, 1, 2);
  connect(entry.editor, &FieldEditor::edited, this, [this, key = field.key] { emit edited(fromCore(key)); });
  m_entries.emplace(field.key, entry);
}

QString FieldForm::text(const std::string& key) const {
  return m_entries.at(key).editor->text();
}

void FieldForm::setText(const std::string& key, const QString& text) {
  const auto found = m_entries.find(key);
  if (found != m_entries.end())
    found->second.editor->setText(text);
}

std::map<std::string, std::string> FieldForm::texts() const {
  std::map<std::string, std::string> all;
  for (const auto& [key, entry] : m_entries)
    all.emplace(key, toCore(entry.editor->text()));
  return all;
}

void FieldForm::setProblems(const std::map<std::string, std::string>& problems) {
  for (const auto& [key, entry] : m_entries) {
    const auto found = problems.find(key);
    const QString sentence = found == problems.end() ? QString() : fromCore(found->second);
    entry.problem->setText(sentence);
    entry.problem->setVisible(!sentence.isEmpty());
    entry.editor->setProblem(sentence);
  }
}

void FieldForm::setInactive(const std::set<std::string>& keys) {
  for (const auto& [key, entry] : m_entries) {
    const bool active = keys.count(key) == 0;
    entry.label->setEnabled(active);
    entry.editor->setEnabled(active);
    entry.unit->setEnabled(active);
  }
}

} // namespace skipscope::ui
