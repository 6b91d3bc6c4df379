#include "core/error.h"
#include "core/listening/import_rules.h"

#include <gmock/gmock.h>

namespace skipscope::listening {

using testing::AllOf;
using testing::HasSubstr;

namespace {

std::string refusal(std::string_view key, std::string_view value) {
  ImportRules rules;
  try {
    setRule(rules, key, value);
  } catch (const core::UsageError& error) {
    EXPECT_EQ(ruleTexts(rules), ruleTexts(ImportRules{})) << "a refused value must change nothing";
    return error.what();
  }
  ADD_FAILURE() << key << "=" << value << " was taken";
  return {};
}

} // namespace

TEST(ImportRules, EveryTextReadsBackAsItself) {
  for (const auto& [key, value] : ruleTexts(ImportRules{})) {
    ImportRules rules;
    setRule(rules, key, value);
    EXPECT_EQ(ruleTexts(rules), ruleTexts(ImportRules{})) << key;
  }
}

TEST(ImportRules, EveryFieldIsDescribed) {
  for (const auto& field : importRuleFields()) {
    EXPECT_FALSE(field.text.label.empty()) << field.text.key;
    EXPECT_GT(field.text.tooltip.size(), 20U) << field.text.key;
    EXPECT_FALSE(field.text.group.empty()) << field.text.key;
  }
}

TEST(ImportRules, SetsValuesInCanonicalForm) {
  ImportRules rules;
  setRule(rules, "skip.max_played_ms", "15000");
  setRule(rules, "rating.like", "3.50");
  setRule(rules, "duplicates", "keep");
  setRule(rules, "feedback.like", " Yes, up ,yes");
  setRule(rules, "filter.from", "2024-05-01T02:00:00+02:00");
  EXPECT_EQ(rules.skipMaxPlayedMs, 15000);
  EXPECT_FALSE(rules.dropDuplicates);
  const auto texts = ruleTexts(rules);
  EXPECT_EQ(texts.at("rating.like"), "3.5");
  EXPECT_EQ(texts.at("feedback.like"), "up,yes");
  EXPECT_EQ(texts.at("filter.from"), "2024-05-01T00:00:00Z");
}

TEST(ImportRules, RefusalsNameKeyAndWhatIsAllowed) {
  EXPECT_THAT(refusal("ratng.like", "4"),
              AllOf(HasSubstr("'ratng.like'"), HasSubstr("Did you mean 'rating.like'?")));
  EXPECT_THAT(refusal("vote.join_ms", "-1"), AllOf(HasSubstr("vote.join_ms"), HasSubstr("from 0 to")));
  EXPECT_THAT(refusal("vote.join_ms", "1h"), HasSubstr("a whole number"));
  EXPECT_THAT(refusal("skip.max_played_ratio", "nan"), HasSubstr("a number from 0 to 1"));
  EXPECT_THAT(refusal("duplicates", "count"), HasSubstr("drop, keep"));
  EXPECT_THAT(refusal("piki.station", "genre"), HasSubstr("treatment_group"));
  EXPECT_THAT(refusal("filter.to", "tomorrow"), AllOf(HasSubstr("filter.to"), HasSubstr("ISO 8601")));
}

} // namespace skipscope::listening
