#pragma once

#include "core/field.h"

#include <QWidget>

namespace skipscope::ui {

/// "negatives.count", "Edit" → "negativesCountEdit": the objectName of a control made from a key.
QString controlName(const std::string& key, const QString& suffix);

/// The control of one described field. Where several values are allowed, a swept field holds them all:
/// numbers separated by commas in one line, choices in one row each.
class FieldEditor : public QWidget {
  Q_OBJECT
public:
  static FieldEditor* make(const core::FieldText& field, bool several, QWidget* parent);

  /// As `--set` takes it, or `--sweep` where there are several values.
  virtual QString text() const = 0;
  virtual void setText(const QString& text) = 0;
  /// Marks the control as wrong; the sentence goes to screen readers too.
  virtual void setProblem(const QString& sentence) = 0;
  /// The first control inside, for label buddies.
  virtual QWidget* buddy() const = 0;

signals:
  void edited();

protected:
  using QWidget::QWidget;
};

} // namespace skipscope::ui
