#include "core/learning/plain/adam.h"

#include "core/learning/adam_rates.h"
#include "core/learning/initial_weights.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

namespace skipscope::learning::plain {

namespace {

Arrays arraysOf(const Parameters& parameters, const std::vector<at::Tensor>& moments) {
  Arrays arrays;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    arrays[parameters[i].first] = arrayOf(moments[i]);
  return arrays;
}

void setArrays(const Encoder& encoder, const Parameters& parameters, const Arrays& arrays,
               std::vector<at::Tensor>& moments) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& values = valuesOf(arrays, parameters[i].first, static_cast<std::size_t>(moments[i].numel()));
    moments[i].copy_(floatTensor(values, encoder).view(moments[i].sizes()));
  }
}

bool isOfSongs(const std::string& name) {
  return name == "songs" || name == "bias";
}

/// Bias corrections of numbers that have moved so often: (1 - β1^t, 1 - β2^t), of the shape of `steps`.
std::pair<at::Tensor, at::Tensor> corrections(const at::Tensor& steps) {
  const at::Tensor exact = steps.to(at::kDouble);
  return {(1 - at::pow(kBeta1, exact)).to(at::kFloat), (1 - at::pow(kBeta2, exact)).to(at::kFloat)};
}

} // namespace

struct Adam::Members {
  std::vector<at::Tensor> first;
  std::vector<at::Tensor> second;
  at::Tensor songSteps; ///< [songs] how often each song moved
};

Adam::Adam(Encoder& encoder) : m_encoder(encoder), m(std::make_unique<Members>()) {
  for (const auto& [name, value] : encoder.parameters()) {
    m->first.push_back(at::zeros_like(value.detach()));
    m->second.push_back(at::zeros_like(value.detach()));
  }
  m->songSteps = at::zeros({encoder.shape().songs}, encoder.songs().detach().options());
}

Adam::~Adam() = default;

void Adam::step(double learningRate, std::int64_t number, bool lazy) {
  const c10::NoGradGuard noGradient;
  Parameters& parameters = m_encoder.parameters();
  at::Tensor touched; // [songs] 1 where the song moves
  if (lazy) {
    const auto gradientOf = [](const at::Tensor& value) {
      return value.grad().defined() ? value.grad() : at::zeros_like(value);
    };
    touched = (gradientOf(m_encoder.songs()) != 0).any(1);
    if (m_encoder.bias())
      touched = touched.logical_or(gradientOf(*m_encoder.bias()) != 0);
    m->songSteps += touched;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    at::Tensor& value = parameters[i].second;
    const bool byRow = lazy && isOfSongs(parameters[i].first);
    // A parameter that took no part in this step has gradient 0, and still moves by its momentum.
    const at::Tensor gradient = value.grad().defined() ? value.grad() : at::zeros_like(value);
    const at::Tensor first = m->first[i] * kBeta1 + gradient * (1 - kBeta1);
    const at::Tensor second = m->second[i] * kBeta2 + gradient * gradient * (1 - kBeta2);
    at::Tensor steps = byRow ? m->songSteps.clamp_min(1) : at::full({1}, number, value.options());
    if (value.dim() == 2)
      steps = steps.unsqueeze(1);
    const auto [firstCorrection, secondCorrection] = corrections(steps);
    const at::Tensor root = (second / secondCorrection).sqrt() + kEpsilon;
    const at::Tensor moved = value - learningRate * (first / firstCorrection) / root;
    if (byRow) {
      const at::Tensor moves = value.dim() == 2 ? touched.unsqueeze(1) : touched;
      m->first[i] = at::where(moves, first, m->first[i]);
      m->second[i] = at::where(moves, second, m->second[i]);
      value.copy_(at::where(moves, moved, value));
    } else {
      m->first[i] = first;
      m->second[i] = second;
      value.copy_(moved);
    }
  }
}

OptimiserState Adam::state() const {
  OptimiserState state;
  state.first = arraysOf(m_encoder.parameters(), m->first);
  state.second = arraysOf(m_encoder.parameters(), m->second);
  state.steps["songs"] = arrayOf(m->songSteps);
  return state;
}

void Adam::setState(const OptimiserState& state) {
  setArrays(m_encoder, m_encoder.parameters(), state.first, m->first);
  setArrays(m_encoder, m_encoder.parameters(), state.second, m->second);
  const auto& steps = valuesOf(state.steps, "songs", static_cast<std::size_t>(m->songSteps.numel()));
  m->songSteps.copy_(floatTensor(steps, m_encoder));
}

} // namespace skipscope::learning::plain
