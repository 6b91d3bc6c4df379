#include "core/learning/fast/layout.h"

#include "core/learning/fast/matrix_product.h"

namespace skipscope::learning::fast {

Widths::Widths(const EncoderShape& shape)
    : width(static_cast<std::size_t>(shape.dimension)), row(roundedUp(width, kUnit)),
      heads(static_cast<std::size_t>(shape.heads)), head(width / heads), headRow(roundedUp(head, kUnit)),
      attended(heads * headRow), projected(3 * attended), positions(static_cast<std::size_t>(shape.places())),
      feedback(shape.feedbackEmbedding ? listening::kFeedbackKinds : 0) {}

Layout::Layout(const EncoderShape& shape) : widths(shape) {
  const auto take = [&](std::size_t floats) {
    const std::size_t begin = size;
    size += roundedUp(floats, 16); // each on a cache line's border
    return begin;
  };
  const Widths& w = widths;
  for (std::int64_t i = 0; i < shape.blocks; ++i) {
    BlockOffsets block;
    block.project = take(w.projected * w.row);
    block.projectBias = take(w.projected);
    block.out = take(w.row * w.attended); // turned over, it has padded rows
    block.outBias = take(w.row);
    block.inner = take(w.width * w.row);
    block.innerBias = take(w.row);
    block.outer = take(w.width * w.row);
    block.outerBias = take(w.row);
    blocks.push_back(block);
  }
  finalNorm = take(w.row);
  finalNormBias = take(w.row);
  start = take(w.row);
  feedback = take(w.feedback * w.row);
  positions = take(w.positions * w.row);
}

} // namespace skipscope::learning::fast
