// Every metric in words, so that a number is never shown without the protocol that made it.
#include "core/evaluation/cutoffs.h"
#include "core/evaluation/metrics.h"

namespace skipscope::evaluation {

namespace {

constexpr const char* kPairs =
    " Test pairs: for each listener, walking back from the newest disliked song, the liked song of the same "
    "station nearest in time, neither voted on before; context is everything strictly before both "
    "(validation: the pairs before these). Without dislikes skips, without likes songs heard through take "
    "their place.";
constexpr const char* kMeetM =
    " Mean per listener, then over listeners with at least m events of the liked kind in context: the same "
    "pairs for every run on a dataset.";
constexpr const char* kCatalogue =
    " Ranked among all songs with a training event that the listener has not yet liked; never sampled, ties "
    "count half.";
constexpr const char* kFalseNegatives =
    " Liked by the same listener (or a positive target) anywhere later in the log, which training cannot "
    "know: a lower bound, as "
    "what was never played cannot be liked.";
constexpr const char* kTrueFalseNegatives =
    " Told by the truth behind a simulated log: at that moment the listener would like the song more readily "
    "than the middle one of all songs they liked. Of listeners with a like; training never reads it.";

std::string onPairs(const char* what) {
  return std::string(what) + kMeetM + kPairs;
}
std::string ranked(const char* what) {
  return std::string(what) + kCatalogue + kMeetM + kPairs;
}

void addAccuracies(std::vector<MetricText>& texts) {
  texts.push_back(
      {"accuracy", "Accuracy",
       onPairs("Share of pairs in which the liked song scores above the disliked one; ties count half.")});
  texts.push_back(
      {"accuracy_se", "Standard error of accuracy", onPairs("Standard error over listeners."), false});
  texts.push_back({"accuracy_pairs", "Accuracy over pairs",
                   onPairs("Mean over pairs, so that long histories weigh "
                           "more.")});
  texts.push_back({"accuracy_p_first", "Accuracy, liked song first",
                   onPairs("Only pairs in which the liked song was played first.")});
  texts.push_back({"accuracy_q_first", "Accuracy, disliked song first",
                   onPairs("Only pairs in which the disliked song was played first.")});
  texts.push_back({"accuracy_balanced_order", "Accuracy, both orders alike",
                   onPairs("Mean of the two orders with equal weight.")});
  texts.push_back({"accuracy_random_song", "Accuracy against a random song",
                   onPairs("Liked song against a fixed random catalogue song not yet liked.")});
  texts.push_back(
      {"accuracy_stranger", "Accuracy with a stranger's context",
       onPairs("The same pairs scored in the context of another listener, drawn once and fixed: what the "
               "songs alone explain.")});
  texts.push_back({"accuracy_personal", "Personal part of accuracy",
                   onPairs("Accuracy minus that with a stranger's context.")});
  texts.push_back(
      {"accuracy_covered", "Accuracy among covered",
       std::string("Mean per listener, then over the run's own covered listeners: at least m input "
                   "events in context. Runs with other inputs have other listeners.") +
           kPairs});
}

void addOracle(std::vector<MetricText>& texts) {
  texts.push_back(
      {"oracle_accuracy", "Accuracy of the oracle",
       onPairs("Simulated logs with their truth only: accuracy of ranking by P(like)/P(dislike) as they "
               "really were at that moment, the most that any model can reach but for luck.")});
  texts.push_back({"share_of_oracle", "Share of the oracle",
                   onPairs("(accuracy − 0.5) / (oracle − 0.5): 0 is guessing, 1 knows the truth.")});
  texts.push_back(
      {"share_of_oracle_over_like_rate", "Share of the oracle beyond like rate",
       onPairs("(accuracy − like rate) / (oracle − like rate), with the like-rate baseline on the same "
               "pairs: 0 knows songs but no listeners, 1 knows the truth.")});
}

void addReach(std::vector<MetricText>& texts) {
  texts.push_back(
      {"coverage", "User coverage",
       "Share of listeners with at least m input events before the cut (the log's end, or the start of "
       "the test part) among all with any event before it."});
  texts.push_back(
      {"reach_weighted_accuracy", "Reach-weighted accuracy",
       std::string("Accuracy over all listeners with a pair; who has fewer than m input events in "
                   "context is served by the songs' positive targets in training on that station.") +
           kPairs});
  texts.push_back(
      {"reach_weighted_accuracy_plays", "Reach-weighted accuracy, played against skipped",
       "Pairs of a song heard through and a skipped one, made like test pairs; over all listeners who have "
       "both, the uncovered served by station popularity."});
}

void addRanking(std::vector<MetricText>& texts) {
  for (const int k : kHitCutoffs) {
    const std::string at = "@" + std::to_string(k);
    texts.push_back({"hr" + at, "HR" + at, ranked("Share of liked songs ranked within the first k.")});
    texts.push_back({"hr_q" + at, "HR" + at + " of disliked songs",
                     ranked("Share of disliked songs ranked within the first k."), false});
    texts.push_back({"delta_hr" + at, "ΔHR" + at, ranked("HR of liked songs minus HR of disliked songs.")});
  }
  texts.push_back(
      {"ndcg@10", "NDCG@10", ranked("1/log2(1 + rank) of the liked song within the first 10, else 0.")});
  texts.push_back({"ndcg_q@10", "NDCG@10 of disliked songs",
                   ranked("1/log2(1 + rank) of the disliked song within the first 10, else 0."), false});
  texts.push_back({"mrr", "MRR", ranked("Mean of 1/rank of the liked song.")});
  texts.push_back({"mrr_q", "MRR of disliked songs", ranked("Mean of 1/rank of the disliked song."), false});
}

void addRecommended(std::vector<MetricText>& texts) {
  texts.push_back({"catalogue_coverage@10", "Catalogue coverage@10",
                   ranked("Share of the songs with a training event that are in some listener's first 10.")});
  texts.push_back({"recommendation_popularity@10", "Popularity of recommendations@10",
                   ranked("Mean number of positive targets in training of the first 10 songs."), false});
  texts.push_back(
      {"recommendation_percentile@10", "Popularity percentile of recommendations@10",
       ranked("Mean share of the catalogue that is less popular (positive targets in training) than "
              "the first 10 songs; ties count half, so 0.5 is what a blind draw gives."),
       false});
}

void addCosts(std::vector<MetricText>& texts) {
  texts.push_back(
      {"training_cost_steps", "Steps to best",
       "Steps to the first validation within one standard error of the run's best validation accuracy.",
       false});
  texts.push_back(
      {"training_cost_targets", "Positive targets to best",
       "Positive targets seen up to the first validation within one standard error of the run's best "
       "validation accuracy.",
       false});
  texts.push_back({"training_cost_epochs", "Epochs to best",
                   "Epochs to the first validation within one standard error of the run's best validation "
                   "accuracy.",
                   false});
  texts.push_back({"training_loss", "Training loss",
                   "Mean loss of the training steps since the validation before; losses of different "
                   "negatives are not comparable.",
                   false});
}

void addFalseNegatives(std::vector<MetricText>& texts) {
  texts.push_back({"false_negative_drawn", "False negatives drawn",
                   std::string("Share of the songs drawn as negatives.") + kFalseNegatives, false});
  texts.push_back(
      {"false_negative_targets", "Targets with a false negative",
       std::string("Share of positive targets with at least one such song drawn.") + kFalseNegatives, false});
  texts.push_back({"false_negative_loss", "False negatives in the loss",
                   std::string("Share of the negatives that entered the loss: those drawn, only the hardest, "
                               "or real ones.") +
                       kFalseNegatives,
                   false});
  texts.push_back({"false_negative_drawn_truth", "False negatives drawn, by the truth",
                   std::string("Share of the songs drawn as negatives.") + kTrueFalseNegatives, false});
  texts.push_back(
      {"false_negative_targets_truth", "Targets with a false negative, by the truth",
       std::string("Share of positive targets with at least one such song drawn.") + kTrueFalseNegatives,
       false});
  texts.push_back({"false_negative_loss_truth", "False negatives in the loss, by the truth",
                   std::string("Share of the negatives that entered the loss: those drawn, only the hardest, "
                               "or real ones.") +
                       kTrueFalseNegatives,
                   false});
}

void addSwaps(std::vector<MetricText>& texts) {
  for (const Feedback from : listening::kAllFeedback)
    for (const Feedback to : listening::kAllFeedback)
      if (from != to) {
        const auto a = std::string(listening::feedbackName(from));
        const auto b = std::string(listening::feedbackName(to));
        texts.push_back(
            {"swap_" + a + "_" + b, "Score change, " + a + " told as " + b,
             "Mean change of the score of the song just heard, over the contexts of test pairs whose "
             "newest input is a " +
                 a + ", when it is told as a " + b + " instead."});
      }
}

void addCosines(std::vector<MetricText>& texts) {
  for (const Feedback a : listening::kAllFeedback)
    for (const Feedback b : listening::kAllFeedback)
      if (a < b) {
        const auto first = std::string(listening::feedbackName(a));
        const auto second = std::string(listening::feedbackName(b));
        texts.push_back({"cosine_" + first + "_" + second, "Cosine of " + first + " and " + second,
                         "Cosine between the embeddings of the two feedback types, both inputs, in the best "
                         "weights."});
        texts.push_back({"centred_cosine_" + first + "_" + second,
                         "Centred cosine of " + first + " and " + second,
                         "The same less the mean over the k types that are inputs. Centred cosines average "
                         "-1/(k-1) by construction, whatever was learnt: compare them with each other."});
      }
}

void addCounts(std::vector<MetricText>& texts) {
  texts.push_back({"pair_listeners", "Listeners with a test pair",
                   "Whether or not both songs are in the training catalogue."});
  texts.push_back(
      {"pair_listeners_m", "Listeners with a test pair, m met",
       "With a test pair whose context has at least m events of the liked kind, whether or not both "
       "songs are in the training catalogue."});
  texts.push_back({"pairs_outside_catalogue", "Test pairs left out",
                   "Test pairs with a song that has no training event: no model can know it.", false});
  texts.push_back({"validation_pair_listeners", "Listeners with a validation pair",
                   "Whether or not both songs are in the training catalogue."});
  texts.push_back(
      {"validation_pair_listeners_m", "Listeners with a validation pair, m met",
       "With a validation pair whose context has at least m events of the liked kind, whether or not "
       "both songs are in the training catalogue."});
  texts.push_back({"validation_pairs_outside_catalogue", "Validation pairs left out",
                   "Validation pairs with a song that has no training event.", false});
  texts.push_back({"play_pair_listeners", "Listeners with a play pair",
                   "With a pair of a song heard through and a skipped one, whether or not both are in the "
                   "training catalogue."});
  texts.push_back({"play_pairs_outside_catalogue", "Play pairs left out",
                   "Pairs of played and skipped songs with a song that has no training event.", false});
  texts.push_back(
      {"test_listeners", "Listeners tested",
       "Listeners with a test pair of which both songs are in the training catalogue, whatever m."});
  texts.push_back(
      {"test_pairs", "Pairs tested", "Test pairs of which both songs are in the training catalogue."});
  texts.push_back(
      {"accuracy_listeners", "Listeners in accuracy",
       "Listeners with a test pair of which both songs are in the training catalogue, and at least m events "
       "of the liked kind in context."});
  texts.push_back({"covered_test_listeners", "Covered listeners tested",
                   "Listeners with a test pair and at least m input events of this run in context."});
  texts.push_back(
      {"p_first_pairs", "Pairs, liked song first", "Pairs in accuracy; ties in time are in neither."});
  texts.push_back(
      {"q_first_pairs", "Pairs, disliked song first", "Pairs in accuracy; ties in time are in neither."});
  texts.push_back(
      {"play_test_listeners", "Listeners with a play pair tested", "Both songs in the training catalogue."});
  texts.push_back({"share_without_pair", "Share of listeners without any pair",
                   "Listeners of the dataset with neither a test pair nor a pair of played and skipped "
                   "songs, whether or not "
                   "the songs are in the training catalogue.",
                   false});
}

} // namespace

const std::vector<MetricText>& metricTexts() {
  static const std::vector<MetricText> texts = [] {
    std::vector<MetricText> made;
    addAccuracies(made);
    addOracle(made);
    addReach(made);
    addRanking(made);
    addRecommended(made);
    addCosts(made);
    addFalseNegatives(made);
    addSwaps(made);
    addCosines(made);
    addCounts(made);
    return made;
  }();
  return texts;
}

} // namespace skipscope::evaluation
