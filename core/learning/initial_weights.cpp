#include "core/learning/initial_weights.h"

#include "core/error.h"
#include "core/learning/random.h"

#include <cmath>
#include <functional>
#include <numeric>

namespace skipscope::learning {

std::size_t Parameter::count() const {
  return static_cast<std::size_t>(
      std::accumulate(sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies<>()));
}

std::vector<Parameter> parametersOf(const EncoderShape& shape) {
  const std::int64_t d = shape.dimension;
  std::vector<Parameter> all = {{"songs", {shape.songs, d}, Start::Embedding},
                                {shape.cloze ? "mask" : "start", {1, d}, Start::Embedding}};
  if (shape.itemBias)
    all.push_back({"bias", {shape.songs}, Start::Zeros});
  if (shape.feedbackEmbedding)
    all.push_back({"feedback", {static_cast<std::int64_t>(listening::kFeedbackKinds), d}, Start::Embedding});
  if (shape.positions)
    all.push_back({"positions", {shape.places(), d}, Start::Embedding});
  for (std::int64_t i = 0; i < shape.blocks; ++i) {
    const std::string block = "block" + std::to_string(i) + ".";
    all.push_back({block + "attention_norm", {d}, Start::Ones});
    all.push_back({block + "attention_norm_bias", {d}, Start::Zeros});
    all.push_back({block + "query_key_value", {3 * d, d}, Start::Matrix});
    all.push_back({block + "query_key_value_bias", {3 * d}, Start::Zeros});
    all.push_back({block + "attention_out", {d, d}, Start::Matrix});
    all.push_back({block + "attention_out_bias", {d}, Start::Zeros});
    all.push_back({block + "forward_norm", {d}, Start::Ones});
    all.push_back({block + "forward_norm_bias", {d}, Start::Zeros});
    all.push_back({block + "forward_inner", {d, d}, Start::Matrix});
    all.push_back({block + "forward_inner_bias", {d}, Start::Zeros});
    all.push_back({block + "forward_outer", {d, d}, Start::Matrix});
    all.push_back({block + "forward_outer_bias", {d}, Start::Zeros});
  }
  all.push_back({"final_norm", {d}, Start::Ones});
  all.push_back({"final_norm_bias", {d}, Start::Zeros});
  return all;
}

Arrays initialWeights(const EncoderShape& shape, std::uint64_t seed) {
  Arrays arrays;
  const std::vector<Parameter> parameters = parametersOf(shape);
  for (std::size_t number = 0; number < parameters.size(); ++number) {
    const Parameter& parameter = parameters[number];
    Checkpoint::Array& array = arrays[parameter.name];
    array.shape = parameter.sizes;
    array.values.assign(parameter.count(), parameter.start == Start::Ones ? 1.0F : 0.0F);
    if (parameter.start != Start::Embedding && parameter.start != Start::Matrix)
      continue;
    const CounterRandom random(seed, Purpose::Weights, number);
    const double deviation =
        parameter.start == Start::Embedding
            ? 0.02
            : std::sqrt(2.0 / static_cast<double>(parameter.sizes[0] + parameter.sizes[1]));
    for (std::size_t i = 0; i < array.values.size(); ++i)
      array.values[i] = static_cast<float>(deviation * random.normal(i));
  }
  return arrays;
}

const std::vector<float>& valuesOf(const Arrays& arrays, const std::string& name, std::size_t count) {
  const auto found = arrays.find(name);
  if (found == arrays.end() || found->second.values.size() != count)
    throw core::Error("The checkpoint holds no fitting '" + name +
                      "': it belongs to another run; retry the run from scratch.");
  return found->second.values;
}

} // namespace skipscope::learning
