#pragma once

#include "core/learning/network.h"
#include "core/learning/plain/library_threads.h"

namespace skipscope::learning::plain {

class Encoder;
class Adam;

/// The network in LibTorch's operations: what the fast path is compared with, and what runs on CUDA.
class PlainNetwork : public Network {
public:
  PlainNetwork(const EncoderShape& shape, bool cuda, const Arrays& weights);
  ~PlainNetwork() override;

  const EncoderShape& shape() const override;
  Arrays weights() const override;
  void setWeights(const Arrays& weights) override;
  OptimiserState optimiserState() const override;
  void setOptimiserState(const OptimiserState& state) override;
  BatchLoss step(const Batch& batch, const Objective& objective, std::int64_t number) override;
  BatchLoss gradients(const Batch& batch, const Objective& objective, Arrays& gradients) override;
  void scoreLast(const PackedHistories& histories,
                 const std::function<void(std::size_t, std::span<const float>)>& receive) const override;
  std::vector<float> scoreLast(const PackedHistories& histories,
                               std::span<const std::int64_t> rows) const override;

private:
  std::unique_ptr<Encoder> m_encoder;
  std::unique_ptr<Adam> m_adam;
};

} // namespace skipscope::learning::plain
