#include "core/learning/plain/plain_network.h"

#include "core/learning/plain/adam.h"
#include "core/learning/plain/objective.h"

namespace skipscope::learning::plain {

PlainNetwork::PlainNetwork(const EncoderShape& shape, bool cuda, const Arrays& weights)
    : m_encoder(std::make_unique<Encoder>(shape, cuda, weights)), m_adam(std::make_unique<Adam>(*m_encoder)) {
}

PlainNetwork::~PlainNetwork() = default;

const EncoderShape& PlainNetwork::shape() const {
  return m_encoder->shape();
}
Arrays PlainNetwork::weights() const {
  return m_encoder->weights();
}
void PlainNetwork::setWeights(const Arrays& weights) {
  m_encoder->setWeights(weights);
}
OptimiserState PlainNetwork::optimiserState() const {
  return m_adam->state();
}
void PlainNetwork::setOptimiserState(const OptimiserState& state) {
  m_adam->setState(state);
}

BatchLoss PlainNetwork::step(const Batch& batch, const Objective& objective, std::int64_t number) {
  BatchLoss loss = backpropagate(*m_encoder, batch, objective);
  m_adam->step(objective.learningRate, number, objective.lazyAdam);
  return loss;
}

BatchLoss PlainNetwork::gradients(const Batch& batch, const Objective& objective, Arrays& gradients) {
  BatchLoss loss = backpropagate(*m_encoder, batch, objective);
  gradients = m_encoder->gradients();
  return loss;
}

void PlainNetwork::scoreLast(const PackedHistories& histories,
                             const std::function<void(std::size_t, std::span<const float>)>& receive) const {
  m_encoder->scoreLast(histories, receive);
}
std::vector<float> PlainNetwork::scoreLast(const PackedHistories& histories,
                                           std::span<const std::int64_t> rows) const {
  return m_encoder->scoreLast(histories, rows);
}

} // namespace skipscope::learning::plain
