// Reports are self-contained, escape what people typed, and carry their view.

#include "core/error.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/picture_file.h"
#include "ui/report.h"
#include "ui/report_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <algorithm>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;
using listening::FeedbackSet;

const std::string kHostile = "<script>alert('x')</script> \"&amp;";

std::vector<experiment::Configuration> twoConfigurations() {
  return {hears({Feedback::Like}, NegativeStrategy::Random), hears({Feedback::Like}, NegativeStrategy::Real)};
}

QByteArray contentOf(const QString& name) {
  QFile file(name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class ReportTest : public testing::Test {
protected:
  ReportContent make(const std::string& experiment) {
    m_sample.run(experiment, twoConfigurations(), {1, 2, 3});
    return makeReport(m_sample.workspace(), experiment);
  }

  QString file(const char* name) const { return m_folder.filePath(name); }

  SampleWorkspace m_sample;
  QTemporaryDir m_folder;
};

TEST_F(ReportTest, pngIsLegibleAndCarriesTheView) {
  writeReport(make("inputs"), file("out.png"));
  const QImage image(file("out.png"));
  EXPECT_EQ(image.width(), 2560);
  EXPECT_GT(image.height(), 1600);
  const auto view = nlohmann::json::parse(image.text(kDescriptionKey).toStdString());
  EXPECT_EQ(view["experiment"], "inputs");
  EXPECT_EQ(view["dataset"], std::string(32, 'a'));
  EXPECT_EQ(view["figures"].size(), 4U); // curves, bars, coverage, cost
}

TEST_F(ReportTest, theSameRunsGiveTheSameBytes) {
  const ReportContent content = make("inputs");
  writeReport(content, file("a.png"));
  writeReport(content, file("b.png"));
  EXPECT_EQ(contentOf(file("a.png")), contentOf(file("b.png")));
}

TEST_F(ReportTest, htmlEscapesWhatPeopleTyped) {
  writeReport(make(kHostile), file("out.html"));
  const QByteArray html = contentOf(file("out.html"));
  EXPECT_FALSE(html.contains("<script>"));
  EXPECT_FALSE(html.contains("alert('x')</script>"));
  EXPECT_TRUE(html.contains("&lt;script&gt;alert"));
}

TEST_F(ReportTest, htmlNeedsNothingFromElsewhereAndRunsNothing) {
  writeReport(make("inputs"), file("out.html"));
  const QString html = QString::fromUtf8(contentOf(file("out.html")));
  EXPECT_FALSE(html.contains("http:"));
  EXPECT_FALSE(html.contains("https:"));
  EXPECT_FALSE(html.contains("file:"));
  EXPECT_FALSE(html.contains("url("));
  EXPECT_TRUE(html.contains("Content-Security-Policy\" content=\"default-src 'none'"));
  EXPECT_EQ(html.count("<img src=\"data:image/png;base64,"), 4);
  EXPECT_EQ(html.count("<script"), 1); // the view, which is data
  EXPECT_TRUE(html.contains("<script type=\"application/json\" id=\"skipscope-view\">"));
}

TEST_F(ReportTest, viewInHtmlParsesWhateverItsTexts) {
  writeReport(make(kHostile), file("out.html"));
  const QString html = QString::fromUtf8(contentOf(file("out.html")));
  const QRegularExpression block("id=\"skipscope-view\">(.*?)</script>",
                                 QRegularExpression::DotMatchesEverythingOption);
  const auto view = nlohmann::json::parse(block.match(html).captured(1).toStdString());
  EXPECT_EQ(view["experiment"], kHostile);
}

TEST_F(ReportTest, htmlHoldsTheNumbers) {
  writeReport(make("inputs"), file("out.html"));
  const QString html = QString::fromUtf8(contentOf(file("out.html")));
  // Accuracies in the order launched: 0.60 … 0.65.
  EXPECT_TRUE(html.contains("<td>random</td>"));
  EXPECT_TRUE(html.contains("<td>real</td>"));
  EXPECT_TRUE(html.contains("<td>0.610 ± 0.025</td>") || html.contains("<td>0.620 ± 0.050</td>"));
  EXPECT_TRUE(html.contains(QString(32, 'a')));
  EXPECT_TRUE(html.contains("6 of 6 runs finished"));
  EXPECT_TRUE(html.contains(SKIPSCOPE_VERSION));
}

TEST_F(ReportTest, showsTheFiguresThatWereChosen) {
  View view;
  view.experiment = "inputs";
  view.figures = {
      {"coverage"}, {"learning_curves", "ndcg@10", CurveAxis::Epochs}, {"coverage"}, {"accuracy"}};
  view.table = false;
  view.title = "What skips are worth <b>";
  make("inputs");
  const ReportContent content = makeReport(m_sample.workspace(), view);
  writeReport(content, file("out.html"));
  const QString html = QString::fromUtf8(contentOf(file("out.html")));
  EXPECT_EQ(html.count("<img src=\"data:image/png;base64,"), 4);
  EXPECT_TRUE(html.contains("<h1>What skips are worth &lt;b&gt;</h1>"));
  EXPECT_TRUE(html.contains("Experiment inputs"));
  EXPECT_FALSE(html.contains("0.610 ± 0.025"));
  EXPECT_TRUE(html.contains(metricProtocol("ndcg@10").toHtmlEscaped()));
  writeReport(content, file("out.png"));
  view.figures.clear();
  writeReport(makeReport(m_sample.workspace(), view), file("none.png"));
  EXPECT_GT(QImage(file("out.png")).height(), QImage(file("none.png")).height() + 1600);
}

TEST_F(ReportTest, tellsHowTheRunsWereSetUp) {
  const ReportContent content = make("inputs");
  ASSERT_FALSE(content.settings.differing.columns.empty());
  EXPECT_EQ(content.settings.differing.rows.size(), 2U);
  writeReport(content, file("out.html"));
  const QString html = QString::fromUtf8(contentOf(file("out.html")));
  EXPECT_TRUE(html.contains("How the runs were set up"));
  EXPECT_TRUE(html.contains("The same in all: "));
  EXPECT_FALSE(html.contains("hreads:"));
}

TEST_F(ReportTest, notesAreMarkdownThatCanDoNoHarm) {
  View view;
  view.experiment = "inputs";
  view.notes = "# Result\n\n*Skips* help, see [the paper](https://example.org/?a=1&b=2).\n\n- one\n- two\n\n"
               "<script>alert(1)</script> ![p](file:///etc/passwd) [x](javascript:alert(1)) "
               "[y](file:///etc/passwd)\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx < y\n```\n";
  make("inputs");
  const ReportContent content = makeReport(m_sample.workspace(), view);
  writeReport(content, file("out.html"));
  const QString page = QString::fromUtf8(contentOf(file("out.html")));
  const QString html = page.left(page.indexOf("id=\"skipscope-view\""));
  for (const char* wanted :
       {"<h2>Result</h2>", "<em>Skips</em> help", "<a href=\"https://example.org/?a=1&amp;b=2\"",
        "<li>one</li>", "&lt;script&gt;", "<th>a</th>", "<td>2</td>", "x &lt; y"})
    EXPECT_TRUE(html.contains(wanted)) << wanted;
  for (const char* unwanted : {"<script>", "javascript:", "file:", "passwd"})
    EXPECT_FALSE(html.contains(unwanted)) << unwanted;
  writeReport(content, file("with.png"));
  view.notes.clear();
  writeReport(makeReport(m_sample.workspace(), view), file("without.png"));
  EXPECT_GT(QImage(file("with.png")).height(), QImage(file("without.png")).height() + 200);
}

TEST_F(ReportTest, aPictureTooTallForPngIsRefusedInOneSentence) {
  View view;
  view.experiment = "inputs";
  view.notes = std::string();
  for (int i = 0; i < 3000; ++i)
    view.notes += "line\n\n";
  make("inputs");
  EXPECT_THROW(writeReport(makeReport(m_sample.workspace(), view), file("out.png")), core::Error);
  EXPECT_FALSE(QFile::exists(file("out.png")));
}

TEST_F(ReportTest, pagesAreCutBetweenBlocks) {
  const ReportContent content = make("inputs");
  ReportDrawing drawing(content, file("out.pdf"));
  while (drawing.drawNext()) {
  }
  const ReportPicture picture(drawing.content, drawing.light);
  EXPECT_TRUE(std::is_sorted(picture.breaks().begin(), picture.breaks().end()));
  EXPECT_EQ(picture.breaks().back(), picture.size().height());
  EXPECT_GT(picture.breaks().size(), 5U);
}

TEST_F(ReportTest, svgAndPdfCarryTheView) {
  const ReportContent content = make(kHostile);
  writeReport(content, file("out.svg"));
  const QByteArray svg = contentOf(file("out.svg"));
  EXPECT_FALSE(svg.contains("<script>"));
  EXPECT_TRUE(svg.contains("<desc>{&quot;skipscope_view&quot;") || svg.contains("<desc>{\"skipscope_view\""));
  writeReport(content, file("out.pdf"));
  EXPECT_TRUE(contentOf(file("out.pdf")).contains(kPdfDescriptionBegin));
}

TEST_F(ReportTest, unfinishedRunsAreCountedNotMixedIn) {
  m_sample.run("inputs", twoConfigurations(), {1, 2}, 1);
  const ReportContent content = makeReport(m_sample.workspace(), "inputs");
  EXPECT_EQ(content.remarks, "Not in the means: 1 queued.");
}

TEST_F(ReportTest, withoutAFinishedRunThereIsNoReport) {
  m_sample.run("inputs", twoConfigurations(), {1}, 2);
  EXPECT_THROW(makeReport(m_sample.workspace(), "inputs"), core::Error);
}

TEST_F(ReportTest, whatIsThereStaysWhereWritingFails) {
  const ReportContent content = make("inputs");
  EXPECT_THROW(writeReport(content, file("missing/out.html")), core::Error);
  EXPECT_THROW(writeReport(content, file("out.docx")), core::UsageError);
  EXPECT_FALSE(QFile::exists(file("out.docx")));
}

} // namespace
} // namespace skipscope::ui
