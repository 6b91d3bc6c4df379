#include "core/error.h"
#include "core/experiment/configuration.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace skipscope::experiment {
namespace {

using core::FieldKind;
using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A value other than the default that the field takes, and one that it refuses.
std::string otherValue(const core::Field<Configuration>& field) {
  const std::string standard = field.get(Configuration{});
  switch (field.text.kind) {
  case FieldKind::Flag:
    return standard == "true" ? "false" : "true";
  case FieldKind::Integer:
  case FieldKind::IntegerOrWord:
    return "7";
  case FieldKind::Real:
  case FieldKind::RealOrWord:
    return "0.25";
  case FieldKind::Text:
    return "0.5,0.75";
  case FieldKind::Choices:
    return field.text.choices[0] + "," + field.text.choices[1];
  case FieldKind::Choice:
    break;
  }
  for (const auto& choice : field.text.choices)
    if (choice != standard)
      return choice;
  return standard; // only one choice today
}

std::vector<std::string> badValues(const core::Field<Configuration>& field) {
  switch (field.text.kind) {
  case FieldKind::Integer:
  case FieldKind::IntegerOrWord:
    return {"",
            "many",
            "1.5",
            "5x",
            std::to_string(static_cast<long long>(field.text.minimum) - 1),
            std::to_string(static_cast<long long>(field.text.maximum) + 1),
            "99999999999999999999"};
  case FieldKind::Real:
  case FieldKind::RealOrWord:
    return {"", "much", "nan", "inf", "0,5", "-1", "100000"};
  case FieldKind::Text:
    return {
        "", "0.9,0.8", "0.8", "0,0.5", "0.5,1", "yesterday,today", "2020-01-01,2019-01-01", "0.5,2019-01-01"};
  case FieldKind::Choices:
    return {"", "thumb", field.text.choices[0] + ",", "," + field.text.choices[0]};
  case FieldKind::Flag:
  case FieldKind::Choice:
    break;
  }
  return {"", "perhaps", field.text.choices[0] + " x"};
}

std::string sentenceOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const core::UsageError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Configuration, everyFieldGoesThroughTextAndJsonAndBack) {
  for (const auto& field : configurationFields()) {
    SCOPED_TRACE(field.text.key);
    Configuration configuration;
    const std::string value = otherValue(field);
    EXPECT_EQ(field.set(configuration, value), std::nullopt);
    EXPECT_EQ(field.get(configuration), value);
    EXPECT_EQ(fieldText(fromJson(toJson(configuration)), field.text.key), value);
    EXPECT_EQ(toJson(fromJson(toJson(configuration))), toJson(configuration));
    if (value != field.get(Configuration{})) {
      EXPECT_NE(toJson(configuration), toJson(Configuration{}));
    }
  }
}

TEST(Configuration, everyFieldRefusesBadValuesAndStaysAsItWas) {
  for (const auto& field : configurationFields())
    for (const auto& value : badValues(field)) {
      SCOPED_TRACE(field.text.key + "=" + value);
      Configuration configuration;
      const auto problem = field.set(configuration, value);
      ASSERT_TRUE(problem.has_value());
      EXPECT_THAT(*problem, AnyOf(HasSubstr("\"" + value + "\" is not"), StartsWith("Give a")));
      EXPECT_EQ(problem->starts_with("Give a"),
                value.empty() && problem->find(" is not ") == std::string::npos);
      EXPECT_EQ(toJson(configuration), toJson(Configuration{}));
      const std::string sentence = sentenceOf([&] { setField(configuration, field.text.key, value); });
      EXPECT_EQ(sentence, field.text.key + ": " + *problem);
    }
}

