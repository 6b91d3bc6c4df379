// What finished runs are compared and taken apart by: compare, segments, cosines, on runs of a real worker.

#include "core/store/run_store.h"
#include "core/store/workspace.h"
#include "tests/app/cli/cli_test.h"

#include <cmath>

namespace skipscope::tests {
namespace {

class Comparisons : public CliTest {
protected:
  /// A simulated radio with two learning configurations of two seeds, and a counting one of one.
  Comparisons() : m_workspace(path("radio.skipscope")) {
    done({"simulate", "--listeners", "60", "--songs", "80", "--stations", "4", "--events-per-listener", "40",
          "--set", "habit.never_vote=0", "-o", path("radio.csv")});
    done({"import", m_workspace, path("radio.csv")});
    const Words tiny = {"--dataset",    "radio",
                        "--set",        "model.dimension=8",
                        "--set",        "model.blocks=1",
                        "--set",        "model.max_length=10",
                        "--set",        "training.max_steps=20",
                        "--set",        "training.min_steps=1",
                        "--set",        "training.validate_every=10",
                        "--set",        "evaluation.minimum_history=1",
                        "--experiment", "Tiny",
                        "--wait"};
    launch(tiny, {"--seeds", "1,2", "--sweep", "inputs=like,dislike,skip/like"});
    launch(tiny, {"--set", "model=popularity"});
    for (const auto& run : doneJson({"runs", m_workspace, "--json"}))
      m_ids.push_back(run.at("id"));
  }

  void launch(Words words, const Words& more) {
    words.insert(words.begin(), {"launch", m_workspace});
    words.insert(words.end(), more.begin(), more.end());
    done(words);
  }

