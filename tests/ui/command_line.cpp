#include "tests/ui/command_line.h"

#include <gtest/gtest.h>

#include <QProcess>

namespace skipscope::tests {

namespace {
constexpr int kPatienceMs = 120'000; ///< `recommend` loads LibTorch, on a busy machine
}

QJsonDocument jsonOf(const QStringList& words) {
  QProcess cli;
  cli.start(SKIPSCOPE_BIN_DIR "/skipscope-cli", words);
  EXPECT_TRUE(cli.waitForFinished(kPatienceMs)) << words.join(' ').toStdString();
  EXPECT_EQ(cli.exitCode(), 0) << words.join(' ').toStdString() << ": "
                               << cli.readAllStandardError().toStdString();
  return QJsonDocument::fromJson(cli.readAllStandardOutput());
}

std::vector<QJsonObject> objectsOf(const QJsonArray& array) {
  std::vector<QJsonObject> objects;
  for (const auto& value : array)
    objects.push_back(value.toObject());
  return objects;
}

} // namespace skipscope::tests
