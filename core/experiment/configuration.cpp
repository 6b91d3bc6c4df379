#include "core/experiment/configuration.h"

#include "core/error.h"
#include "core/experiment/known_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace skipscope::experiment {

bool usesDrawnNegatives(NegativeStrategy strategy) {
  return strategy != NegativeStrategy::Real;
}

bool usesRealNegatives(NegativeStrategy strategy) {
  return strategy != NegativeStrategy::Random && strategy != NegativeStrategy::Hardest;
}

bool isEncoder(ModelKind model) {
  return model == ModelKind::Sasrec || model == ModelKind::RandomEncoder;
}

bool readsHistory(ModelKind model) {
  return isEncoder(model) || model == ModelKind::ItemKnn;
}

namespace {

/// Masks are drawn batch by batch, and one without a target would be a step that learns nothing.
constexpr double kLeastMaskShare = 0.01;

bool overlap(FeedbackSet a, FeedbackSet b) {
  return std::any_of(listening::kAllFeedback.begin(), listening::kAllFeedback.end(),
                     [&](Feedback kind) { return a.contains(kind) && b.contains(kind); });
}

std::ptrdiff_t kindsIn(FeedbackSet kinds) {
  return std::count_if(listening::kAllFeedback.begin(), listening::kAllFeedback.end(),
                       [&](Feedback kind) { return kinds.contains(kind); });
}

/// Feedback of the events that are targets, real negatives included.
FeedbackSet trainedKinds(const Configuration& configuration) {
  return usesRealNegatives(configuration.strategy)
             ? configuration.positiveTargets.united(configuration.negativeTargets)
             : configuration.positiveTargets;
}

bool startsWith(std::string_view text, std::string_view beginning) {
  return text.starts_with(beginning);
}

/// A baseline is not trained; most of them count songs and have no sizes either.
bool actsForBaseline(std::string_view key, ModelKind model) {
  if (startsWith(key, "model.") && key != "model.dropout")
    return model == ModelKind::RandomEncoder || (model == ModelKind::ItemKnn && key == "model.max_length");
  return !startsWith(key, "model.") && !startsWith(key, "negatives.") && !startsWith(key, "training.") &&
         key != "targets.negative" && !startsWith(key, "loss") && !startsWith(key, "objective");
}

bool acts(std::string_view key, const Configuration& configuration) {
  if (configuration.model != ModelKind::Sasrec && !actsForBaseline(key, configuration.model))
    return false;
  if (key == "targets.negative" || key == "negatives.real_weight")
    return usesRealNegatives(configuration.strategy);
  if (key == "negatives.count" || key == "negatives.drawing" || key == "negatives.popularity")
    return usesDrawnNegatives(configuration.strategy);
  if (key == "model.feedback_shuffled")
    return configuration.feedbackEmbedding && kindsIn(configuration.inputs) > 1;
  if (key == "loss")
    return usesDrawnNegatives(configuration.strategy) || configuration.loss != Loss::Bce;
  if (key == "loss.gbce_t")
    return configuration.loss == Loss::Gbce;
  if (key == "objective.mask_share")
    return configuration.objective == Objective::Cloze &&
           overlap(configuration.inputs, trainedKinds(configuration));
  if (key == "evaluation.times")
    return configuration.split == Split::Time;
  return true;
}

} // namespace

void setField(Configuration& configuration, std::string_view key, std::string_view value) {
  requireKey(key);
  if (const auto problem = core::findField(configurationFields(), key)->set(configuration, value))
    throw core::UsageError(fmt::format("{}: {}", key, *problem));
}

std::string fieldText(const Configuration& configuration, std::string_view key) {
  requireKey(key);
  return core::findField(configurationFields(), key)->get(configuration);
}

std::vector<Problem> validate(const Configuration& configuration) {
  std::vector<Problem> problems;
  for (const auto& field : configurationFields()) {
    Configuration copy = configuration;
    if (const auto problem = field.set(copy, field.get(configuration)))
      problems.push_back({field.text.key, *problem});
  }
  const bool trains = configuration.model == ModelKind::Sasrec;
  if (isEncoder(configuration.model) && configuration.heads > 0 &&
      configuration.dimension % configuration.heads != 0)
    problems.push_back(
        {"model.heads", fmt::format("{} heads do not divide the dimension {}; choose a divisor of it.",
                                    configuration.heads, configuration.dimension)});
  if (trains && usesRealNegatives(configuration.strategy) &&
      overlap(configuration.positiveTargets, configuration.negativeTargets))
    problems.push_back({"targets.negative", "The same feedback cannot be both a positive target and a real "
                                            "negative; take it out of one of the two."});
  if (trains && configuration.loss != Loss::Bce && !usesDrawnNegatives(configuration.strategy))
    problems.push_back(
        {"loss", fmt::format("The loss {} sets a positive target against songs drawn for it, and "
                             "the strategy real draws none; choose bce, or real+random.",
                             fieldText(configuration, "loss"))});
  if (trains && configuration.loss == Loss::Gbce &&
      (configuration.strategy == NegativeStrategy::Hardest ||
       configuration.strategy == NegativeStrategy::RealHardest))
    problems.push_back({"loss", "The loss gbce is calibrated by how many songs are drawn, of which hardest "
                                "keeps one; choose bce, softmax or bpr, or random negatives."});
  if (trains && configuration.objective == Objective::Cloze && configuration.maskShare < kLeastMaskShare &&
      overlap(configuration.inputs, trainedKinds(configuration)))
    problems.push_back({"objective.mask_share",
                        "Under cloze a target among the inputs is trained where it is "
                        "masked, and a share below 0.01 leaves batches without one; choose 0.2, say."});
  if (trains && configuration.objective == Objective::Cloze && configuration.maxLength > kLongestClozeWindow)
    problems.push_back(
        {"model.max_length", fmt::format("Under cloze every place of a window sees every other, which takes "
                                         "too much memory over {}; choose a shorter window, or next.",
                                         kLongestClozeWindow)});
  return problems;
}

std::vector<std::string> inactiveKeys(const Configuration& configuration) {
  std::vector<std::string> keys;
  for (const auto& field : configurationFields())
    if (!acts(field.text.key, configuration))
      keys.push_back(field.text.key);
  return keys;
}

Configuration canonical(Configuration configuration) {
  static const Configuration defaults;
  for (const auto& key : inactiveKeys(configuration)) {
    const auto* field = core::findField(configurationFields(), key);
    field->set(configuration, field->get(defaults));
  }
  if (configuration.device == Device::Auto)
    configuration.device = Device::Cpu;
  return configuration;
}

std::vector<std::string> differingKeys(const std::vector<Configuration>& configurations) {
  std::vector<std::string> keys;
  for (const auto& field : configurationFields()) {
    std::set<std::string> values;
    for (const Configuration& configuration : configurations)
      if (acts(field.text.key, configuration))
        values.insert(field.get(configuration));
    if (values.size() > 1 && field.text.key != "training.threads")
      keys.push_back(field.text.key);
  }
  return keys;
}

} // namespace skipscope::experiment
