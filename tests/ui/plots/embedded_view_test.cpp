// A view comes back from every file that carries it; hostile and foreign files are refused in one sentence.

#include "core/error.h"
#include "tests/ui/plots/sample_records.h"
#include "ui/embedded_view.h"
#include "ui/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <array>

namespace skipscope::ui {
namespace {

using experiment::NegativeStrategy;
using listening::Feedback;
using testing::HasSubstr;

View sampleView() {
  View view;
  view.experiment = "inputs & <b>negatives</b> \xe2\x98\x83";
  view.dataset = std::string(32, 'a');
  view.figures = {{"learning_curves", "ndcg@10", CurveAxis::WallTime, true}, {"coverage"}};
  view.table = false;
  view.title = "</script></desc> &lt;\"title\"";
  view.notes = "# Notes\n\n    code   of  four\n\n--> </skipscope:view> endstream %%EOF\t\\";
  return view;
}

class EmbeddedViewTest : public testing::Test {
protected:
  QString write(const char* name, const QByteArray& bytes) const {
    QFile file(m_folder.filePath(name));
    file.open(QIODevice::WriteOnly);
    file.write(bytes);
    return file.fileName();
  }

  QString report(const char* name) {
    if (m_content.title.isEmpty()) {
      m_sample.run("inputs", {hears({Feedback::Like}, NegativeStrategy::Random)}, {1, 2});
      m_content = makeReport(m_sample.workspace(), "inputs");
      m_content.view = sampleView();
    }
    const QString file = m_folder.filePath(name);
    writeReport(m_content, file);
    return file;
  }

  /// What is said of a file that has no view; one sentence or two, without a line break.
  static std::string messageOf(const QString& file) {
    try {
      readEmbeddedView(file);
    } catch (const core::Error& error) {
      EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
      return error.what();
    }
    return "read";
  }

