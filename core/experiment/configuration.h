#pragma once

#include "core/field.h"
#include "core/listening/feedback.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::experiment {

using listening::Feedback;
using listening::FeedbackSet;

enum class NegativeStrategy { Random, Hardest, Real, RealRandom, RealHardest };
bool usesDrawnNegatives(NegativeStrategy strategy);
bool usesRealNegatives(NegativeStrategy strategy);
enum class Drawing { PerTarget, Shared };
enum class Loss { Bce, Gbce, Softmax, Bpr };
enum class Objective { Next, Cloze };
enum class ModelKind { Sasrec, Popularity, LikeRate, ItemKnn, RandomEncoder, StationPopularity };
/// Whether it is the encoder, trained or not: its runs keep weights.
bool isEncoder(ModelKind model);
/// Whether it looks at what a listener heard.
bool readsHistory(ModelKind model);
enum class Positions { None, Learned };
/// Which songs a step of the optimiser moves: those the batch has a gradient for, or all.
/// The validation metric that tells the best step.
enum class Selection { Accuracy, Ndcg };
enum class Adam { Lazy, Dense };
enum class Device { Auto, Cpu, CpuPlain, Cuda };
enum class Split { Last, Time };

/// Where training ends at the latest unless training.max_steps says otherwise or 10 epochs take more.
constexpr std::int64_t kUsualMostSteps = 20'000;

/// A window of more inputs cannot be trained by cloze.
constexpr int kLongestClozeWindow = 3000;

/// Everything about a run but its dataset and seed (docs/configuration.md is made from
/// configurationFields()).
struct Configuration {
  FeedbackSet inputs{Feedback::Like};
  FeedbackSet positiveTargets{Feedback::Like};
  FeedbackSet negativeTargets{Feedback::Dislike};

  NegativeStrategy strategy = NegativeStrategy::Random;
  int negativeCount = 1; ///< N
  Drawing drawing = Drawing::PerTarget;
  double negativePopularity = 0;          ///< α: songs are drawn by popularity^α
  std::optional<double> realWeight = 1.0; ///< nothing = balanced (likes/dislikes of training)

  Loss loss = Loss::Bce;
  double gbceCalibration = 0.75; ///< t
  Objective objective = Objective::Next;
  double maskShare = 0.2; ///< ρ: chance of a mask for a target among the inputs, under cloze

  ModelKind model = ModelKind::Sasrec;
  int dimension = 64;
  int blocks = 2;
  int heads = 1;
  int maxLength = 100; ///< L, inputs a window holds
  double dropout = 0.2;
  bool feedbackEmbedding = true;
  bool feedbackShuffled = false; ///< a control: inputs get types drawn at random
  Positions positions = Positions::Learned;
  bool itemBias = true;

  double learningRate = 1e-3;
  std::optional<std::int64_t> batchTargets; ///< nothing = min(8192, a twentieth of training)
  std::optional<std::int64_t> maxSteps;     ///< nothing = 20,000 steps or 10 epochs, whichever is more
  std::int64_t minSteps = 1000;
  std::int64_t validateEvery = 100; ///< steps
  int patience = 10;                ///< validations
  Selection selection = Selection::Accuracy;
  Adam adam = Adam::Lazy;
  Device device = Device::Auto;
  int threads = 1;

  Split split = Split::Last;
  /// Cuts t1,t2 of the time split: both quantiles in (0, 1) of event times, or both moments (ms or ISO 8601).
  std::string times = "0.8,0.9";
  int minimumHistory = 5;                     ///< m
  std::optional<Feedback> evaluationPositive; ///< nothing = like, or listen where the log has no likes
  std::optional<Feedback> evaluationNegative; ///< nothing = dislike, or skip where the log has no dislikes
};

/// Raised whenever a change of the method makes numbers of older runs incomparable; part of run identity.
inline constexpr int kMethodVersion = 2;

/// The one description of the fields, in the order of the form.
const std::vector<core::Field<Configuration>>& configurationFields();

/// Sets one field from text. Throws core::UsageError naming key, problem, and what is allowed.
void setField(Configuration& configuration, std::string_view key, std::string_view value);
std::string fieldText(const Configuration& configuration, std::string_view key);

/// A problem of one field, or of two together; `key` is the field to mark.
struct Problem {
  std::string key;
  std::string sentence;
};
/// Combinations that cannot run (dimension not a multiple of heads, real negatives without negative targets
/// …).
std::vector<Problem> validate(const Configuration& configuration);

/// Keys that do not act in this configuration set to their defaults (negatives.count under `real`, model.*
/// for popularity …) and `auto` device resolved: what is hashed and stored.
Configuration canonical(Configuration configuration);
/// Keys that do not act in this configuration: greyed in the form.
std::vector<std::string> inactiveKeys(const Configuration& configuration);

/// Keys whose values differ among the configurations in which they act, in the order of the form.
/// training.threads never counts: it changes no number.
std::vector<std::string> differingKeys(const std::vector<Configuration>& configurations);

/// Canonical JSON, keys sorted, flat: {"inputs":["like"],"model":"sasrec","model.dimension":64,…}.
std::string toJson(const Configuration& configuration);
/// Reads toJson(), any subset of keys over the defaults. Throws core::UsageError.
Configuration fromJson(std::string_view json);
/// 32 hex digits over canonical JSON without training.threads.
std::string configurationHash(const Configuration& configuration);
/// Run identity: dataset fingerprint + configuration hash + seed + method version, 32 hex digits.
std::string runIdentity(std::string_view datasetFingerprint, const Configuration& configuration,
                        std::uint64_t seed);

} // namespace skipscope::experiment
