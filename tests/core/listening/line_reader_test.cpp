#include "core/error.h"
#include "core/listening/line_reader.h"
#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::listening {

using testing::ElementsAre;
using testing::HasSubstr;

using namespace std::string_literals;

class LineReaderTest : public LogTest {
protected:
  std::vector<std::string> linesOf(std::string_view content) {
    LogFile file(write("lines.txt", content));
    EXPECT_TRUE(file.nextMember());
    MemberStream stream(file);
    LineReader reader(stream);
    std::vector<std::string> lines;
    for (Line line; reader.next(line);)
      lines.push_back(line.fault == LineFault::None
                          ? std::string(line.text)
                          : "fault " + std::to_string(static_cast<int>(line.fault)));
    return lines;
  }
};

TEST_F(LineReaderTest, SplitsAtBothLineEndsAndDropsTheByteOrderMark) {
  EXPECT_THAT(linesOf("\xEF\xBB\xBF"
                      "one\r\ntwo\n\nthree"),
              ElementsAre("one", "two", "", "three"));
}

TEST_F(LineReaderTest, ConvertsLatin1ButNotUtf8) {
  EXPECT_THAT(linesOf("Bj\xF6rk\n"), ElementsAre("Bj\xC3\xB6rk"));
  EXPECT_THAT(linesOf("Bj\xC3\xB6rk\n"), ElementsAre("Bj\xC3\xB6rk"));
}

TEST_F(LineReaderTest, MarksBrokenLinesOfAUtf8File) {
  EXPECT_THAT(linesOf("\xC3\xB6\n\xC3\xA4\nbad \xF6 line\nzero\0byte\nlast\n"s),
              ElementsAre("\xC3\xB6", "\xC3\xA4", "fault 3", "fault 2", "last"));
}

TEST_F(LineReaderTest, LearnsFromLaterBlocksThatAFileIsUtf8) {
  const auto lines = linesOf("bad \xF6\n" + std::string(5'000'000, '\n') + "\xC3\xB6\n\xC3\xA4\nbad \xF6\n");
  ASSERT_GE(lines.size(), 3U);
  EXPECT_THAT(std::vector(lines.end() - 3, lines.end()), ElementsAre("\xC3\xB6", "\xC3\xA4", "fault 3"));
}

TEST_F(LineReaderTest, JoinsLinesOfLatin1) {
  LogFile file(write("lines.txt", "\"a\r\n\xF6\n\xE4\"\nz\n"));
  ASSERT_TRUE(file.nextMember());
  MemberStream stream(file);
  LineReader reader(stream);
  Line line;
  ASSERT_TRUE(reader.next(line));
  EXPECT_EQ(line.text, "\"a");
  ASSERT_TRUE(reader.extend(line));
  EXPECT_EQ(line.text, "\"a\r\n\xC3\xB6");
  ASSERT_TRUE(reader.extend(line));
  EXPECT_EQ(line.text, "\"a\r\n\xC3\xB6\n\xC3\xA4\"");
  reader.shorten(line);
  EXPECT_EQ(line.text, "\"a");
  ASSERT_TRUE(reader.next(line));
  EXPECT_EQ(line.text, "\xC3\xB6");
}

TEST_F(LineReaderTest, PassesOverLinesLongerThanTheLimitWhereverTheyLie) {
  const std::string longLine(10'000'000, 'x');
  EXPECT_THAT(linesOf("a\n" + longLine + "\nb\n" + longLine), ElementsAre("a", "fault 1", "b", "fault 1"));
  EXPECT_EQ(linesOf(std::string(LineReader::kLongestLine, 'x') + "\n").front().size(),
            LineReader::kLongestLine);
}

TEST_F(LineReaderTest, KeepsLinesWholeAcrossBlocks) {
  std::string content;
  for (int i = 0; i < 900'000; ++i)
    content += "line " + std::to_string(i) + "\n";
  const auto lines = linesOf(content);
  ASSERT_EQ(lines.size(), 900'000U);
  for (std::size_t i = 0; i < lines.size(); ++i)
    ASSERT_EQ(lines[i], "line " + std::to_string(i));
}

TEST_F(LineReaderTest, RefusesFilesThatExpandBeyondTheLimit) {
  const auto path = pack("bomb.gz", {{"", std::string(20'000'000, '\n')}});
  LogFile file(path, {1'000'000, 100});
  ASSERT_TRUE(file.nextMember());
  try {
    MemberStream stream(file);
    LineReader reader(stream);
    for (Line line; reader.next(line);) {
    }
    FAIL() << "the limit was passed";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("100 times its size"));
  }
}

} // namespace skipscope::listening
