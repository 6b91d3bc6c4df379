#include "tests/app/cli/cli_test.h"

#include <filesystem>

namespace skipscope::tests {
namespace {

class Simulate : public CliTest {
protected:
  static Words small(const std::string& seed, const Words& more) {
    Words words = {"simulate", "--listeners",           "20", "--songs", "50", "--stations",
                   "4",        "--events-per-listener", "15", "--seed",  seed};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

TEST_F(Simulate, sameSeedSameBytes) {
  done(small("3", {"-o", path("a.csv"), "--truth", path("a.json")}));
  done(small("3", {"-o", path("b.csv"), "--truth", path("b.json")}));
  done(small("4", {"-o", path("c.csv")}));
  const auto files = filesOf(m_folder);
  ASSERT_EQ(files.size(), 5U);
  EXPECT_EQ(files.at("a.csv"), files.at("b.csv"));
  EXPECT_EQ(files.at("a.json"), files.at("b.json"));
  EXPECT_NE(files.at("a.csv"), files.at("c.csv"));
  EXPECT_FALSE(nlohmann::json::parse(files.at("a.json"), nullptr, false).is_discarded());
}

TEST_F(Simulate, dashIsStandardOutput) {
  done(small("3", {"-o", path("a.csv")}));
  EXPECT_EQ(done(small("3", {"-o", "-"})), filesOf(m_folder).at("a.csv"));
}

TEST_F(Simulate, ratesCanBeSet) {
  done(small("3", {"-o", path("all.csv"), "--set", "habit.never_vote=1"}));
  EXPECT_EQ(filesOf(m_folder).at("all.csv").find(",like,"), std::string::npos);
}

TEST_F(Simulate, manySongsOnFewStationsAreTold) {
  const Words many = {"-o", path("a.csv"), "--set", "songs=900", "--set", "station.songs=20"};
  EXPECT_NE(done(small("3", many)).find("of the 900 songs are on any station"), std::string::npos);
  EXPECT_EQ(done(small("3", {"-o", path("a.csv")})).find("on any station"), std::string::npos);
}

TEST_F(Simulate, badOptionsLeaveNothingBehind) {
  refused(small("3", {"-o", path("a.csv"), "--set", "no.such=1"}), 2, "no.such");
  refused(small("3", {"-o", path("a.csv"), "--set", "skip.taste_share=2"}), 2, "skip.taste_share");
  refused(small("3", {"-o", path("a.csv"), "--set", "skip.taste_share"}), 2, "key=value");
  refused(small("1..3", {"-o", path("a.csv")}), 2, "--seed");
  refused(small("minus", {"-o", path("a.csv")}), 2, "minus");
  refused({"simulate", "-o", path("a.csv"), "--listeners", "0"}, 2, "listeners");
  refused({"simulate", "-o", path("a.csv"), "--listeners", "many"}, 2, "many");
  refused({"simulate", "-o", path("a.csv"), "--listeners", "many"}, 2, "from 1 to");
  refused(small("3", {"-o", path("no/such/folder.csv")}), 1, "folder.csv");
  refused(small("3", {"-o", m_folder.string()}), 1, "is a folder");
  refused(small("3", {"-o", path("a.csv"), "--truth", m_folder.string() + "/./a.csv"}), 2, "same file");
  refused(small("3", {"-o", path("a.csv.gz")}), 2, "plain text");
  EXPECT_TRUE(snapshot(m_folder).empty());
}

TEST_F(Simulate, aFullDiskLeavesNothingBehind) {
  ChildProcess::Conditions full;
  full.largestFile = 4096;
  refused(small("3", {"-o", path("a.csv")}), 1, "a.csv could not be written", full);
  EXPECT_TRUE(snapshot(m_folder).empty());
}

} // namespace
} // namespace skipscope::tests