TEST(Configuration, everyFieldIsDescribed) {
  const std::set<std::string> groups = {"What the model hears", "What it learns to avoid", "Model",
                                        "Training", "Evaluation"};
  std::set<std::string> keys;
  std::set<std::string> labels;
  for (const auto& field : configurationFields()) {
    SCOPED_TRACE(field.text.key);
    EXPECT_TRUE(keys.insert(field.text.key).second);
    EXPECT_TRUE(labels.insert(field.text.label).second);
    EXPECT_TRUE(groups.contains(field.text.group));
    EXPECT_GT(field.text.tooltip.size(), 10U);
    EXPECT_TRUE(field.text.tooltip.ends_with('.'));
  }
  const std::set<std::string> stable = {"inputs",
                                        "targets.positive",
                                        "targets.negative",
                                        "negatives.strategy",
                                        "negatives.count",
                                        "negatives.drawing",
                                        "negatives.popularity",
                                        "negatives.real_weight",
                                        "loss",
                                        "loss.gbce_t",
                                        "objective",
                                        "objective.mask_share",
                                        "model",
                                        "model.dimension",
                                        "model.blocks",
                                        "model.heads",
                                        "model.max_length",
                                        "model.dropout",
                                        "model.feedback_embedding",
                                        "model.feedback_shuffled",
                                        "model.positions",
                                        "model.item_bias",
                                        "training.learning_rate",
                                        "training.adam",
                                        "training.batch_targets",
                                        "training.max_steps",
                                        "training.min_steps",
                                        "training.validate_every",
                                        "training.patience",
                                        "training.select_by",
                                        "training.device",
                                        "training.threads",
                                        "evaluation.split",
                                        "evaluation.times",
                                        "evaluation.minimum_history",
                                        "evaluation.positive",
                                        "evaluation.negative"};
  EXPECT_EQ(keys, stable);
}

TEST(Configuration, unknownKeysNameTheNearestOne) {
  Configuration configuration;
  EXPECT_THAT(sentenceOf([&] { setField(configuration, "negative.count", "3"); }),
              HasSubstr("Did you mean 'negatives.count'?"));
  EXPECT_THAT(sentenceOf([&] { fieldText(configuration, "model.dim"); }), HasSubstr("\"model.dim\""));
  EXPECT_THAT(sentenceOf([] { fromJson(R"({"model.drop_out": 0.1})"); }), HasSubstr("'model.dropout'"));
}

TEST(Configuration, listsReadInAnyOrderAndNumbersInAnySpelling) {
  Configuration configuration;
  setField(configuration, "inputs", " skip , like,skip");
  EXPECT_EQ(fieldText(configuration, "inputs"), "like,skip");
  setField(configuration, "training.learning_rate", "1e-2");
  EXPECT_EQ(fieldText(configuration, "training.learning_rate"), "0.01");
  setField(configuration, "evaluation.times", "2020-01-01, 2020-01-02T00:00:00Z"); // 18,262 and 18,263 days
  EXPECT_EQ(fieldText(configuration, "evaluation.times"), "1577836800000,1577923200000");
}

TEST(Configuration, jsonHasNaturalTypesAndSortedKeys) {
  const auto json = nlohmann::json::parse(toJson(Configuration{}));
  EXPECT_EQ(json.at("inputs"), nlohmann::json::array({"like"}));
  EXPECT_TRUE(json.at("model.item_bias").is_boolean());
  EXPECT_TRUE(json.at("negatives.count").is_number_integer());
  EXPECT_TRUE(json.at("model.dropout").is_number_float());
  EXPECT_EQ(json.at("training.max_steps"), "auto");
  EXPECT_EQ(json.at("negatives.real_weight"), 1.0);
  EXPECT_EQ(json.at("evaluation.positive"), "auto");
  EXPECT_EQ(toJson(Configuration{}).rfind(R"({"evaluation.minimum_history":5,)", 0), 0U);
}

TEST(Configuration, badJsonIsRefused) {
  EXPECT_THROW(fromJson("{"), core::UsageError);
  EXPECT_THROW(fromJson("[]"), core::UsageError);
  EXPECT_THROW(fromJson(R"({"inputs": []})"), core::UsageError);
  EXPECT_THROW(fromJson(R"({"inputs": [["like"]]})"), core::UsageError);
  EXPECT_THROW(fromJson(R"({"model": null})"), core::UsageError);
  EXPECT_THROW(fromJson(R"({"model.dimension": {"value": 3}})"), core::UsageError);
  EXPECT_EQ(fromJson("{}").dimension, 64);
  EXPECT_EQ(fromJson(R"({"training.max_steps": 50})").maxSteps, 50);
}

