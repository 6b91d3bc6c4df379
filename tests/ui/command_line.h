#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <vector>

namespace skipscope::tests {

/// What skipscope-cli, run as a program, answers with these words: `runs WORKSPACE --json`.
QJsonDocument jsonOf(const QStringList& words);
std::vector<QJsonObject> objectsOf(const QJsonArray& array);

} // namespace skipscope::tests
