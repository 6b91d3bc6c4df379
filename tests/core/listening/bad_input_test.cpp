#include "core/error.h"
#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>

namespace skipscope::listening {

using namespace std::string_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class BadInputTest : public LogTest {
protected:
  static constexpr const char* kHeader = "user,song,time,feedback\n";
};

TEST_F(BadInputTest, MissingFileAndFolder) {
  EXPECT_THAT(errorOf(request((m_folder / "none.csv").string())),
              AllOf(HasSubstr("none.csv"), HasSubstr("no file")));
  EXPECT_THAT(errorOf(request(m_folder.string())), HasSubstr("is a folder"));
}

TEST_F(BadInputTest, EmptyFilesPlainAndPacked) {
  EXPECT_THAT(errorOfText(""), HasSubstr("is empty"));
  EXPECT_THAT(errorOf(request(pack("empty.csv.gz", {{"", ""}}))), HasSubstr("is empty"));
  EXPECT_THAT(errorOfText("\n\n"), HasSubstr("is empty"));
  EXPECT_THAT(errorOfText(kHeader), HasSubstr("no rows below its header"));
}

TEST_F(BadInputTest, ZerosRubbishAndDamage) {
  EXPECT_THAT(errorOfText(std::string(100'000, '\0')), HasSubstr("nothing but zero bytes"));
  EXPECT_THAT(errorOfText("\x01\x02\x03\x7F user,song\n"), HasSubstr("does not look like a table"));
  EXPECT_THAT(errorOfText("\xFF\xFEu\0s\0"s), HasSubstr("UTF-16"));
  const std::string whole = fileContent(pack("log.csv.gz", {{"", fileContent(samplePath("simulated.csv"))}}));
  EXPECT_THAT(errorOf(request(write("cut.csv.gz", whole.substr(0, whole.size() / 2)))), HasSubstr("damaged"));
}

TEST_F(BadInputTest, AForcedFormatThatDoesNotFitNamesColumns) {
  auto asked = request(samplePath("movielens.csv"));
  asked.format = "piki";
  EXPECT_THAT(errorOf(asked),
              AllOf(HasSubstr("'user_id' in the format 'piki'"), HasSubstr("userId, movieId")));
  asked.format = "movilens";
  EXPECT_THROW(read(asked), core::UsageError);
  EXPECT_THAT(errorOf(asked), AllOf(HasSubstr("Did you mean 'movielens'?"), HasSubstr("kuairand")));
}

TEST_F(BadInputTest, AMissingColumnIsNamedWithThoseThatExist) {
  EXPECT_THAT(errorOfText("user,item,when\n1,2,3\n"),
              AllOf(HasSubstr("log.csv"), HasSubstr("time"), HasSubstr("user, item, when"),
                    HasSubstr("--map time=")));
  auto asked = request(write("log.csv", "user,item,when\n1,2,3\n"));
  asked.columns = {{"time", "wen"}};
  EXPECT_THAT(errorOf(asked), AllOf(HasSubstr("'wen'"), HasSubstr("'when'")));
  asked.columns = {{"tme", "when"}};
  EXPECT_THROW(read(asked), core::UsageError);
  EXPECT_THAT(errorOf(asked), HasSubstr("Did you mean 'time'?"));
}

TEST_F(BadInputTest, AColumnThatIsThereTwiceIsRefusedOnlyWhereItIsUsed) {
  EXPECT_THAT(errorOfText("user,user,item,time,like\n1,2,3,4,1\n"),
              AllOf(HasSubstr("more than one column called 'user'"), HasSubstr("listener")));
  EXPECT_EQ(read(request(write("log.csv", "user,x,x,item,time,like\n1,2,2,3,4,1\n"))).summary.events, 1);
}

TEST_F(BadInputTest, ATimeThatIsNoTimeStopsTheImportWithItsLine) {
  const std::string error = errorOfText(kHeader + "1,2,yesterday,like\n1,3,100,like\n"s);
  EXPECT_THAT(error, AllOf(HasSubstr("1 of 2 rows (50.0 %)"), HasSubstr("unreadable time: 1"),
                           HasSubstr("line 2"), HasSubstr("time=yesterday"), HasSubstr("--max-rejected")));
}

TEST_F(BadInputTest, EveryReasonIsCountedWithLineAndMappedFieldsOnly) {
  auto asked =
      request(write("log.csv", "user,song,time,feedback,played_ms,email\n"
                               ",2,1,like,,a@b\n1,,1,like,,a@b\n1,2,soon,like,,a@b\n1,2,1,adore,,a@b\n"
                               "1,2,1\n1,2,1,like,long,a@b\n1,2,1,like,,z\0z\n1,2,1,like,,ok\n"s));
  asked.maxRejected = 0.9;
  const ImportResult result = read(asked);
  EXPECT_EQ(result.summary.events, 1);
  EXPECT_EQ(result.summary.rejected, (std::map<std::string, std::int64_t>{{"missing listener", 1},
                                                                          {"missing song", 1},
                                                                          {"unreadable time", 1},
                                                                          {"unknown feedback word", 1},
                                                                          {"wrong number of fields", 1},
                                                                          {"unreadable number", 1},
                                                                          {"zero byte in the line", 1}}));
  for (const Rejection& rejection : result.rejections) {
    EXPECT_EQ(rejection.rows, 1);
    ASSERT_EQ(rejection.examples.size(), 1U);
    EXPECT_EQ(rejection.examples[0].fields.find("a@b"), std::string::npos)
        << "unmapped cells may be personal";
  }
  EXPECT_EQ(result.rejections[2].examples[0].line, 4);
  EXPECT_EQ(result.rejections[2].examples[0].fields, "listener=1, song=2, time=soon, feedback=like");
}

TEST_F(BadInputTest, ExamplesAreFewAndCutAt120Characters) {
  std::string log = kHeader;
  for (int i = 0; i < 50; ++i)
    log += "1,2," + std::string(300, 'x') + ",like\n";
  log += "1,2,3,like\n";
  auto asked = request(write("log.csv", log));
  asked.maxRejected = 1;
  const ImportResult result = read(asked);
  ASSERT_EQ(result.rejections.size(), 1U);
  EXPECT_EQ(result.rejections[0].rows, 50);
  EXPECT_EQ(result.rejections[0].examples.size(), 5U);
  EXPECT_EQ(result.rejections[0].examples[0].fields.size(), 120U);
}

TEST_F(BadInputTest, TheAllowedShareIsNotExceededByItself) {
  std::string log = kHeader;
  for (int i = 0; i < 19; ++i)
    log += "1," + std::to_string(i) + ",100,like\n";
  auto asked = request(write("log.csv", log + "1,1,never,like\n"));
  EXPECT_EQ(read(asked).summary.rejected.at("unreadable time"), 1) << "5 % of 20 rows is one";
  asked.maxRejected = 0.04;
  EXPECT_THAT(errorOf(asked), HasSubstr("more than the 4.0 % allowed"));
  asked.maxRejected = 1.5;
  EXPECT_THROW(read(asked), core::UsageError);
}

TEST_F(BadInputTest, TenMegabytesOnOneLineCostOneRow) {
  const std::string longRow = "1,2,3," + std::string(10'000'000, 'x') + "\n";
  auto asked = request(write("log.csv", kHeader + "1,1,1,like\n"s + longRow + "1,2,2,skip\n"));
  asked.maxRejected = 0.5;
  const ImportResult result = read(asked);
  EXPECT_EQ(result.summary.events, 2);
  EXPECT_EQ(result.summary.rejected.at("line longer than 1 MB"), 1);
  EXPECT_EQ(result.rejections[0].examples[0].line, 3);
  EXPECT_THAT(errorOfText(std::string(10'000'000, 'x')), HasSubstr("longer than 1 MB"));
}

TEST_F(BadInputTest, AnUnclosedQuoteCostsOneRow) {
  auto asked = request(
      write("log.csv", "user,song,time,feedback,title\n1,1,1,like,\"open\n1,2,2,skip,x\n1,3,3,skip,y\n"));
  asked.maxRejected = 0.5;
  const ImportResult result = read(asked);
  EXPECT_EQ(result.summary.events, 2);
  EXPECT_EQ(result.summary.rejected.at("unclosed quote"), 1);
}

TEST_F(BadInputTest, AQuoteThatNeverEndsDoesNotMakeManyLinesSlow) {
  // Looking at all lines again for each one more would take an hour.
  std::string lines;
  for (int i = 0; i < 200'000; ++i)
    lines += "1," + std::to_string(i) + ",1,like,\n";
  auto asked = request(write("log.csv", "user,song,time,feedback,title\n1,x,1,like,\"open\n" + lines +
                                            "1,y,2,skip,\"open\n" + lines));
  const ImportResult result = read(asked);
  EXPECT_EQ(result.summary.rejected, (std::map<std::string, std::int64_t>{{"unclosed quote", 2}}));
  EXPECT_EQ(result.summary.events, 400'000);
}

TEST_F(BadInputTest, QuotesThatOpenAndCloseInEveryLineStopAtTheLastColumn) {
  std::string log = "user,song,time,feedback,title\n1,2,3,like,x\n";
  for (int i = 0; i < 200'000; ++i)
    log += "a\",b,\"c\n"; // open at its end whether it began so or not
  auto asked = request(write("log.csv", log));
  asked.maxRejected = 1;
  EXPECT_EQ(read(asked).summary.events, 1);
}

TEST_F(BadInputTest, AQuotedCellHoldsLineEndsWhateverStandsBetweenCells) {
  for (const std::string delimiter : {",", ";", "\t", "|"}) {
    std::string log = "user,song,time,feedback,title\n1,1,1,like,\"two\nlines\"\n";
    for (std::size_t at = 0; (at = log.find(',', at)) != std::string::npos; at += delimiter.size())
      log.replace(at, 1, delimiter);
    EXPECT_THAT(readText(log).dataset.titles, ElementsAre("two\nlines")) << delimiter;
  }
}

TEST_F(BadInputTest, TextAfterAClosingQuoteCostsTheRow) {
  auto asked = request(write("log.csv", "user,song,time,feedback,title\n1,1,1,like,\"Weird Al\" Yankovic\n"
                                        "1,2,2,like,\"Weird\"\"Al\" \n1,3,3,skip,a \"b\" c\n"));
  asked.maxRejected = 0.5;
  const ImportResult result = read(asked);
  EXPECT_EQ(result.summary.rejected,
            (std::map<std::string, std::int64_t>{{"text after a closing quote", 1}}));
  EXPECT_THAT(result.dataset.titles, ElementsAre("Weird\"Al", "a \"b\" c"));
}

TEST_F(BadInputTest, AFewBrokenBytesCostTheirRowsOnly) {
  auto asked =
      request(write("log.csv", kHeader + "1,\xC3\xB6,1,like\n1,\xF6\xE4,2,like\n1,\xE2\x82\xAC,3,skip\n"s));
  asked.maxRejected = 0.5;
  const ImportResult result = read(asked);
  EXPECT_EQ(result.summary.rejected, (std::map<std::string, std::int64_t>{{"invalid UTF-8", 1}}));
  EXPECT_THAT(result.dataset.songIds, ElementsAre("\xC3\xB6", "\xE2\x82\xAC"));
  EXPECT_TRUE(result.notes.empty());
}

TEST_F(BadInputTest, PositionsAreWholeNumbersWithinReason) {
  auto asked =
      request(write("log.csv", "user,song,position,feedback\n1,1,1,like\n1,2,9223372036854775807,skip\n"
                               "1,3,-9223372036854775808,like\n1,4,2.5,skip\n1,5,-1000000000000000,skip\n"));
  asked.maxRejected = 0.9;
  const ImportResult result = read(asked);
  EXPECT_EQ(result.summary.rejected, (std::map<std::string, std::int64_t>{{"unreadable position", 3}}));
  EXPECT_EQ(result.summary.events, 2);
}

// Each of these takes minutes where a row is read anew with every line that it is lengthened by.
TEST_F(BadInputTest, ManyLinesInQuotesAreReadOnce) {
  std::string cell;
  for (int i = 0; i < 400'000; ++i)
    cell += i % 1000 == 0 ? "\xC3\xB6\n" : "x\n";
  const auto whole = readText("user,song,time,feedback,title\n1,1,1,like,\"" + cell + "\"\n");
  EXPECT_EQ(whole.dataset.titles, std::vector<std::string>{cell});

  std::string log = "user,song,time,feedback,title\n1,1,1,like,x\n";
  for (int i = 0; i < 200'000; ++i)
    log += "a\",\"b\n";
  auto asked = request(write("log.csv", log));
  asked.maxRejected = 1;
  EXPECT_EQ(read(asked).summary.rejected.at("unclosed quote"), 200'000);
}

TEST_F(BadInputTest, WhatHasNoLinesOfTextIsRefusedWithTheWayOut) {
  EXPECT_THAT(errorOfText("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\n"s),
              AllOf(HasSubstr("is no text"), HasSubstr("name the file")));
  EXPECT_THAT(errorOfText("user,song,time\r1,2,3\r"), AllOf(HasSubstr("CR alone"), HasSubstr("LF or CRLF")));
}

TEST_F(BadInputTest, NoUsableRowIsToldWhateverIsAllowed) {
  auto asked = request(write("log.csv", kHeader + "1,2,never,like\n"s));
  asked.maxRejected = 1;
  EXPECT_THAT(errorOf(asked), HasSubstr("No row of the log can be used"));
}

TEST_F(BadInputTest, NarrowLogsAreLogs) {
  EXPECT_EQ(readText(kHeader + "1,2,3,like\n"s).summary.events, 1) << "one listener with one event";
  EXPECT_EQ(readText(kHeader + "1,2,3,skip\n1,3,4,listen\n"s).summary.likes, 0) << "no votes at all";
  const auto together = readText(kHeader + "1,2,3,like\n1,3,3,dislike\n1,4,3,skip\n"s);
  EXPECT_EQ(together.summary.from, together.summary.to) << "all at one time";
}

TEST_F(BadInputTest, RulesThatContradictEachOtherAreRefused) {
  auto asked = request(samplePath("movielens.csv"));
  setRule(asked.rules, "rating.dislike", "4");
  EXPECT_THROW(read(asked), core::UsageError);
}

TEST_F(BadInputTest, StopsOnRequest) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(readLog(request(samplePath("simulated.csv")), source.get_token(), {}), core::Stopped);
}

} // namespace skipscope::listening
