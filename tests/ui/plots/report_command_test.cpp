// `skipscope report` as people call it: without a display, with its exit codes and one sentence for each
// fault.

#include "tests/ui/plots/sample_records.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;

struct Outcome {
  int exitCode = -1;
  QString output;
  QString error;
};

Outcome program(const QStringList& arguments) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"})
    environment.remove(name);
  process.setProcessEnvironment(environment);
  process.start(SKIPSCOPE_BIN_DIR "/skipscope", arguments);
  process.waitForFinished(-1);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

Outcome report(const QStringList& arguments) {
  return program(QStringList{"report"} + arguments);
}

class ReportCommandTest : public testing::Test {
protected:
  ReportCommandTest() {
    const std::vector<experiment::Configuration> configurations = {
        hears({Feedback::Like}, NegativeStrategy::Random)};
    m_sample.run("inputs", configurations, {1, 2});
    m_sample.run("waiting", {hears({Feedback::Like}, NegativeStrategy::Real)}, {1}, 1);
  }

  /// Expects a refusal in one sentence that contains `words`.
  void expectFault(const QStringList& arguments, int exitCode, const QString& words) {
    const Outcome outcome = report(arguments);
    EXPECT_EQ(outcome.exitCode, exitCode) << outcome.error.toStdString();
    EXPECT_TRUE(outcome.error.contains(words)) << outcome.error.toStdString();
    EXPECT_EQ(outcome.error.count('\n'), 1) << outcome.error.toStdString();
  }

  QString folder() const { return QString::fromStdString(m_sample.folder().string()); }
  QString file(const char* name) const { return m_files.filePath(name); }

  SampleWorkspace m_sample;
  QTemporaryDir m_files;
};

TEST_F(ReportCommandTest, writesEveryKindWithoutADisplay) {
  for (const char* name : {"out.png", "out.html", "out.svg", "out.pdf"}) {
    const Outcome outcome = report({folder(), "--experiment", "inputs", "-o", file(name)});
    EXPECT_EQ(outcome.exitCode, 0) << outcome.error.toStdString();
    EXPECT_TRUE(outcome.error.isEmpty()) << outcome.error.toStdString();
    EXPECT_GT(QFile(file(name)).size(), 1000) << name;
  }
  EXPECT_EQ(QImage(file("out.png")).width(), 2560);
}

TEST_F(ReportCommandTest, showsTheViewOfAnotherReport) {
  QFile json(file("view.json"));
  ASSERT_TRUE(json.open(QIODevice::WriteOnly));
  json.write(R"({"skipscope_view": 2, "experiment": "inputs", "title": "Only users", "notes": "**So** it is.",
                 "table": false, "figures": [{"kind": "coverage"}]})");
  json.close();
  const auto write = [&](const QStringList& arguments) {
    const Outcome outcome = report(QStringList{folder()} + arguments);
    EXPECT_EQ(outcome.exitCode, 0) << outcome.error.toStdString();
  };
  write({"--view", file("view.json"), "-o", file("out.png")});
  write({"--view", file("out.png"), "-o", file("out.html")});
  QFile page(file("out.html"));
  ASSERT_TRUE(page.open(QIODevice::ReadOnly));
  const QString html = QString::fromUtf8(page.readAll());
  EXPECT_EQ(html.count("<img"), 1);
  EXPECT_TRUE(html.contains("<h1>Only users</h1>"));
  EXPECT_TRUE(html.contains("<strong>So</strong>"));
  expectFault({folder(), "--view", file("view.json"), "-e", "waiting", "-o", file("b.png")}, 1,
              "no finished run");
  expectFault({folder(), "--view", file("none.png"), "-o", file("b.png")}, 1, "cannot be read");
  ASSERT_TRUE(QFile::copy(QStringLiteral(SKIPSCOPE_SOURCE_DIR "/README.md"), file("text.png")));
  expectFault({folder(), "--view", file("text.png"), "-o", file("b.png")}, 1, "holds no view");
}

TEST_F(ReportCommandTest, saysHowToCallIt) {
  const Outcome outcome = report({"--help"});
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_TRUE(outcome.output.contains("--experiment"));
}

TEST_F(ReportCommandTest, refusesWrongUsage) {
  expectFault({}, 2, "The workspace is missing");
  expectFault({folder(), "-o", file("a.png")}, 2, "--experiment NAME or --view FILE is missing");
  expectFault({folder(), "--experiment", "inputs"}, 2, "-o FILE is missing");
  expectFault({folder(), "--experiment", "inputs", "-o", file("a.docx")}, 2, ".png, .html");
  expectFault({folder(), "--experiment", "nothing", "-o", file("a.png")}, 2, "nothing");
  expectFault({folder(), "--colour"}, 2, "--colour");
  EXPECT_FALSE(QFile::exists(file("a.png")));
}

TEST_F(ReportCommandTest, saysWhyThereIsNoReport) {
  expectFault({folder(), "--experiment", "waiting", "-o", file("a.png")}, 1, "no finished run");
  expectFault({folder(), "--experiment", "inputs", "-o", file("missing/a.png")}, 1, "could not be written");
  expectFault({file("none.skipscope"), "--experiment", "inputs", "-o", file("a.png")}, 1, "none.skipscope");
  EXPECT_FALSE(QFile::exists(file("a.png")));
}

TEST_F(ReportCommandTest, TheWindowNeedsADisplayAndSaysSo) {
  const Outcome outcome = program({folder()});
  EXPECT_EQ(outcome.exitCode, 1);
  EXPECT_TRUE(outcome.error.contains("no display")) << outcome.error.toStdString();
  EXPECT_EQ(outcome.error.count('\n'), 1) << outcome.error.toStdString();
  const Outcome other = program({"--platform", "no-such-platform"});
  EXPECT_EQ(other.exitCode, 1);
  EXPECT_TRUE(other.error.contains("no display")) << other.error.toStdString();
}

} // namespace
} // namespace skipscope::ui
