#include "core/learning/network.h"

#include "core/learning/fast/fast_network.h"
#include "core/learning/fast/matrix_product.h"
#include "core/learning/plain/plain_network.h"

#include <algorithm>

namespace skipscope::learning {

using experiment::Device;
using experiment::Loss;
using experiment::NegativeStrategy;

EncoderShape encoderShape(const experiment::Configuration& configuration, std::size_t catalogue) {
  EncoderShape shape;
  shape.songs = static_cast<std::int64_t>(catalogue);
  shape.dimension = configuration.dimension;
  shape.blocks = configuration.blocks;
  shape.heads = configuration.heads;
  shape.maxLength = configuration.maxLength;
  shape.dropout = configuration.dropout;
  shape.feedbackEmbedding = configuration.feedbackEmbedding;
  shape.positions = configuration.positions == experiment::Positions::Learned;
  shape.itemBias = configuration.itemBias;
  shape.cloze = configuration.objective == experiment::Objective::Cloze;
  return shape;
}

double gbceWeight(double t, std::int64_t negatives, std::size_t catalogue) {
  const auto count = static_cast<double>(negatives);
  // α; songs are drawn with replacement, so that N may exceed the catalogue, but a share cannot.
  const double rate = std::min(1.0, count / static_cast<double>(std::max<std::size_t>(catalogue, 2) - 1));
  return count / (rate * t * (1 - 1 / rate) + 1);
}

bool comparesScores(Loss loss) {
  return loss == Loss::Softmax || loss == Loss::Bpr;
}

Objective objectiveOf(const experiment::Configuration& configuration, const TrainingSet& set,
                      std::size_t catalogue) {
  Objective objective;
  objective.loss = configuration.loss;
  if (configuration.loss == Loss::Gbce)
    objective.drawnWeight = gbceWeight(configuration.gbceCalibration, configuration.negativeCount, catalogue);
  objective.hardest = configuration.strategy == NegativeStrategy::Hardest ||
                      configuration.strategy == NegativeStrategy::RealHardest;
  objective.realWeight = configuration.realWeight.value_or(balancedWeight(set));
  objective.learningRate = configuration.learningRate;
  objective.lazyAdam = configuration.adam == experiment::Adam::Lazy;
  return objective;
}

std::unique_ptr<Network> makeNetwork(const EncoderShape& shape, Device device, const Arrays& weights,
                                     std::shared_ptr<ThreadTeam> team) {
  if (device == Device::Cpu || device == Device::Auto)
    return std::make_unique<fast::FastNetwork>(shape, weights, std::move(team));
  return std::make_unique<plain::PlainNetwork>(shape, device == Device::Cuda, weights);
}

std::string computePath(Device device) {
  if (device == Device::Cuda)
    return "cuda";
  return device != Device::CpuPlain ? std::string("cpu/") + fast::simdName()
                                    : "cpu-plain/" + plain::simdTarget();
}

} // namespace skipscope::learning
