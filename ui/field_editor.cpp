#include "ui/field_editor.h"

#include "ui/alternatives_editor.h"
#include "ui/models/display_text.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QStyle>

namespace skipscope::ui {

namespace {

/// Numbers and free text: one line.
class LineEditor : public FieldEditor {
public:
  LineEditor(const core::FieldText& field, bool several, QWidget* parent)
      : FieldEditor(parent), m_line(new QLineEdit(this)) {
    m_line->setObjectName(controlName(field.key, QStringLiteral("Edit")));
    m_line->setAccessibleName(fromCore(field.label));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_line);
    if (several && field.kind != core::FieldKind::Text)
      m_line->setPlaceholderText(tr("one value, or several: 1, 4, 16"));
    connect(m_line, &QLineEdit::textChanged, this, &FieldEditor::edited);
  }

  QString text() const override { return m_line->text().trimmed(); }
  void setText(const QString& text) override { m_line->setText(text); }
  QWidget* buddy() const override { return m_line; }
  void setProblem(const QString& sentence) override {
    m_line->setAccessibleDescription(sentence);
    m_line->setProperty("wrong", !sentence.isEmpty());
    m_line->style()->unpolish(m_line); // the style sheet looks at properties only when it polishes
    m_line->style()->polish(m_line);
  }

private:
  QLineEdit* m_line;
};

} // namespace

QString controlName(const std::string& key, const QString& suffix) {
  QString name;
  bool capital = false;
  for (const QChar c : fromCore(key)) {
    if (!c.isLetterOrNumber()) {
      capital = true;
      continue;
    }
    name += capital ? c.toUpper() : c;
    capital = false;
  }
  return name + suffix;
}

FieldEditor* FieldEditor::make(const core::FieldText& field, bool several, QWidget* parent) {
  switch (field.kind) {
  case core::FieldKind::Flag:
  case core::FieldKind::Choice:
  case core::FieldKind::Choices:
    return new AlternativesEditor(field, several, parent);
  default:
    return new LineEditor(field, several, parent);
  }
}

} // namespace skipscope::ui