TEST(Configuration, combinationsThatCannotRunAreProblems) {
  EXPECT_TRUE(validate(Configuration{}).empty());
  Configuration heads;
  heads.heads = 3; // does not divide 64
  ASSERT_EQ(validate(heads).size(), 1U);
  EXPECT_EQ(validate(heads).front().key, "model.heads");
  heads.model = ModelKind::Popularity; // has none
  EXPECT_TRUE(validate(heads).empty());

  Configuration both;
  both.positiveTargets = {Feedback::Like, Feedback::Skip};
  both.negativeTargets = {Feedback::Skip};
  EXPECT_TRUE(validate(both).empty()); // random negatives only
  both.strategy = NegativeStrategy::RealRandom;
  ASSERT_EQ(validate(both).size(), 1U);
  EXPECT_EQ(validate(both).front().key, "targets.negative");

  Configuration outside;
  outside.dropout = 2;
  outside.inputs = {};
  ASSERT_EQ(validate(outside).size(), 2U);
  EXPECT_EQ(validate(outside).front().key, "inputs");
  EXPECT_EQ(validate(outside).back().key, "model.dropout");
}

TEST(Configuration, lossesThatNeedDrawnSongsAreRefusedWithoutThem) {
  for (const Loss loss : {Loss::Gbce, Loss::Softmax, Loss::Bpr}) {
    Configuration configuration;
    configuration.loss = loss;
    for (const auto strategy : {NegativeStrategy::Random, NegativeStrategy::RealRandom}) {
      configuration.strategy = strategy;
      EXPECT_TRUE(validate(configuration).empty());
    }
    configuration.strategy = NegativeStrategy::Real;
    ASSERT_EQ(validate(configuration).size(), 1U);
    EXPECT_EQ(validate(configuration).front().key, "loss");
    EXPECT_THAT(validate(configuration).front().sentence, HasSubstr("draws none; choose bce"));
    configuration.strategy = NegativeStrategy::RealHardest;
    EXPECT_EQ(validate(configuration).empty(), loss != Loss::Gbce);
    configuration.model = ModelKind::Popularity;
    configuration.strategy = NegativeStrategy::Real;
    EXPECT_TRUE(validate(configuration).empty());
  }
}

TEST(Configuration, clozeThatCannotWorkIsRefused) {
  Configuration cloze;
  cloze.objective = Objective::Cloze;
  EXPECT_TRUE(validate(cloze).empty());
  cloze.maskShare = 0.0001;
  EXPECT_EQ(validate(cloze).size(), 1U) << "batches without a target";
  cloze.maskShare = 0;
  ASSERT_EQ(validate(cloze).size(), 1U);
  EXPECT_EQ(validate(cloze).front().key, "objective.mask_share");
  cloze.inputs = {Feedback::Skip}; // all targets are outside: their masks are put in
  EXPECT_TRUE(validate(cloze).empty());
  EXPECT_THAT(inactiveKeys(cloze), Contains("objective.mask_share"));
  cloze.strategy = NegativeStrategy::RealRandom;
  cloze.negativeTargets = {Feedback::Skip};
  EXPECT_EQ(validate(cloze).size(), 1U);
  cloze.maskShare = 0.2;
  cloze.maxLength = 3001;
  ASSERT_EQ(validate(cloze).size(), 1U);
  EXPECT_EQ(validate(cloze).front().key, "model.max_length");
}

TEST(Configuration, keysThatDoNotActAreResetBeforeHashing) {
  Configuration real;
  real.strategy = NegativeStrategy::Real;
  Configuration counted = real;
  counted.negativeCount = 64;
  counted.drawing = Drawing::Shared;
  counted.times = "0.5,0.6";
  EXPECT_EQ(configurationHash(real), configurationHash(counted));
  EXPECT_THAT(inactiveKeys(real), Contains("negatives.count"));
  EXPECT_THAT(inactiveKeys(real), Not(Contains("negatives.real_weight")));
  EXPECT_EQ(canonical(counted).negativeCount, 1);

  Configuration random;
  random.realWeight = std::nullopt;
  random.negativeTargets = {Feedback::Skip};
  EXPECT_EQ(configurationHash(random), configurationHash(Configuration{}));

  Configuration popularity;
  popularity.model = ModelKind::Popularity;
  Configuration wide = popularity;
  wide.dimension = 128;
  wide.learningRate = 0.1;
  EXPECT_EQ(configurationHash(popularity), configurationHash(wide));
  wide.inputs = {Feedback::Skip}; // changes coverage
  EXPECT_NE(configurationHash(popularity), configurationHash(wide));
}

