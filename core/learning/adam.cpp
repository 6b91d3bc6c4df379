#include "core/learning/adam.h"

#include "core/error.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>

namespace skipscope::learning {

namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.98;
constexpr double kEpsilon = 1e-8;

Arrays arraysOf(const Parameters& parameters, const std::vector<at::Tensor>& moments) {
  Arrays arrays;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    arrays[parameters[i].first] = arrayOf(moments[i]);
  return arrays;
}

void setArrays(const Encoder& encoder, const Parameters& parameters, const Arrays& arrays,
               std::vector<at::Tensor>& moments) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto found = arrays.find(parameters[i].first);
    if (found == arrays.end() || static_cast<std::int64_t>(found->second.values.size()) != moments[i].numel())
      throw core::Error("The checkpoint holds no fitting optimiser state for '" + parameters[i].first +
                        "': it belongs to another run; retry the run from scratch.");
    moments[i].copy_(floatTensor(found->second.values, encoder).view(moments[i].sizes()));
  }
}

} // namespace

struct Adam::Members {
  std::vector<at::Tensor> first;
  std::vector<at::Tensor> second;
};

Adam::Adam(Encoder& encoder, double learningRate)
    : m_encoder(encoder), m_learningRate(learningRate), m(std::make_unique<Members>()) {
  for (const auto& [name, value] : encoder.parameters()) {
    m->first.push_back(at::zeros_like(value.detach()));
    m->second.push_back(at::zeros_like(value.detach()));
  }
}

Adam::~Adam() = default;

void Adam::step(std::int64_t number) {
  const c10::NoGradGuard noGradient;
  const double correction1 = 1 - std::pow(kBeta1, static_cast<double>(number));
  const double correction2 = 1 - std::pow(kBeta2, static_cast<double>(number));
  Parameters& parameters = m_encoder.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    at::Tensor& value = parameters[i].second;
    at::Tensor& first = m->first[i];
    at::Tensor& second = m->second[i];
    first.mul_(kBeta1);
    second.mul_(kBeta2);
    // A parameter that took no part in this step has gradient 0, and still moves by its momentum.
    if (const at::Tensor gradient = value.grad(); gradient.defined()) {
      first.add_(gradient, 1 - kBeta1);
      second.addcmul_(gradient, gradient, 1 - kBeta2);
    }
    const at::Tensor root = second.sqrt().mul_(1 / std::sqrt(correction2)).add_(kEpsilon);
    value.addcdiv_(first, root, -m_learningRate / correction1);
  }
}

Arrays Adam::first() const {
  return arraysOf(m_encoder.parameters(), m->first);
}
Arrays Adam::second() const {
  return arraysOf(m_encoder.parameters(), m->second);
}

void Adam::setMoments(const Arrays& first, const Arrays& second) {
  setArrays(m_encoder, m_encoder.parameters(), first, m->first);
  setArrays(m_encoder, m_encoder.parameters(), second, m->second);
}

} // namespace skipscope::learning