  SampleWorkspace m_sample;
  ReportContent m_content;
  QTemporaryDir m_folder;
};

TEST_F(EmbeddedViewTest, comesBackFromEveryFormat) {
  for (const char* name : {"out.png", "out.html", "out.svg", "out.pdf"})
    EXPECT_EQ(readEmbeddedView(report(name)), sampleView()) << name;
  EXPECT_EQ(readEmbeddedView(
                write("view.json", "\xef\xbb\xbf " + QByteArray::fromStdString(viewJson(sampleView())))),
            sampleView());
}

TEST_F(EmbeddedViewTest, theContentTellsTheFormat) {
  const QString renamed = m_folder.filePath("report.txt");
  ASSERT_TRUE(QFile::rename(report("out.pdf"), renamed));
  EXPECT_EQ(readEmbeddedView(renamed), sampleView());
}

TEST_F(EmbeddedViewTest, aReportCutInItsMiddleIsRefused) {
  for (const char* name : {"out.png", "out.html", "out.svg", "out.pdf"}) {
    QFile file(report(name));
    ASSERT_TRUE(file.resize(200));
    EXPECT_THAT(messageOf(file.fileName()), HasSubstr("holds no view of Skipscope")) << name;
  }
}

TEST_F(EmbeddedViewTest, foreignFilesAreRefused) {
  QImage(8, 8, QImage::Format_RGB32).save(m_folder.filePath("photo.png"));
  const std::array<QString, 7> files = {m_folder.filePath("photo.png"),
                                        write("empty.png", {}),
                                        write("log.csv", "user,song\n1,2\n"),
                                        write("page.html", "<!DOCTYPE html><p>skipscope-view</p>"),
                                        write("drawing.svg", "<svg><title>x</title></svg>"),
                                        write("paper.pdf", "%PDF-1.4\n"),
                                        write("noise.png", QByteArray(5'000'000, '\xff'))};
  for (const QString& file : files)
    EXPECT_THAT(messageOf(file), HasSubstr("holds no view of Skipscope")) << file.toStdString();
  EXPECT_THAT(messageOf(write("other.json", R"({"a": 1})")), HasSubstr("no view of Skipscope"));
  EXPECT_THAT(messageOf(write("drawing2.svg", "<svg><desc>A house</desc></svg>")),
              HasSubstr("no view of Skipscope"));
}

TEST_F(EmbeddedViewTest, whatCannotBeReadIsSaid) {
  EXPECT_THAT(messageOf(m_folder.filePath("gone.png")), HasSubstr("cannot be read"));
  EXPECT_THAT(messageOf(m_folder.path()), HasSubstr("cannot be read"));
  EXPECT_THAT(messageOf("/dev/zero"), HasSubstr("cannot be read"));
}

TEST_F(EmbeddedViewTest, hostileViewsAreRefused) {
  const QByteArray begin = "<html><script type=\"application/json\" id=\"skipscope-view\">";
  EXPECT_THAT(messageOf(write("large.html", begin + QByteArray(8'000'000, ' ') + "</script>")),
              HasSubstr("holds no view"));
  EXPECT_THAT(messageOf(write("big.html", begin + QByteArray(2'000'000, ' ') + "</script>")),
              HasSubstr("larger than 1 MB"));
  EXPECT_THAT(messageOf(write("deep.html", begin + R"({"skipscope_view": 2, "notes": )" +
                                               QByteArray(500'000, '[') + "</script>")),
              HasSubstr("no view"));
  EXPECT_THAT(messageOf(write("newer.json", R"({"skipscope_view": 99})")), HasSubstr("newer version"));
  QFile sparse(m_folder.filePath("sparse.html"));
  ASSERT_TRUE(sparse.open(QIODevice::WriteOnly) && sparse.resize(300LL * 1024 * 1024));
  EXPECT_THAT(messageOf(sparse.fileName()), HasSubstr("too large"));
}

TEST_F(EmbeddedViewTest, aHugePictureIsNotDecoded) {
  // 100,000 × 100,000 pixels in the header, none in the file.
  const auto chunk = [](const QByteArray& typed) {
    std::uint32_t crc = 0xffffffffU;
    for (const char letter : typed) {
      crc ^= static_cast<unsigned char>(letter);
      for (int bit = 0; bit < 8; ++bit)
        crc = (crc >> 1U) ^ ((crc & 1U) ? 0xedb88320U : 0U);
    }
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << static_cast<quint32>(typed.size() - 4);
    stream.writeRawData(typed.constData(), static_cast<int>(typed.size()));
    stream << static_cast<quint32>(~crc);
    return bytes;
  };
  QByteArray header = "IHDR";
  QDataStream stream(&header, QIODevice::Append);
  stream << quint32{100'000} << quint32{100'000};
  header += QByteArray("\x08\x02\x00\x00\x00", 5);
  const QByteArray text =
      QByteArray("tEXtskipscope-view\0", 19) + QByteArray::fromStdString(viewJson(sampleView()));
  const QString file =
      write("huge.png", QByteArray("\x89PNG\r\n\x1a\n") + chunk(header) + chunk(text) + chunk("IDAT"));
  EXPECT_EQ(readEmbeddedView(file), sampleView());
}

TEST_F(EmbeddedViewTest, theWorkspaceMustHaveWhatIsShown) {
  m_sample.run("inputs", {hears({Feedback::Like}, NegativeStrategy::Random)}, {1});
  View view = sampleView();
  const auto missing = [&] {
    try {
      requireInWorkspace(m_sample.workspace(), view);
    } catch (const core::Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(missing(), HasSubstr("experiment 'inputs & "));
  view.experiment = "inputs";
  EXPECT_EQ(missing(), "");
  view.dataset = std::string(32, 'f');
  EXPECT_THAT(missing(), HasSubstr("dataset of this view"));
  view.dataset.clear();
  EXPECT_EQ(missing(), "");
}

} // namespace
} // namespace skipscope::ui
