// The protocol of the serving process, over the process itself.

#include "tests/app/cli/cli_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace skipscope::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Serving : public CliTest {
protected:
  Serving() : m_workspace(workspaceWithLog()) {
    done({"launch", m_workspace, "--dataset", "log", "--set", "model=popularity", "--set",
          "evaluation.minimum_history=1", "--wait"});
    m_run = doneJson({"runs", m_workspace, "--json"}).at(0).at("id");
  }

  /// Every line that the process answers to these, the first line of the protocol left out.
  std::vector<json> answers(const std::string& input) const {
    ChildProcess::Conditions conditions;
    conditions.input = input;
    const Ended ended = ChildProcess({program("skipscope-learn"), "serve", m_workspace}, conditions).wait();
    EXPECT_EQ(ended.code, 0) << ended.err;
    std::vector<json> lines;
    for (std::size_t from = 0, to = 0; (to = ended.out.find('\n', from)) != std::string::npos; from = to + 1)
      lines.push_back(json::parse(ended.out.substr(from, to - from), nullptr, false));
    EXPECT_FALSE(lines.empty());
    if (lines.empty())
      return lines;
    EXPECT_EQ(lines.front(), json({{"protocol", 1}}));
    lines.erase(lines.begin());
    return lines;
  }
  json request(int id, const std::string& listener) const {
    return {{"id", id}, {"kind", "recommend"}, {"run", m_run}, {"listener", listener}, {"top", 10}};
  }

  std::string m_workspace;
  std::string m_run;
};

TEST_F(Serving, answersAreTheDocumentsOfRecommend) {
  const auto lines = answers(request(7, "u3").dump() + "\n" + request(8, "u4").dump() + "\n");
  ASSERT_EQ(lines.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    json expected = doneJson(
        {"recommend", m_workspace, m_run, "--listener", fmt::format("u{}", 3 + i), "--top", "10", "--json"});
    EXPECT_EQ(expected.at("items").size(), 10U);
    expected["id"] = 7 + i;
    EXPECT_EQ(lines[i], expected);
  }
}

TEST_F(Serving, whatCannotBeAnsweredIsToldAndTheNextIsAnswered) {
  json unknownRun = request(2, "u1");
  unknownRun["run"] = "ffffffff";
  json noKind = request(3, "u1");
  noKind["kind"] = "sing";
  json noEvent = request(4, "u1");
  noEvent["edits"] = {{{"event", 1000}, {"feedback", "like"}}};
  json noTop = request(5, "u1");
  noTop["top"] = 0;
  std::string input = "not json\n";
  for (const json& bad : {request(1, "nobody"), unknownRun, noKind, noEvent, noTop})
    input += bad.dump() + "\n";
  const auto lines = answers(input + request(6, "u1").dump() + "\n");
  ASSERT_EQ(lines.size(), 7U);
  std::map<int, std::string> errors;
  for (const json& line : lines)
    if (line.contains("error"))
      errors[line.at("id").is_null() ? 0 : line.at("id").get<int>()] = line.at("error");
  EXPECT_THAT(errors[0], HasSubstr("JSON"));
  EXPECT_THAT(errors[1], HasSubstr("nobody"));
  EXPECT_THAT(errors[2], HasSubstr("ffffffff"));
  EXPECT_THAT(errors[3], HasSubstr("sing"));
  EXPECT_THAT(errors[4], HasSubstr("1000"));
  EXPECT_THAT(errors[5], HasSubstr("top"));
  EXPECT_EQ(errors.size(), 6U);
  EXPECT_EQ(lines.back().at("id"), 6);
  EXPECT_EQ(lines.back().at("items").size(), 10U);
}

TEST_F(Serving, aBurstOnOneChannelIsAnsweredByItsLast) {
  std::string input;
  for (int id = 1; id <= 50; ++id) {
    json one = request(id, "u1");
    one["channel"] = id % 2 == 0 ? "a" : "b";
    input += one.dump() + "\n";
  }
  const auto lines = answers(input);
  ASSERT_EQ(lines.size(), 50U); // whatever comes is answered or dropped, once
  std::map<int, bool> dropped;
  for (const json& line : lines)
    dropped[line.at("id").get<int>()] = line.contains("dropped");
  ASSERT_EQ(dropped.size(), 50U);
  EXPECT_FALSE(dropped[49]);
  EXPECT_FALSE(dropped[50]);
  EXPECT_TRUE(dropped[2]) << "The burst came at once, so its first requests need no answer.";
}

} // namespace
} // namespace skipscope::tests