  std::string m_workspace;
  Words m_ids; ///< three kinds of inputs twice, likes twice, popularity
};

TEST_F(Comparisons, runsAreComparedByTheMetricThatIsAskedFor) {
  const auto accuracy = doneJson({"compare", m_workspace, m_ids.at(2), m_ids.at(0), "--json"});
  EXPECT_EQ(accuracy.at("metric"), "accuracy");
  EXPECT_EQ(accuracy.at("seeds"), 2);
  EXPECT_FALSE(accuracy.at("these_two_runs").get<bool>());
  EXPECT_GT(accuracy.at("standard_error").get<double>(), 0);
  EXPECT_GT(accuracy.at("smallest_detectable").get<double>(), accuracy.at("standard_error").get<double>());
  double mean = 0;
  for (const auto& run : doneJson({"runs", m_workspace, "--json"}))
    if (run.at("id") == m_ids.at(0) || run.at("id") == m_ids.at(1))
      mean += run.at("test").at("accuracy").get<double>() / 2;
  EXPECT_NEAR(accuracy.at("value").get<double>(), mean, 1e-9) << "the mean of the runs' own metric";
  const auto two = doneJson({"compare", m_workspace, m_ids.at(2), m_ids.at(0), "--metric", "mrr", "--metric",
                             "reach_weighted_accuracy", "--json"});
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two.at(0).at("metric"), "mrr");
  EXPECT_EQ(two.at(1).at("metric"), "reach_weighted_accuracy");
  EXPECT_NE(done({"compare", m_workspace, m_ids.at(4), m_ids.at(0)}).find("These two runs only"),
            std::string::npos);
}

TEST_F(Comparisons, anExperimentIsOneFamily) {
  const auto all = doneJson({"compare", m_workspace, "--experiment", "Tiny", "--baseline", m_ids.at(2),
                             "--metric", "accuracy", "--metric", "accuracy_covered", "--json"});
  EXPECT_EQ(all.at("baseline_run"), m_ids.at(2));
  ASSERT_EQ(all.at("comparisons").size(), 4U);
  const auto& learnt = all.at("comparisons").at(0);
  EXPECT_EQ(learnt.at("run"), m_ids.at(0));
  EXPECT_EQ(learnt.at("family"), 1);
  EXPECT_EQ(learnt.at("corrected_p"), learnt.at("p"));
  EXPECT_EQ(learnt.at("differs_in").at("inputs"), "like,dislike,skip");
  const auto& counted = all.at("comparisons").at(1);
  EXPECT_EQ(counted.at("run"), m_ids.at(4));
  EXPECT_TRUE(counted.at("these_two_runs").get<bool>());
  EXPECT_TRUE(counted.at("corrected_p").is_null());
  EXPECT_FALSE(counted.at("significant").get<bool>());
  const auto& covered = all.at("comparisons").at(2);
  EXPECT_NE(covered.at("problem").get<std::string>().find("different pairs"), std::string::npos);
  const auto table = done({"compare", m_workspace, "--experiment", "Tiny", "--baseline", m_ids.at(2)});
  EXPECT_NE(table.find("these two runs"), std::string::npos) << table;
  EXPECT_NE(table.find("inputs=like,dislike,skip"), std::string::npos) << table;
}

TEST_F(Comparisons, wrongQuestionsAreRefused) {
  refused({"compare", m_workspace, m_ids.at(0)}, 2, "--experiment and --baseline");
  refused({"compare", m_workspace, "--experiment", "Tiny"}, 2, "go together");
  refused(
      {"compare", m_workspace, m_ids.at(0), m_ids.at(2), "--experiment", "Tiny", "--baseline", m_ids.at(2)},
      2, "leave BASELINE and RUN out");
  refused({"compare", m_workspace, "--experiment", "Huge", "--baseline", m_ids.at(2)}, 2, "Huge");
  refused({"compare", m_workspace, m_ids.at(0), m_ids.at(2), "--metric", "coverage"}, 2, "reach_weighted");
  refused({"segments", m_workspace, m_ids.at(0), "--by", "mood"}, 2, "skip_share");
  refused({"cosines", m_workspace, m_ids.at(2)}, 1, "hears like alone");
  refused({"cosines", m_workspace, m_ids.at(4)}, 1, "no embeddings");
}

TEST_F(Comparisons, segmentsHoldEveryPairOnce) {
  const auto document = doneJson({"segments", m_workspace, m_ids.at(0), "--json"});
  double listeners = 0;
  for (const auto& run : doneJson({"runs", m_workspace, "--json"}))
    if (run.at("id") == m_ids.at(0))
      listeners = run.at("test").at("accuracy_listeners").get<double>();
  EXPECT_EQ(document.at("segments").size(), 5U);
  for (const auto& [name, segments] : document.at("segments").items()) {
    int pairs = 0;
    for (const auto& segment : segments) {
      pairs += segment.at("pairs").get<int>();
      EXPECT_LE(segment.at("from").get<double>(), segment.at("to").get<double>()) << name;
    }
    EXPECT_EQ(pairs, listeners) << name << ": one pair a listener under this split";
  }
  const auto one = doneJson({"segments", m_workspace, m_ids.at(0), "--by", "skip_share", "--json"});
  ASSERT_EQ(one.at("segments").size(), 1U);
  EXPECT_EQ(one.at("segments").at("skip_share"), document.at("segments").at("skip_share"));
  EXPECT_NE(done({"segments", m_workspace, m_ids.at(4), "--by", "popularity"}).find("accuracy"),
            std::string::npos);
}

TEST_F(Comparisons, cosinesAreOfTheKindsThatAreHeard) {
  const auto document = doneJson({"cosines", m_workspace, m_ids.at(0), "--json"});
  EXPECT_EQ(document.at("types"), 3);
  EXPECT_EQ(document.at("centred_mean"), -0.5);
  ASSERT_EQ(document.at("cosines").size(), 3U);
  double centred = 0;
  for (const auto& each : document.at("cosines")) {
    EXPECT_LE(std::abs(each.at("raw").get<double>()), 1);
    centred += each.at("centred").get<double>() / 3;
  }
  EXPECT_NEAR(centred, -0.5, 0.1) << "by construction, but for unequal lengths";
  const auto before = done({"cosines", m_workspace, m_ids.at(0)});
  done({"clean", m_workspace}); // one seed of the two keeps its weights
  for (const auto& id : {m_ids.at(0), m_ids.at(1)})
    done({"cosines", m_workspace, id});
  EXPECT_EQ(done({"cosines", m_workspace, m_ids.at(0)}), before) << "the run stores them";
}

TEST_F(Comparisons, recommendationsAreCounted) {
  for (const auto& run : doneJson({"runs", m_workspace, "--json"})) {
    const auto& test = run.at("test");
    EXPECT_GT(test.at("catalogue_coverage@10").get<double>(), 0);
    EXPECT_LE(test.at("catalogue_coverage@10").get<double>(), 1);
    EXPECT_GT(test.at("recommendation_popularity@10").get<double>(), 0);
    if (run.at("id") == m_ids.at(4)) { // popularity itself
      EXPECT_GT(test.at("recommendation_percentile@10").get<double>(), 0.8);
    }
  }
}

} // namespace
} // namespace skipscope::tests
