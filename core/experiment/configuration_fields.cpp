#include "core/experiment/configuration.h"
#include "core/experiment/time_cuts.h"
#include "core/listening/closest_word.h"
#include "core/listening/field_makers.h"

#include <fmt/format.h>

#include <algorithm>

namespace skipscope::experiment {

namespace {

using Fields = std::vector<core::Field<Configuration>>;
using core::FieldKind;
using core::FieldText;
using listening::choiceField;
using listening::flagField;
using listening::integerField;
using listening::integerOrWordField;
using listening::readChoice;
using listening::realField;
using listening::realOrWordField;
using listening::trimmed;

constexpr const char* kHears = "What the model hears";
constexpr const char* kAvoids = "What it learns to avoid";
constexpr const char* kModel = "Model";
constexpr const char* kTraining = "Training";
constexpr const char* kEvaluation = "Evaluation";

FieldText words(const char* key, const char* group, const char* label, const char* unit,
                const char* tooltip) {
  FieldText text;
  text.key = key;
  text.group = group;
  text.label = label;
  text.unit = unit;
  text.tooltip = tooltip;
  return text;
}

FieldText within(FieldText text, double minimum, double maximum) {
  text.minimum = minimum;
  text.maximum = maximum;
  return text;
}

FieldText among(FieldText text, std::vector<std::string> choices) {
  text.choices = std::move(choices);
  return text;
}

/// A non-empty set of the feedback kinds in text.choices.
core::Field<Configuration> feedbackField(FieldText text, FeedbackSet Configuration::*member) {
  text.kind = FieldKind::Choices;
  return {text, [member](const Configuration& configuration) { return (configuration.*member).text(); },
          [text, member](Configuration& configuration, std::string_view value) -> std::optional<std::string> {
            FeedbackSet kinds;
            for (std::size_t from = 0; from <= value.size();) {
              const auto comma = std::min(value.find(',', from), value.size());
              std::size_t index = 0;
              if (readChoice(text, value.substr(from, comma - from), index))
                return fmt::format("\"{}\" is not a list of one or more of {}, separated by commas.",
                                   trimmed(value), listening::commaList(text.choices));
              kinds.insert(*listening::parseFeedback(text.choices[index]));
              from = comma + 1;
            }
            configuration.*member = kinds;
            return std::nullopt;
          }};
}

/// "auto" or one feedback kind of text.choices.
core::Field<Configuration> kindField(FieldText text, std::optional<Feedback> Configuration::*member) {
  text.kind = FieldKind::Choice;
  return {text,
          [member](const Configuration& configuration) {
            const auto kind = configuration.*member;
            return kind ? std::string(listening::feedbackName(*kind)) : std::string("auto");
          },
          [text, member](Configuration& configuration, std::string_view value) {
            std::size_t index = 0;
            auto problem = readChoice(text, value, index);
            if (!problem)
              configuration.*member = listening::parseFeedback(text.choices[index]);
            return problem;
          }};
}

core::Field<Configuration> timesField(FieldText text) {
  text.kind = FieldKind::Text;
  return {text, [](const Configuration& configuration) { return configuration.times; },
          [](Configuration& configuration, std::string_view value) -> std::optional<std::string> {
            const auto cuts = parseTimeCuts(value);
            if (!cuts)
              return fmt::format("\"{}\" is not two rising cuts such as 0.8,0.9 (shares of the events) or "
                                 "2019-01-01,2020-01-01 (dates, or ms since 1970).",
                                 trimmed(value));
            configuration.times = timeCutsText(*cuts);
            return std::nullopt;
          }};
}

void addHearing(Fields& fields) {
  fields.push_back(feedbackField(
      among(words("inputs", kHears, "Feedback it hears", "",
                  "Events the model reads as a listener's history. Skips reach listeners who never vote."),
            {"like", "dislike", "skip", "listen"}),
      &Configuration::inputs));
}

void addNegatives(Fields& fields) {
  fields.push_back(choiceField(
      among(
          words(
              "negatives.strategy", kAvoids, "Negatives", "",
              "What a liked song is trained against: songs drawn at random, only the highest-scoring one of "
              "them (hardest), songs the listener really turned down (real), or both."),
          {"random", "hardest", "real", "real+random", "real+hardest"}),
      &Configuration::strategy));
  fields.push_back(feedbackField(
      among(
          words("targets.negative", kAvoids, "Real negatives", "",
                "Feedback that counts as a real negative; acts with the strategies that use real negatives."),
          {"dislike", "skip"}),
      &Configuration::negativeTargets));
  fields.push_back(realOrWordField(
      within(
          among(words("negatives.real_weight", kAvoids, "Weight of real negatives", "",
                      "Factor on each real negative in the loss; balanced makes all real negatives together "
                      "weigh as much as all likes of training."),
                {"balanced"}),
          0, 1000),
      &Configuration::realWeight));
  fields.push_back(integerField(
      within(
          words(
              "negatives.count", kAvoids, "Number of random negatives", "songs",
              "Songs drawn for each positive target (N). More help up to a point: some of them the listener "
              "would have liked."),
          1, 10'000),
      &Configuration::negativeCount));
  fields.push_back(choiceField(among(words("negatives.drawing", kAvoids, "Drawing", "",
                                           "Whether each positive target gets songs of its own, or all "
                                           "targets of one history window share "
                                           "them (faster for many)."),
                                     {"per_target", "shared"}),
                               &Configuration::drawing));
  fields.push_back(
      realField(within(words("negatives.popularity", kAvoids, "Popularity of random negatives", "",
                             "Songs are drawn in proportion to popularity to this power: 0 is uniform, 1 as "
                             "often as played."),
                       0, 2),
                &Configuration::negativePopularity));
}

void addModel(Fields& fields) {
  fields.push_back(choiceField(
      among(words("model", kModel, "Model", "",
                  "sasrec reads the history with self-attention. Baselines: popularity "
                  "and like_rate know songs but not listeners, item_knn knows songs "
                  "that are heard together, random_encoder is sasrec untrained, "
                  "station_popularity is popularity on the station."),
            {"sasrec", "popularity", "like_rate", "item_knn", "random_encoder", "station_popularity"}),
      &Configuration::model));
  fields.push_back(integerField(within(words("model.dimension", kModel, "Dimension", "numbers",
                                             "Length of every embedding and hidden state (d)."),
                                       1, 1024),
                                &Configuration::dimension));
  fields.push_back(integerField(
      within(words("model.blocks", kModel, "Blocks", "", "Attention blocks on top of each other."), 1, 16),
      &Configuration::blocks));
  fields.push_back(integerField(within(words("model.heads", kModel, "Attention heads", "",
                                             "Heads of every attention block; must divide the dimension."),
                                       1, 64),
                                &Configuration::heads));
  fields.push_back(integerField(within(words("model.max_length", kModel, "Window length", "events",
                                             "Newest inputs the model looks back on (L)."),
                                       2, 10'000),
                                &Configuration::maxLength));
  fields.push_back(realField(within(words("model.dropout", kModel, "Dropout", "",
                                          "Share of activations silenced in training, against overfitting."),
                                    0, 0.95),
                             &Configuration::dropout));
  fields.push_back(
      flagField(words("model.feedback_embedding", kModel, "Tell feedback types apart", "",
                      "Adds a learned vector per feedback type, so that a skip is not read as a like."),
                &Configuration::feedbackEmbedding));
  fields.push_back(flagField(
      words("model.feedback_shuffled", kModel, "Draw types at random", "",
            "A control: each input is heard with a feedback type drawn at random, in the shares of the "
            "log, so that what the types seem to mean is chance."),
      &Configuration::feedbackShuffled));
  fields.push_back(choiceField(among(words("model.positions", kModel, "Positions", "",
                                           "Adds a learned vector per place in the window, or none."),
                                     {"none", "learned"}),
                               &Configuration::positions));
  fields.push_back(flagField(words("model.item_bias", kModel, "Song bias", "",
                                   "Adds one learned number per song: how well it is liked whoever listens."),
                             &Configuration::itemBias));
}

void addTraining(Fields& fields) {
  fields.push_back(feedbackField(among(words("targets.positive", kTraining, "Feedback it learns to predict",
                                             "", "Events whose songs the model is trained to rank high."),
                                       {"like", "dislike", "skip", "listen"}),
                                 &Configuration::positiveTargets));
  fields.push_back(
      choiceField(among(words("loss", kTraining, "Loss", "",
                              "How a positive target is set against the songs drawn for it. bce: binary "
                              "cross-entropy of each. gbce: the same, calibrated for how few of all songs "
                              "are drawn. softmax: its share among them. bpr: pair by pair."),
                        {"bce", "gbce", "softmax", "bpr"}),
                  &Configuration::loss));
  fields.push_back(realField(within(words("loss.gbce_t", kTraining, "Calibration of gbce", "",
                                          "0 is bce summed over the drawn songs; 1 makes scores behave as if "
                                          "all songs were drawn (t)."),
                                    0, 1),
                             &Configuration::gbceCalibration));
  fields.push_back(choiceField(among(words("objective", kTraining, "Objective", "",
                                           "next: predict each target from what came strictly before it. "
                                           "cloze: hide some targets and predict them from what stands on "
                                           "both sides."),
                                     {"next", "cloze"}),
                               &Configuration::objective));
  fields.push_back(realField(
      within(words("objective.mask_share", kTraining, "Share of masks", "",
                   "Chance that a target among the inputs is hidden, and so trained, in one epoch."),
             0, 0.95),
      &Configuration::maskShare));
  fields.push_back(realField(
      within(words("training.learning_rate", kTraining, "Learning rate", "", "Step size of Adam."), 1e-7, 1),
      &Configuration::learningRate));
  fields.push_back(integerOrWordField(
      within(
          among(
              words(
                  "training.batch_targets", kTraining, "Batch size", "positive targets",
                  "Positive targets a step learns from; auto is 8,192 or a twentieth of training, whichever "
                  "is smaller."),
              {"auto"}),
          1, 1'000'000),
      &Configuration::batchTargets));
  fields.push_back(integerOrWordField(
      within(
          among(
              words(
                  "training.max_steps", kTraining, "Most steps", "steps",
                  "Training ends here at the latest; auto is 20,000 steps or 10 epochs, whichever is more."),
              {"auto"}),
          1, 100'000'000),
      &Configuration::maxSteps));
  fields.push_back(integerField(within(words("training.min_steps", kTraining, "No early stop before", "steps",
                                             "Early stopping waits at least this long."),
                                       0, 100'000'000),
                                &Configuration::minSteps));
  fields.push_back(integerField(within(words("training.validate_every", kTraining, "Validate every", "steps",
                                             "Steps between two validations."),
                                       1, 1'000'000),
                                &Configuration::validateEvery));
  fields.push_back(
      integerField(within(words("training.patience", kTraining, "Patience", "validations",
                                "Training stops after this many validations without a new best."),
                          1, 10'000),
                   &Configuration::patience));
  fields.push_back(choiceField(
      among(words("training.select_by", kTraining, "Best step by", "",
                  "The validation metric that tells the best step: its weights are kept and tested. accuracy "
                  "is noisy where few listeners have a validation pair; ndcg@10 follows the rank of the "
                  "liked song in the whole catalogue."),
            {"accuracy", "ndcg@10"}),
      &Configuration::selection));
  fields.push_back(choiceField(
      among(
          words(
              "training.adam", kTraining, "Adam", "",
              "Which songs a step of the optimiser moves. lazy: those the batch has a gradient for, so that "
              "a step does not grow with the catalogue. dense: all of them, by their momentum."),
          {"lazy", "dense"}),
      &Configuration::adam));
  fields.push_back(choiceField(
      among(
          words(
              "training.device", kTraining, "Device", "",
              "Where to compute. auto and cpu: the processor, by this program's own kernels. cpu-plain: the "
              "same in LibTorch's operations, many times slower, to compare with."),
          {"auto", "cpu", "cpu-plain", "cuda"}),
      &Configuration::device));
  fields.push_back(
      integerField(within(words("training.threads", kTraining, "Threads", "threads",
                                "Threads of one run on the device cpu. Several runs side by side use the "
                                "processor better than several threads of one. It never changes results."),
                          1, 256),
                   &Configuration::threads));
}

void addEvaluation(Fields& fields) {
  fields.push_back(choiceField(
      among(
          words(
              "evaluation.split", kEvaluation, "Split", "",
              "last: every listener's newest pair is tested, the one before validates, what is older trains. "
              "time: the log is cut at two moments for everybody."),
          {"last", "time"}),
      &Configuration::split));
  fields.push_back(timesField(words("evaluation.times", kEvaluation, "Cuts in time", "",
                                    "Where validation and test begin under the split time: two shares of the "
                                    "events (0.8,0.9) or two dates.")));
  fields.push_back(integerField(
      within(
          words("evaluation.minimum_history", kEvaluation, "Minimum history", "events",
                "A listener counts in accuracy, or as covered, with at least this many events before (m)."),
          1, 100),
      &Configuration::minimumHistory));
  fields.push_back(kindField(
      among(words("evaluation.positive", kEvaluation, "Song that should win", "",
                  "Feedback of the song that should be ranked higher in a test pair; auto is like, or listen "
                  "where the log has no likes."),
            {"auto", "like", "listen"}),
      &Configuration::evaluationPositive));
  fields.push_back(kindField(
      among(words("evaluation.negative", kEvaluation, "Song that should lose", "",
                  "Feedback of the other song in a test pair; auto is dislike, or skip where the log has no "
                  "dislikes."),
            {"auto", "dislike", "skip"}),
      &Configuration::evaluationNegative));
}

} // namespace

const std::vector<core::Field<Configuration>>& configurationFields() {
  static const Fields fields = [] {
    Fields made;
    addHearing(made);
    addNegatives(made);
    addModel(made);
    addTraining(made);
    addEvaluation(made);
    return made;
  }();
  return fields;
}

} // namespace skipscope::experiment