TEST(Configuration, BaselinesHaveTheSizesTheyUse) {
  const auto inactive = [](ModelKind model) {
    Configuration configuration;
    configuration.model = model;
    return inactiveKeys(configuration);
  };
  EXPECT_THAT(inactive(ModelKind::ItemKnn), Not(Contains("model.max_length")));
  EXPECT_THAT(inactive(ModelKind::ItemKnn), Contains("model.dimension"));
  EXPECT_THAT(inactive(ModelKind::RandomEncoder), Not(Contains("model.dimension")));
  for (const auto* key : {"model.dropout", "negatives.strategy", "training.max_steps", "loss"})
    EXPECT_THAT(inactive(ModelKind::RandomEncoder), Contains(key));
  EXPECT_THAT(inactive(ModelKind::LikeRate), Contains("model.max_length"));
}

TEST(Configuration, theHashKnowsEveryActingKeyButThreads) {
  EXPECT_THAT(inactiveKeys(Configuration{}),
              testing::UnorderedElementsAre("targets.negative", "negatives.real_weight", "evaluation.times",
                                            "loss.gbce_t", "objective.mask_share",
                                            "model.feedback_shuffled"));
  for (const auto& field : configurationFields()) {
    SCOPED_TRACE(field.text.key);
    Configuration configuration;
    configuration.strategy = NegativeStrategy::RealRandom; // so that every key acts
    configuration.split = Split::Time;
    configuration.inputs = {Feedback::Like, Feedback::Skip};
    if (field.text.key == "objective.mask_share")
      configuration.objective = Objective::Cloze;
    if (field.text.key == "loss.gbce_t")
      configuration.loss = Loss::Gbce;
    const std::string before = configurationHash(configuration);
    const std::string value = field.text.key == "evaluation.split"  ? "last"
                              : field.text.key == "training.device" ? "cuda"
                              : field.text.key == "targets.positive"
                                  ? "like,listen" // real negatives are dislikes
                              : field.text.key == "targets.negative" ? "skip"
                                                                     : otherValue(field);
    setField(configuration, field.text.key, value);
    const bool single = field.text.kind == FieldKind::Choice && field.text.choices.size() == 1;
    EXPECT_EQ(configurationHash(configuration) == before, field.text.key == "training.threads" || single);
  }
}

TEST(Configuration, deviceIsStoredResolved) {
  Configuration processor;
  setField(processor, "training.device", "cpu");
  EXPECT_EQ(canonical(Configuration{}).device, Device::Cpu);
  EXPECT_EQ(configurationHash(processor), configurationHash(Configuration{}));
  Configuration plain;
  plain.device = Device::CpuPlain;
  EXPECT_EQ(canonical(plain).device, Device::CpuPlain);
  EXPECT_NE(configurationHash(plain), configurationHash(processor));
}

// Runs stored by this version are found again by their hash: if this changes, raise kMethodVersion and say
// why.
TEST(Configuration, hashAndIdentityAreStable) {
  const std::string hash = configurationHash(Configuration{});
  EXPECT_EQ(hash, "77d44b83aee8f9d4847b800ad88171ea");
  const std::string fingerprint(32, 'a');
  const std::string identity = runIdentity(fingerprint, Configuration{}, 1);
  EXPECT_EQ(identity, "eb16f8948d50d94f271f917359ba1b2e");
  EXPECT_NE(runIdentity(fingerprint, Configuration{}, 2), identity);
  EXPECT_NE(runIdentity(std::string(32, 'b'), Configuration{}, 1), identity);
  Configuration other;
  other.dimension = 32;
  EXPECT_NE(runIdentity(fingerprint, other, 1), identity);
  other = {};
  other.threads = 4;
  EXPECT_EQ(runIdentity(fingerprint, other, 1), identity);
}

TEST(Configuration, keysDifferOnlyAmongConfigurationsInWhichTheyAct) {
  Configuration random;
  random.dimension = 32;
  Configuration real = random;
  real.strategy = NegativeStrategy::Real;
  real.negativeCount = 16; // does not act under `real`
  Configuration popularity;
  popularity.model = ModelKind::Popularity; // has no dimension
  popularity.threads = 2;                   // changes no number
  EXPECT_EQ(differingKeys({random, real, popularity}),
            (std::vector<std::string>{"negatives.strategy", "model"}));
  EXPECT_TRUE(differingKeys({random}).empty());
}

} // namespace
} // namespace skipscope::experiment
