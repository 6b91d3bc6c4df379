#include "core/error.h"
#include "core/experiment/sweep.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace skipscope::experiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::string sentenceOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const core::UsageError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Sweep, assignmentsSplitAtTheFirstEqualSign) {
  EXPECT_THAT(splitAssignment("model=sasrec"), Pair("model", "sasrec"));
  EXPECT_THAT(splitAssignment(" a = b=c "), Pair("a", "b=c"));
  EXPECT_THROW(splitAssignment("model"), core::UsageError);
  EXPECT_THROW(splitAssignment("=3"), core::UsageError);
}

TEST(Sweep, valuesThatAreListsAreSeparatedBySlashes) {
  EXPECT_THAT(parseSweep("negatives.count=1,4, 16"), Pair("negatives.count", ElementsAre("1", "4", "16")));
  EXPECT_THAT(parseSweep("inputs=like/like,dislike"), Pair("inputs", ElementsAre("like", "like,dislike")));
  EXPECT_THAT(parseSweep("evaluation.times=0.7,0.8/0.8,0.9"),
              Pair("evaluation.times", ElementsAre("0.7,0.8", "0.8,0.9")));
  EXPECT_THAT(sentenceOf([] { parseSweep("negatives.cuont=1"); }), HasSubstr("'negatives.count'"));
}

TEST(Sweep, seedsAreListsAndRanges) {
  EXPECT_THAT(parseSeeds("3"), ElementsAre(3U));
  EXPECT_THAT(parseSeeds("1..5"), ElementsAre(1U, 2U, 3U, 4U, 5U));
  EXPECT_THAT(parseSeeds("7, 1..3,2"), ElementsAre(7U, 1U, 2U, 3U));
  EXPECT_THAT(parseSeeds("18446744073709551615"), ElementsAre(18446744073709551615U));
  EXPECT_EQ(parseSeeds("1..10000").size(), 10'000U);
  for (const char* bad : {"", "a", "1,", "-1", "1..", "..3", "5..1", "1.5", "1..10001",
                          "0..18446744073709551615", "1..6000,7001..12000"})
    EXPECT_THROW(parseSeeds(bad), core::UsageError) << bad;
}

TEST(Sweep, everyCombinationOnceFirstKeySlowest) {
  SweepBlock block;
  block.set = {{"model.dimension", "32"}};
  block.sweep = {{"inputs", {"like", "skip"}}, {"negatives.count", {"1", "4"}}};
  const auto configurations = expand({}, {block});
  ASSERT_EQ(configurations.size(), 4U);
  EXPECT_EQ(fieldText(configurations[1], "inputs"), "like");
  EXPECT_EQ(configurations[1].negativeCount, 4);
  EXPECT_EQ(fieldText(configurations[2], "inputs"), "skip");
  EXPECT_EQ(configurations[2].negativeCount, 1);
  for (const auto& configuration : configurations) {
    EXPECT_EQ(configuration.dimension, 32);
    EXPECT_EQ(configuration.device, Device::Cpu); // canonical
  }
}

TEST(Sweep, identicalConfigurationsCountOnce) {
  SweepBlock block;
  block.sweep = {{"negatives.strategy", {"random", "real"}}, {"negatives.count", {"1", "4"}}};
  EXPECT_EQ(expand({}, {block}).size(), 3U); // the count does not act under `real`
  EXPECT_EQ(expand({}, {block, block}).size(), 3U);
  EXPECT_EQ(expand({}, {SweepBlock{}}).size(), 1U);
  EXPECT_TRUE(expand({}, {}).empty());
}

TEST(Sweep, requestsThatCannotRunAreRefused) {
  const auto swept = [](const std::string& key, std::vector<std::string> values) {
    SweepBlock block;
    block.sweep = {{key, std::move(values)}};
    return block;
  };
  EXPECT_THAT(sentenceOf([&] { expand({}, {swept("model.heads", {"1", "3"})}); }), HasSubstr("model.heads"));
  EXPECT_THAT(sentenceOf([&] { expand({}, {swept("model.head", {"1"})}); }), HasSubstr("'model.heads'"));
  EXPECT_THAT(sentenceOf([&] { expand({}, {swept("model.heads", {})}); }), HasSubstr("no value"));
  EXPECT_THAT(sentenceOf([&] { expand({}, {swept("model.dropout", {"2"})}); }), HasSubstr("from 0 to 0.95"));
  SweepBlock twice = swept("model.blocks", {"1"});
  twice.sweep.push_back({"model.blocks", {"2"}});
  EXPECT_THAT(sentenceOf([&] { expand({}, {twice}); }), HasSubstr("twice"));
  SweepBlock large = swept("negatives.count", std::vector<std::string>(400, "1"));
  large.sweep.push_back({"model.blocks", std::vector<std::string>(400, "1")});
  EXPECT_THAT(sentenceOf([&] { expand({}, {large}); }), HasSubstr("100000"));
}

std::vector<SweepBlock> blocksOf(std::string_view json) {
  return parseConfigurationFile(json).blocks;
}

TEST(Sweep, filesHoldBlocksOrPlainSettings) {
  const auto blocks = blocksOf(R"([{"set": {"model.dimension": 32, "inputs": ["like", "skip"]},
                                       "sweep": {"negatives.strategy": ["random", "real"],
                                                 "inputs": [["like"], "like,dislike"]}},
                                      {"sweep": {"model.item_bias": [true, false]}}])");
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_THAT(blocks[0].set, ElementsAre(Pair("model.dimension", "32"), Pair("inputs", "like,skip")));
  EXPECT_THAT(blocks[0].sweep, ElementsAre(Pair("negatives.strategy", ElementsAre("random", "real")),
                                           Pair("inputs", ElementsAre("like", "like,dislike"))));
  EXPECT_THAT(blocks[1].sweep, ElementsAre(Pair("model.item_bias", ElementsAre("true", "false"))));
  EXPECT_EQ(expand({}, blocks).size(), 6U);

  const auto plain = blocksOf(R"({"model.dropout": 0.5})");
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_THAT(plain[0].set, ElementsAre(Pair("model.dropout", "0.5")));
}

