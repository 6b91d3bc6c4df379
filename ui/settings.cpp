#include "ui/settings.h"

#include <QDir>
#include <array>
#include <cstddef>

namespace skipscope::ui {

namespace {

constexpr int kMostRecent = 10;

struct Description {
  Setting setting;
  const char* name;
  QVariant initial;
};

const std::array<Description, static_cast<std::size_t>(Setting::SettingCount)>& descriptions() {
  static const std::array<Description, static_cast<std::size_t>(Setting::SettingCount)> table = {{
      {Setting::Theme, "theme", "system"},
      {Setting::RecentWorkspaces, "recentWorkspaces", QStringList()},
      {Setting::Workers, "workers", 0}, // 0 = as many as the processor has cores for
      {Setting::LogFolder, "logFolder", QDir::homePath()},
      {Setting::WorkspaceFolder, "workspaceFolder", QDir::homePath()},
      {Setting::AllRunColumns, "allRunColumns", false},
      {Setting::GroupRuns, "groupRuns", false},
      {Setting::Geometry, "window/geometry", QByteArray()},
      {Setting::Layout, "window/layout", QByteArray()},
      {Setting::OpenWorkspace, "openWorkspace", QString()}, // what the next window begins with
      {Setting::KeepWorkers, "keepWorkers", false},         // true = close without asking, workers go on
  }};
  return table;
}

const Description& description(Setting setting) {
  return descriptions()[static_cast<std::size_t>(setting)];
}

} // namespace

Settings::Settings()
    : m_file(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("skipscope"),
             QStringLiteral("skipscope")) {}

QVariant Settings::value(Setting setting) const {
  const Description& described = description(setting);
  return m_file.value(QString::fromLatin1(described.name), described.initial);
}

void Settings::set(Setting setting, const QVariant& value) {
  m_file.setValue(QString::fromLatin1(description(setting).name), value);
}

void Settings::rememberWorkspace(const QString& folder) {
  QStringList recent = recentWorkspaces();
  recent.removeAll(folder);
  recent.prepend(folder);
  set(Setting::RecentWorkspaces, QStringList(recent.mid(0, kMostRecent)));
}

void Settings::forgetWorkspace(const QString& folder) {
  QStringList recent = recentWorkspaces();
  recent.removeAll(folder);
  set(Setting::RecentWorkspaces, recent);
}

} // namespace skipscope::ui
