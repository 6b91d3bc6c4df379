#include "core/learning/plain/objective.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>

namespace skipscope::learning::plain {

namespace {

/// Scores [rows] of one song for each context [rows, d].
at::Tensor scoreEach(const Encoder& encoder, const at::Tensor& contexts, const at::Tensor& songs) {
  at::Tensor scores = (contexts * at::embedding(encoder.songs(), songs)).sum(1);
  return encoder.bias() ? scores + encoder.bias()->index_select(0, songs) : scores;
}

/// Whether N is such a part of the catalogue that the product with all of it is cheaper than gathering.
bool scoresAll(const Encoder& encoder, std::int64_t count) {
  constexpr std::int64_t kGatherCost = 8; // times the cost of one more row in a matrix product
  return count * kGatherCost >= encoder.shape().songs;
}

/// Scores [rows, N] of `songs` [rows, N]: from gathered vectors, or taken from the product with the whole
/// catalogue.
at::Tensor scoreDrawn(const Encoder& encoder, const at::Tensor& contexts, const at::Tensor& songs) {
  const std::int64_t rows = songs.size(0);
  const std::int64_t count = songs.size(1);
  if (scoresAll(encoder, count)) {
    at::Tensor all = at::matmul(contexts, encoder.songs().t());
    return (encoder.bias() ? all + *encoder.bias() : all).gather(1, songs);
  }
  const at::Tensor flat = songs.reshape({-1});
  const at::Tensor vectors = at::embedding(encoder.songs(), flat).view({rows, count, contexts.size(1)});
  at::Tensor scores = (vectors * contexts.unsqueeze(1)).sum(2);
  return encoder.bias() ? scores + encoder.bias()->index_select(0, flat).view({rows, count}) : scores;
}

/// Column [rows, 1] of the highest score in each row, the first one on ties.
at::Tensor highest(const at::Tensor& scores) {
  return scores.detach().argmax(1, true);
}

/// Catalogue rows [rows, N] drawn for the positive targets from `from` on.
at::Tensor drawnRows(const Encoder& encoder, const Batch& batch, std::int64_t from, std::int64_t rows) {
  std::vector<std::int64_t> drawn;
  drawn.reserve(static_cast<std::size_t>(rows * batch.negatives));
  const auto begin = batch.positiveOffsets.begin();
  for (auto i = static_cast<std::size_t>(from); i < static_cast<std::size_t>(from + rows); ++i) {
    const auto history = std::upper_bound(begin, batch.positiveOffsets.end(), i) - begin - 1;
    const auto own = batch.drawnFor(static_cast<std::size_t>(history), i);
    drawn.insert(drawn.end(), own.begin(), own.end());
  }
  return indexTensor(drawn, encoder).view({rows, batch.negatives});
}

/// Positive targets a piece: bounds the gathered vectors, or the scores of the catalogue, to some 128 MB;
/// their gradients take as much again.
std::int64_t pieceRows(const Encoder& encoder, std::int64_t negatives) {
  const std::int64_t each =
      scoresAll(encoder, negatives) ? encoder.shape().songs : negatives * encoder.shape().dimension;
  return std::max<std::int64_t>((std::int64_t{1} << 25) / std::max<std::int64_t>(each, 1), 1);
}

/// Loss of positive targets with scores `positives` [rows] and `drawn` [rows, N], each row's drawn ones
/// weighted by `weights` [rows].
at::Tensor targetLoss(const Objective& objective, const at::Tensor& positives, const at::Tensor& drawn,
                      const at::Tensor& weights) {
  if (objective.loss == experiment::Loss::Bpr)
    return (at::softplus(drawn - positives.unsqueeze(1)).mean(1) * weights).sum();
  if (objective.loss == experiment::Loss::Softmax)
    return ((at::logsumexp(at::cat({positives.unsqueeze(1), drawn}, 1), 1) - positives) * weights).sum();
  return at::softplus(-positives).sum() +
         (at::softplus(drawn).mean(1) * weights).sum() * objective.drawnWeight;
}

} // namespace

BatchLoss backpropagate(Encoder& encoder, const Batch& batch, const Objective& objective) {
  for (auto& [name, value] : encoder.parameters())
    value.mutable_grad() = at::Tensor();
  const at::Tensor states = encoder.encode(batch.histories);
  // The loss is taken in pieces over a leaf of the states, so that memory does not grow with N.
  const at::Tensor leaf = states.detach().set_requires_grad(true);

  BatchLoss result;
  const auto positives = static_cast<std::int64_t>(batch.songs.size());
  const auto divisor = static_cast<double>(std::max<std::int64_t>(positives, 1));
  const at::Tensor contexts = indexTensor(batch.contexts, encoder);
  const at::Tensor songs = indexTensor(batch.songs, encoder);
  const at::Tensor drawnWeight = floatTensor(batch.drawnWeight, encoder);
  const std::int64_t step = pieceRows(encoder, batch.negatives);
  for (std::int64_t from = 0; from < positives; from += step) {
    const std::int64_t rows = std::min(step, positives - from);
    const at::Tensor own = leaf.index_select(0, contexts.narrow(0, from, rows));
    const at::Tensor scored = scoreEach(encoder, own, songs.narrow(0, from, rows));
    at::Tensor loss;
    if (batch.negatives == 0) {
      loss = at::softplus(-scored).sum();
    } else {
      const at::Tensor ownDrawn = drawnRows(encoder, batch, from, rows);
      at::Tensor scores;
      if (objective.hardest) {
        at::Tensor chosen;
        {
          const c10::NoGradGuard noGradient;
          chosen = ownDrawn.gather(1, highest(scoreDrawn(encoder, own, ownDrawn))).squeeze(1);
        }
        scores = scoreEach(encoder, own, chosen).unsqueeze(1);
        const at::Tensor told = chosen.cpu().contiguous();
        result.chosen.insert(result.chosen.end(), told.data_ptr<std::int64_t>(),
                             told.data_ptr<std::int64_t>() + rows);
      } else {
        scores = scoreDrawn(encoder, own, ownDrawn);
      }
      loss = targetLoss(objective, scored, scores, drawnWeight.narrow(0, from, rows));
    }
    loss = loss / divisor;
    loss.backward();
    result.loss += loss.item<double>();
  }
  if (!batch.negativeSongs.empty()) {
    const at::Tensor own = leaf.index_select(0, indexTensor(batch.negativeContexts, encoder));
    const at::Tensor scores = scoreEach(encoder, own, indexTensor(batch.negativeSongs, encoder));
    const at::Tensor loss = at::softplus(scores).sum() * (objective.realWeight / divisor);
    loss.backward();
    result.loss += loss.item<double>();
  }
  if (leaf.grad().defined())
    states.backward(leaf.grad());
  return result;
}

} // namespace skipscope::learning::plain
