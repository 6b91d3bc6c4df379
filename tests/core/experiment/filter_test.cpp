#include "core/error.h"
#include "core/experiment/filter.h"

#include <gtest/gtest.h>

namespace skipscope::experiment {
namespace {

const std::vector<std::pair<std::string, std::string>> kRun = {{"state", "finished"},
                                                               {"experiment", "Night of Skips"},
                                                               {"inputs", "like,skip"},
                                                               {"negatives.strategy", "hardest"},
                                                               {"negatives.count", "64"},
                                                               {"accuracy", "0.71"},
                                                               {"mrr", "–"},
                                                               {"created", "2026-02-03 10:00"}};

bool found(const std::string& expression) {
  return matches(parseFilter(expression), kRun);
}

TEST(Filter, wordsMatchAnyColumnAndAllMustHold) {
  EXPECT_TRUE(found(""));
  EXPECT_TRUE(found("skip"));
  EXPECT_TRUE(found("SKIP hard"));
  EXPECT_TRUE(found("\"night of\" finished"));
  EXPECT_FALSE(found("\"of night\""));
  EXPECT_FALSE(found("skip random"));
}

TEST(Filter, theLineOfTheManual) {
  EXPECT_TRUE(found("skip hardest N>16 accuracy>0.7"));
  EXPECT_FALSE(found("skip hardest N>64 accuracy>0.7"));
  EXPECT_FALSE(found("skip hardest N>16 accuracy>0.72"));
}

TEST(Filter, oneOfSeveralTagsOrExperimentsIsEnough) {
  const auto tagged = [](const std::string& expression) {
    return matches(parseFilter(expression),
                   {{"tags", "best, Night"}, {"experiment", "Inputs, Skips"}, {"note", "a, b"}});
  };
  EXPECT_TRUE(tagged("tags=night"));
  EXPECT_TRUE(tagged("tags=best"));
  EXPECT_TRUE(tagged("experiment=skips"));
  EXPECT_TRUE(tagged("tags=\"best, night\""));
  EXPECT_FALSE(tagged("tags=nigh"));
  EXPECT_FALSE(tagged("tags!=night"));
  EXPECT_TRUE(tagged("tags!=day"));
  EXPECT_FALSE(tagged("note=a")) << "a comma of prose separates nothing";
}

TEST(Filter, numbersCompareAsNumbers) {
  EXPECT_TRUE(found("negatives.count>7")); // not as text, where "64" < "7"
  EXPECT_TRUE(found("negatives.count>=64"));
  EXPECT_TRUE(found("negatives.count <= 64.0"));
  EXPECT_TRUE(found("negatives.count=64.0"));
  EXPECT_FALSE(found("negatives.count<64"));
  EXPECT_FALSE(found("negatives.count!=64"));
  EXPECT_TRUE(found("negatives.count != 65"));
}

TEST(Filter, textComparesWhole) {
  EXPECT_TRUE(found("state=finished"));
  EXPECT_TRUE(found("State == FINISHED"));
  EXPECT_FALSE(found("state=fin"));
  EXPECT_TRUE(found("experiment=\"night of skips\""));
  EXPECT_TRUE(found("state!=failed"));
  EXPECT_TRUE(found("created>2026-01-31"));
  EXPECT_FALSE(found("created<2026-01-31"));
}

TEST(Filter, whatIsNotThereIsNeitherAboveNorBelow) {
  EXPECT_FALSE(found("mrr>0"));
  EXPECT_FALSE(found("mrr<1"));
  EXPECT_FALSE(found("hr@10>0"));
  EXPECT_FALSE(found("tag=good"));
  EXPECT_TRUE(found("tag!=good"));
}

TEST(Filter, oneOfSeveralValuesIsEnough) {
  const std::vector<std::pair<std::string, std::string>> run = {{"experiment", "A"}, {"experiment", "B"}};
  EXPECT_TRUE(matches(parseFilter("experiment=A"), run));
  EXPECT_TRUE(matches(parseFilter("experiment=b"), run));
  EXPECT_FALSE(matches(parseFilter("experiment=C"), run));
  EXPECT_FALSE(matches(parseFilter("experiment!=B"), run));
  EXPECT_TRUE(matches(parseFilter("experiment!=C"), run));
}

TEST(Filter, anEmptyValueCanBeAskedFor) {
  const std::vector<std::pair<std::string, std::string>> run = {{"message", ""}, {"note", "odd"}};
  EXPECT_TRUE(matches(parseFilter("message="), run));
  EXPECT_TRUE(matches(parseFilter("message=\"\" odd"), run));
  EXPECT_FALSE(matches(parseFilter("note="), run));
  EXPECT_TRUE(matches(parseFilter("note!="), run));
}

TEST(Filter, halfAComparisonIsRefused) {
  for (const char* bad :
       {"accuracy>", ">0.7", "=", "accuracy > ", "\"open", "!", "a !b", "accuracy>>1", "a==>1"})
    EXPECT_THROW(parseFilter(bad), core::UsageError) << bad;
}

} // namespace
} // namespace skipscope::experiment
