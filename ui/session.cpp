#include "ui/session.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>

namespace skipscope::ui {

namespace {

constexpr int kLookEveryMs = 500; ///< asking is cheap, and no part can forget to tell
constexpr qint64 kMostBytes = 1'000'000;

QString fileOf(const QString& workspace) {
  const auto hash = QCryptographicHash::hash(workspace.toUtf8(), QCryptographicHash::Sha256).toHex().left(20);
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
         QStringLiteral("/skipscope/sessions/%1.json").arg(QString::fromLatin1(hash));
}

bool save(const QString& path, const QJsonObject& content) {
  QDir().mkpath(QFileInfo(path).absolutePath());
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly))
    return false;
  file.write(QJsonDocument(content).toJson());
  return file.commit();
}

} // namespace

Session::Session(const QString& workspace, QObject* parent) : QObject(parent), m_workspace(workspace) {
  m_pool.setMaxThreadCount(1);
  connect(&m_timer, &QTimer::timeout, this, &Session::write);
  m_timer.start(kLookEveryMs);
}

Session::~Session() {
  write();
  m_pool.waitForDone();
}

QJsonObject Session::read(const QString& workspace) {
  QFile file(fileOf(workspace));
  if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
    return {};
  return QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("view")).toObject();
}

void Session::restore(const QJsonObject& state) {
  for (const Part& part : m_parts)
    if (const auto kept = state.value(part.name); kept.isObject())
      part.restore(kept.toObject());
}

void Session::write() {
  QJsonObject view;
  for (const Part& part : m_parts)
    view.insert(part.name, part.state());
  if (view == m_written)
    return;
  m_written = view;
  const QJsonObject content{{QStringLiteral("workspace"), m_workspace}, {QStringLiteral("view"), view}};
  m_pool.start([this, content] {
    if (!save(fileOf(m_workspace), content))
      emit failed(
          tr("What this window shows cannot be remembered: the folder %1 cannot be written. Make room "
             "or allow writing there.")
              .arg(QFileInfo(fileOf(m_workspace)).absolutePath()));
  });
}

} // namespace skipscope::ui