TEST(Sweep, brokenFilesAreRefused) {
  for (const char* bad :
       {"", "[", "[]", "3", "[3]", R"({"set": 3})", R"({"sweep": []})", R"({"set": {}, "swep": {}})",
        R"({"sweep": {"inputs": []}})", R"({"sweep": {"inputs": "like"}})", R"({"colour": "red"})",
        R"({"set": {"model": null}})"})
    EXPECT_THROW(blocksOf(bad), core::UsageError) << bad;
}

TEST(Sweep, filesMayNameSeedsAndSayWhatTheyAreFor) {
  const auto file = parseConfigurationFile(
      R"({"about": "Why.", "seeds": "1..5", "blocks": [{"set": {"model.blocks": 1}}, {"model.blocks": 3}]})");
  EXPECT_EQ(file.about, "Why.");
  EXPECT_EQ(file.seeds, "1..5");
  EXPECT_EQ(file.blocks.size(), 2U);
  EXPECT_EQ(parseConfigurationFile("{}").seeds, "");
  for (const char* bad : {R"({"blocks": []})", R"({"blocks": [{}], "seeds": 3})",
                          R"({"blocks": [{}], "seed": "1"})", R"({"blocks": [{}], "seeds": "five"})"})
    EXPECT_THROW(parseConfigurationFile(bad), core::UsageError) << bad;
}

TEST(Sweep, presetsThatComeWithTheProgramExpand) {
  const auto count = [](const std::string& name) {
    std::ifstream file(std::string(SKIPSCOPE_SOURCE_DIR "/resources/presets/") + name + ".json");
    EXPECT_TRUE(file) << name;
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto content = parseConfigurationFile(text);
    const bool study = name != "quick_look";
    EXPECT_EQ(content.seeds, !study ? "" : name.ends_with("_small") ? "1..2" : "1..5") << name;
    EXPECT_EQ(content.about.empty(), !study) << name;
    return expand({}, content.blocks).size();
  };
  EXPECT_EQ(count("quick_look"), 2U);
  // 3 inputs × random 1, real+random 1, hardest 16, real twice
  EXPECT_EQ(count("p1_inputs_and_negatives"), 15U);
  EXPECT_EQ(count("p1_inputs_and_negatives_small"), 15U);
  // 11 + 11, real, which draws none, and 3 + 3 drawn once per window
  EXPECT_EQ(count("p2_number_of_negatives"), 29U);
  EXPECT_EQ(count("p2_number_of_negatives_small"), 13U);
  EXPECT_EQ(count("p3_coverage"), 8U);
  EXPECT_EQ(count("p3_coverage_small"), 8U);
  EXPECT_EQ(count("p4_feedback_mix"), 2U);
  EXPECT_EQ(count("p4_feedback_mix_small"), 2U);
  EXPECT_EQ(count("p5_feedback_types"), 4U);
  EXPECT_EQ(count("p5_feedback_types_small"), 4U);
  EXPECT_EQ(count("p6_training_cost"), 5U);
  EXPECT_EQ(count("p6_training_cost_small"), 5U);
  EXPECT_EQ(count("against_simple_models"), 10U); // with and without skips: 3 models, 2 choices of targets
}

} // namespace
} // namespace skipscope::experiment
