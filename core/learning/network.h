#pragma once

#include "core/learning/batch.h"
#include "core/learning/checkpoint.h"
#include "core/learning/encoder_shape.h"
#include "core/learning/thread_team.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace skipscope::learning {

using Arrays = std::map<std::string, Checkpoint::Array>; ///< name → raw floats

/// What is done with a batch's negatives (method.md section 4), and how a step follows the gradient.
struct Objective {
  experiment::Loss loss = experiment::Loss::Bce;
  bool hardest = false;   ///< of the drawn songs only the highest-scoring one counts
  double drawnWeight = 1; ///< of the mean over the drawn songs: N/β under gbce, else 1
  double realWeight = 1;  ///< of each real negative target
  double learningRate = 1e-3;
  bool lazyAdam = true; ///< songs without a gradient stay where they are
};
/// `catalogue` is the number of songs that are drawn from.
Objective objectiveOf(const experiment::Configuration& configuration, const TrainingSet& set,
                      std::size_t catalogue);
/// Weight N/β of the mean over N drawn songs under gBCE with calibration t, which makes the positive's weight
/// β = α·(t·(1 - 1/α) + 1/α), α = N/(catalogue - 1), in the sum (Petrov and Macdonald, RecSys 2023).
double gbceWeight(double t, std::int64_t negatives, std::size_t catalogue);
/// Whether a loss sets a positive target's score against those of its drawn songs.
bool comparesScores(experiment::Loss loss);

struct BatchLoss {
  double loss = 0; ///< all terms / number of positive targets
  std::vector<std::int64_t>
      chosen; ///< [positives] the songs that `hardest` chose (without gradient), else empty
};

/// Moments of Adam by parameter name. `steps` counts per row of the songs how often it moved, under lazy
/// Adam.
struct OptimiserState {
  Arrays first, second, steps;
};

/// SASRec (Kang and McAuley, ICDM 2018) with feedback-type embeddings on ragged histories (method.md section
/// 3), its loss (section 4) and its optimiser: pre-layer-norm blocks of causal attention and a point-wise
/// ReLU layer, final layer norm. Input i attends to j where j = i or j is strictly earlier; under cloze where
/// j = i or j is an input of another time. Positions count from a history's first event. A song outside the
/// catalogue is heard without a song vector; a mask is a vector of its own, without song and feedback. Not
/// for two threads at once. Every implementation gives the same numbers within rounding.
class Network {
public:
  virtual ~Network() = default;
  virtual const EncoderShape& shape() const = 0;

  virtual Arrays weights() const = 0;
  /// Throws core::Error where a name is missing or a size differs.
  virtual void setWeights(const Arrays& weights) = 0;
  virtual OptimiserState optimiserState() const = 0;
  /// Throws core::Error where a name is missing or a size differs.
  virtual void setOptimiserState(const OptimiserState& state) = 0;

  /// Step `number` (from 1) of Adam along the gradient of the batch's loss, with the mean over the drawn
  /// songs or their hardest alone: bce and gbce softplus(-s⁺) + drawnWeight · mean softplus(s⁻); bpr mean
  /// softplus(s⁻ - s⁺) (Rendle et al., UAI 2009); softmax log(e^s⁺ + Σ e^s⁻) - s⁺; and + realWeight ·
  /// softplus(s⁻) for every real negative in its own context.
  virtual BatchLoss step(const Batch& batch, const Objective& objective, std::int64_t number) = 0;
  /// Loss and gradient of a batch by parameter name, without a step.
  virtual BatchLoss gradients(const Batch& batch, const Objective& objective, Arrays& gradients) = 0;

  /// Calls `receive(i, scores)` once for every history with scores [catalogue] after its last input, without
  /// dropout, from any thread of the team.
  virtual void scoreLast(const PackedHistories& histories,
                         const std::function<void(std::size_t, std::span<const float>)>& receive) const = 0;
  /// Scores [histories, k] after the last input of the catalogue rows `rows` [histories, k] alone.
  virtual std::vector<float> scoreLast(const PackedHistories& histories,
                                       std::span<const std::int64_t> rows) const = 0;
};

/// The network of a device with these weights. Threads matter to the speed of the fast path only. Throws
/// core::Error where the weights do not fit, or CUDA is asked for and missing.
std::unique_ptr<Network> makeNetwork(const EncoderShape& shape, experiment::Device device,
                                     const Arrays& weights, std::shared_ptr<ThreadTeam> team);
/// What computes on this machine, "cpu/AVX2" or "cpu-plain/AVX2/Haswell": numbers are the same bits only
/// where it is the same.
std::string computePath(experiment::Device device);

} // namespace skipscope::learning
