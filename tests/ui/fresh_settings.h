#pragma once

#include <QSettings>

namespace skipscope::tests {

/// Makes a case begin as if the program had never run, whatever ran before it in the same process.
struct FreshSettings {
  FreshSettings() {
    QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("skipscope"),
              QStringLiteral("skipscope"))
        .clear();
  }
};

} // namespace skipscope::tests
