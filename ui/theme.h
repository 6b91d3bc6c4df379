#pragma once

#include <QObject>
#include <QPalette>

class QLabel;

namespace skipscope::ui {

/// Looks of the program: Fusion with a light and a dark palette of its own, following the system unless told.
class Theme : public QObject {
  Q_OBJECT
public:
  enum class Choice { System, Light, Dark };
  static Choice
  choiceNamed(const QString& name); ///< "system", "light", "dark"; anything else is the system's
  static QString nameOf(Choice choice);

  /// Remembers what the system asked for; nothing changes before apply().
  explicit Theme(QObject* parent = nullptr);

  void apply(Choice choice);
  Choice choice() const { return m_choice; }
  bool dark() const;

signals:
  void changed();

private:
  bool systemIsDark() const;

  Choice m_choice = Choice::System;
  bool m_darkAtStart = false; ///< before Qt 6.5 the system can be asked only before our palette covers it
};

/// Text levels of the window; the style sheet draws them.
enum class TextLevel { Title, Heading, Number, Body, Secondary, Problem };
/// A label of that level; long text wraps except for titles and numbers.
QLabel* makeLabel(const QString& text, TextLevel level, QWidget* parent = nullptr);

} // namespace skipscope::ui
