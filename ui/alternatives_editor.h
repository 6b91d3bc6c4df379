#pragma once

#include "ui/field_editor.h"

#include <vector>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace skipscope::ui {

/// Flags, choices, and sets of choices: one row per value, with a button that adds another value to try.
class AlternativesEditor : public FieldEditor {
  Q_OBJECT
public:
  AlternativesEditor(const core::FieldText& field, bool several, QWidget* parent);

  QString text() const override;
  void setText(const QString& text) override;
  void setProblem(const QString& sentence) override;
  QWidget* buddy() const override;

protected:
  void changeEvent(QEvent* event) override;

private:
  /// A row is a combo box (one of the choices) or check boxes (a set of them).
  struct Row {
    QWidget* widget = nullptr;
    QComboBox* combo = nullptr;
    std::vector<QCheckBox*> checks;
  };
  void addRow(const QString& value);
  void addControls(Row& row, QHBoxLayout* layout);
  void dropRow(const QWidget* widget);
  QToolButton* makeButton(const char* icon, const QString& name);
  void renumber();
  QString rowText(const Row& row) const;
  void setRowText(const Row& row, const QString& value);
  /// A value no row has yet, or nothing.
  QString unusedValue() const;

  core::FieldText m_field;
  bool m_several;
  QVBoxLayout* m_layout;
  QToolButton* m_add = nullptr;
  std::vector<Row> m_rows;
};

} // namespace skipscope::ui
