#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace skipscope::ui {

/// Everything the window remembers. The table in settings.cpp holds name and default of each.
enum class Setting {
  Theme,
  RecentWorkspaces,
  Workers,
  LogFolder,
  WorkspaceFolder,
  AllRunColumns,
  GroupRuns,
  Geometry,
  Layout,
  OpenWorkspace,
  KeepWorkers,
  SettingCount
};

/// The person's settings, in an .ini file of the configuration folder of the system.
class Settings {
public:
  Settings();

  QVariant value(Setting setting) const;
  void set(Setting setting, const QVariant& value);

  QStringList recentWorkspaces() const { return value(Setting::RecentWorkspaces).toStringList(); }
  /// Puts a workspace at the front of the recent ones; at most ten are kept.
  void rememberWorkspace(const QString& folder);
  void forgetWorkspace(const QString& folder);

private:
  QSettings m_file;
};

} // namespace skipscope::ui
