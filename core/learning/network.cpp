#include "core/learning/network.h"

#include "core/learning/fast/fast_network.h"
#include "core/learning/fast/matrix_product.h"
#include "core/learning/plain/plain_network.h"

namespace skipscope::learning {

using experiment::Device;
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
  return shape;
}

Objective objectiveOf(const experiment::Configuration& configuration, const TrainingSet& set) {
  Objective objective;
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
