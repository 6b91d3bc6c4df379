// The command claims, on runs of a real worker over a small simulated log.

#include "tests/app/cli/cli_test.h"

#include <set>

namespace skipscope::tests {
namespace {

class Claims : public CliTest {
protected:
  Claims() : m_workspace(path("radio.skipscope")) {
    done({"simulate", "--listeners", "60", "--songs", "80", "--stations", "4", "--events-per-listener", "40",
          "--set", "habit.never_vote=0", "-o", path("radio.csv"), "--truth", path("radio.json")});
    done({"import", m_workspace, path("radio.csv"), "--truth", path("radio.json"), "--name", "The | radio"});
  }

  void launch(const Words& more) const {
    Words words = {"launch", m_workspace, "--dataset", "The | radio", "--experiment", "Tiny", "--wait"};
    for (const char* setting :
         {"model.dimension=8", "model.blocks=1", "model.max_length=10", "training.max_steps=20",
          "training.min_steps=1", "training.validate_every=10", "evaluation.minimum_history=1"})
      words.insert(words.end(), {"--set", setting});
    words.insert(words.end(), more.begin(), more.end());
    done(words);
  }
  Words claims(const Words& more) const {
    Words words = {"claims", m_workspace, "--dataset", "The | radio"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  std::string m_workspace;
};

TEST_F(Claims, areJudgedFromTheRunsThereAre) {
  launch({"--seeds", "1,2", "--sweep", "inputs=like/like,dislike/like,dislike,skip", "--sweep",
          "negatives.strategy=random,real"});
  launch({"--set", "model=like_rate"});
  const auto document = doneJson(claims({"--json"}));
  EXPECT_EQ(document.at("dataset"), "The | radio");
  EXPECT_EQ(document.at("split"), "last");
  EXPECT_EQ(document.at("settings").at("model.dimension"), "8");
  EXPECT_EQ(document.at("left_out"), 0);
  std::map<std::string, nlohmann::json> byId;
  for (const auto& claim : document.at("claims"))
    byId[claim.at("id")] = claim;
  ASSERT_EQ(byId.size(), 9U);
  const std::set<std::string> tested = {"A", "B", "C", "D", "H"}; // of E1, E2, F no run, of G too few pairs
  for (const auto& [id, claim] : byId) {
    EXPECT_EQ(claim.at("verdict") != "not testable", tested.contains(id)) << id << claim.at("reason");
    EXPECT_NE(claim.at("commands").at(0).get<std::string>().find("--set model.dimension=8"),
              std::string::npos);
    EXPECT_EQ(claim.dump().find(m_folder.string()), std::string::npos) << "names no path";
  }
  EXPECT_NE(byId.at("F").at("reason").get<std::string>().find("p2_number_of_negatives"), std::string::npos);

  const auto& accuracy = byId.at("A").at("parts").at(0);
  EXPECT_EQ(accuracy.at("sides").at(0).at("seeds"), 2);
  const auto compared = doneJson({"compare", m_workspace, accuracy.at("sides").at(0).at("runs").at(0),
                                  accuracy.at("sides").at(1).at("runs").at(0), "--json"});
  EXPECT_EQ(accuracy.at("numbers").at(0).at("value"), compared.at("difference"));
  EXPECT_EQ(accuracy.at("numbers").at(0).at("listeners"), compared.at("listeners"));

  EXPECT_TRUE(byId.at("A").at("own_best").is_null()) << "one setting only";

  const auto text = done(claims({}));
  EXPECT_NE(text.find("Real negatives raise accuracy"), std::string::npos);
  EXPECT_NE(text.find("accuracy of like_rate"), std::string::npos);
  const auto markdown = done(claims({"--markdown"}));
  EXPECT_TRUE(markdown.starts_with("## The \\| radio, split `last`\n")) << markdown;
  EXPECT_NE(markdown.find("| A Real negatives raise accuracy |"), std::string::npos);
}

TEST_F(Claims, areJudgedAtOwnBestSettingsWhereThereAreSeveral) {
  launch({"--seeds", "1,2", "--sweep", "negatives.strategy=random,real", "--sweep",
          "training.learning_rate=0.001,0.01"});
  for (const auto& claim : doneJson(claims({"--json"})).at("claims"))
    if (claim.at("id") == "A") {
      ASSERT_FALSE(claim.at("own_best").is_null());
      EXPECT_EQ(claim.at("own_best").at("differs"),
                claim.at("own_best").at("verdict") != claim.at("verdict"));
      EXPECT_EQ(claim.at("own_best").at("parts").size(), claim.at("parts").size());
    }
  EXPECT_NE(done(claims({})).find("Each side at its own best settings"), std::string::npos);
  EXPECT_NE(done(claims({"--markdown"})).find("Each side at its own best settings:\n\n| | compared"),
            std::string::npos);
}

TEST_F(Claims, withoutRunsAreNotTestable) {
  const auto document = doneJson(claims({"--split", "time", "--json"}));
  for (const auto& claim : document.at("claims"))
    EXPECT_EQ(claim.at("verdict"), "not testable");
  refused(claims({"--split", "half"}), 2, "half");
  refused(claims({"--json", "--markdown"}), 2, "exclude");
  refused({"claims", m_workspace, "--dataset", "nothing"}, 2, "nothing");
}

} // namespace
} // namespace skipscope::tests
