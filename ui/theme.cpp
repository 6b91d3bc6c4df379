#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QStyleFactory>
#include <QStyleHints>
#include <QVariant>
#include <array>
#include <utility>

// Q_INIT_RESOURCE must stand outside of namespaces; without it a static library loses its resources.
static void loadResources() {
  Q_INIT_RESOURCE(skipscope);
}

namespace skipscope::ui {

namespace {

/// The colours both palettes are made of.
struct Tones {
  QColor window, base, raised, text, muted, border, accent, onAccent, hover, problem, problemBase, noteBase;
};

const Tones kLight = {0xf4f5f7, 0xffffff, 0xffffff, 0x1b2130, 0x5d6678, 0xd5d9e2,
                      0x3454d1, 0xffffff, 0xe9ecf3, 0xb3261e, 0xfdecea, 0xe8edfc};
const Tones kDark = {0x15181e, 0x1c2027, 0x242932, 0xe7eaf0, 0x9aa3b5, 0x363d4a,
                     0x8ea4ff, 0x10131a, 0x2b313c, 0xff8a80, 0x3a2222, 0x232b45};

QPalette paletteOf(const Tones& tones) {
  QPalette palette;
  const std::array<std::pair<QPalette::ColorRole, QColor>, 15> roles = {
      {{QPalette::Window, tones.window},
       {QPalette::WindowText, tones.text},
       {QPalette::Base, tones.base},
       {QPalette::AlternateBase, tones.window},
       {QPalette::Text, tones.text},
       {QPalette::PlaceholderText, tones.muted},
       {QPalette::Button, tones.raised},
       {QPalette::ButtonText, tones.text},
       {QPalette::ToolTipBase, tones.raised},
       {QPalette::ToolTipText, tones.text},
       {QPalette::Highlight, tones.accent},
       {QPalette::HighlightedText, tones.onAccent},
       {QPalette::Link, tones.accent},
       {QPalette::Mid, tones.border},
       {QPalette::Midlight, tones.hover}}};
  for (const auto& [role, colour] : roles)
    palette.setColor(role, colour);
  for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    QColor faint = tones.muted;
    faint.setAlphaF(0.6F);
    palette.setColor(QPalette::Disabled, role, faint);
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, tones.border);
  palette.setColor(QPalette::Disabled, QPalette::Light,
                   Qt::transparent); // no bright edge below disabled words
  return palette;
}

QString styleSheetOf(const Tones& tones, bool dark) {
  QFile file(QStringLiteral(":/style.qss"));
  if (!file.open(QIODevice::ReadOnly))
    return {};
  QString sheet = QString::fromUtf8(file.readAll());
  const std::array<std::pair<const char*, QColor>, 12> words = {{{"@window", tones.window},
                                                                 {"@base", tones.base},
                                                                 {"@raised", tones.raised},
                                                                 {"@text", tones.text},
                                                                 {"@muted", tones.muted},
                                                                 {"@border", tones.border},
                                                                 {"@accent", tones.accent},
                                                                 {"@onAccent", tones.onAccent},
                                                                 {"@hover", tones.hover},
                                                                 {"@problemBase", tones.problemBase},
                                                                 {"@problem", tones.problem},
                                                                 {"@noteBase", tones.noteBase}}};
  for (const auto& [word, colour] : words)
    sheet.replace(QString::fromLatin1(word) + QStringLiteral(";"), colour.name() + QStringLiteral(";"));
  return sheet.replace(QStringLiteral("@tone"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

bool isDark(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace

Theme::Choice Theme::choiceNamed(const QString& name) {
  return name == QLatin1String("light")  ? Choice::Light
         : name == QLatin1String("dark") ? Choice::Dark
                                         : Choice::System;
}

QString Theme::nameOf(Choice choice) {
  return choice == Choice::Light  ? QStringLiteral("light")
         : choice == Choice::Dark ? QStringLiteral("dark")
                                  : QStringLiteral("system");
}

Theme::Theme(QObject* parent) : QObject(parent), m_darkAtStart(isDark(QApplication::palette())) {
  loadResources();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
    if (m_choice == Choice::System)
      apply(m_choice);
  });
#endif
}

bool Theme::systemIsDark() const {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  const auto scheme = QGuiApplication::styleHints()->colorScheme();
  if (scheme != Qt::ColorScheme::Unknown)
    return scheme == Qt::ColorScheme::Dark;
#endif
  return m_darkAtStart;
}

bool Theme::dark() const {
  return m_choice == Choice::Dark || (m_choice == Choice::System && systemIsDark());
}

void Theme::apply(Choice choice) {
  m_choice = choice;
  const Tones& tones = dark() ? kDark : kLight;
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QApplication::setPalette(paletteOf(tones));
  qApp->setStyleSheet(styleSheetOf(tones, dark()));
  emit changed();
}

QLabel* makeLabel(const QString& text, TextLevel level, QWidget* parent) {
  static const std::array<const char*, 6> names = {"title", "heading",   "number",
                                                   "body",  "secondary", "problem"};
  auto* label = new QLabel(text, parent);
  label->setProperty("level", QString::fromLatin1(names[static_cast<std::size_t>(level)]));
  label->setTextFormat(Qt::PlainText); // names of files and datasets may look like markup
  label->setWordWrap(level == TextLevel::Body || level == TextLevel::Secondary ||
                     level == TextLevel::Problem);
  return label;
}

} // namespace skipscope::ui
