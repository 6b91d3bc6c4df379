#pragma once

#include "core/learning/dropout.h"
#include "core/learning/fast/attention.h"
#include "core/learning/fast/buffer.h"
#include "core/learning/fast/layout.h"
#include "core/learning/fast/song_table.h"

#include <cstdint>
#include <vector>

namespace skipscope::learning::fast {

/// Neighbouring histories of a batch that go through the encoder together: one long one, or several short
/// ones.
struct Slice {
  std::size_t first = 0; ///< history
  std::size_t last = 0;  ///< one past the last
};
/// Slices of about `rows` positions (one history may have more), every history in one.
std::vector<Slice> slices(const PackedHistories& histories, std::size_t rows);

/// What the encoder reads: the song vectors, and the weights by layout as they are and turned over.
struct Weights {
  const SongTable& songs;
  const float* packed;
  const float* turned;
};

/// The encoder forward and backward over one slice at a time, all of it in the caches of one thread.
/// States are rows [positions of the slice, row].
class HistoryPass {
public:
  HistoryPass(const EncoderShape& shape, const Layout& layout);

  /// Contexts, the states after the final norm, into `contexts`; keeps what backward() needs.
  void forward(const Weights& weights, const PackedHistories& histories, const Slice& slice, float* contexts);
  /// After forward() of the same slice: adds to the gradient by layout, and writes that of each input's sum
  /// of embeddings. `contexts` holds the gradient of the contexts.
  void backward(const Weights& weights, const float* contexts, float* gradient, float* inputs);
  /// The context after the last input of each history of the slice alone [histories, row]; empty histories
  /// are not written. Without dropout.
  void lastContexts(const Weights& weights, const PackedHistories& histories, const Slice& slice,
                    float* contexts);

private:
  /// What backward() needs of a block; rows [positions, …].
  struct Kept {
    Buffer beforeAttention, afterAttention; ///< normalised states [row]
    Buffer beforeInverse, afterInverse;     ///< [positions]
    Buffer projected;                       ///< queries, keys, values
    Buffer weights;                         ///< of attention, one square a history and head
    Buffer attended;
    Buffer inner; ///< rectified
  };
  /// A history's rows in the slice.
  struct Part {
    std::size_t row = 0;
    std::size_t inputs = 0; ///< positions, masks put in among them
    std::size_t heard = 0;  ///< of these attended to by others
    std::uint64_t key = 0;
    std::size_t square = 0; ///< where its attention weights begin
  };

  void begin(const PackedHistories& histories, const Slice& slice, bool drops);
  /// m_states = song + feedback + position of each input, dropped out.
  void embed(const Weights& weights);
  /// m_states += attention(normalised m_states), += feed-forward(normalised m_states); keeps what the
  /// gradient needs.
  void block(const Weights& weights, std::size_t number);
  /// m_branch = W·attended + b of `count` rows.
  void joinHeads(const Weights& weights, const BlockOffsets& at, std::size_t count, const float* attended);
  /// m_branch = W₂·max(W₁·normed + b₁, 0) + b₂ of the normalised m_states; keeps what was normalised and
  /// `inner`.
  void feedForward(const Weights& weights, const BlockOffsets& at, const Rows& states, float* normed,
                   float* inverse, float* inner);
  /// attended = dropout(softmax(Q·Kᵀ / √d))·V of one history and head.
  void attend(std::size_t number, const Part& part, std::size_t head);
  /// The last block and the final norm for the last input of each history alone: m_branch [histories with
  /// inputs, row].
  void lastBlock(const Weights& weights);
  void attendLast(const Weights& weights, std::size_t count);
  void attendLast(const Part& part, const float* query, float* mean);
  /// From the gradient of a block's states in m_states to that of the states before it.
  void blockGradient(const Weights& weights, std::size_t number, float* gradient);
  /// With A the attended, P the weights and P̃ those kept: dV = P̃ᵀ·dA, dS = P ⊙ (mask ⊙ dA·Vᵀ - dA·A) / √d,
  /// dQ = dS·K, dK = dSᵀ·Q (Dao et al. 2022, appendix B.2).
  void attendGradient(std::size_t number, const Part& part, std::size_t head);
  void findTies(const Part& part); ///< m_earlier and m_later
  Attention attention(std::size_t number, const Part& part, std::size_t head) const;
  Dropout dropout(const Part& part, std::size_t number, DropoutSite site) const;
  /// Of a mask put in: the inputs before it.
  std::size_t placeOf(const Part& part, std::size_t position) const {
    return static_cast<std::size_t>(m_histories->places[m_firstPosition + part.row + position]);
  }
  Rows rows(std::size_t width, std::size_t stride) const { return {m_rows, width, stride}; }

  const Layout& m_layout;
  std::size_t m_maxLength;
  bool m_cloze;
  double m_rate;
  const PackedHistories* m_histories = nullptr;
  std::size_t m_firstPosition = 0;
  std::size_t m_rows = 0;
  bool m_drops = false;
  std::vector<Part> m_parts;
  std::vector<std::uint32_t> m_earlier; ///< [positions] inputs strictly earlier, within the history
  std::vector<std::uint32_t> m_later;   ///< under cloze [positions] the first input strictly later
  std::vector<Kept> m_kept;
  Buffer m_states, m_normed, m_inverse; ///< the stream of states; the final norm
  Buffer m_branch, m_innerSlope, m_projectedSlope, m_attendedSlope;
  Buffer m_turned, m_square, m_squareSlope, m_mean; ///< of one history and head
};

} // namespace skipscope::learning::fast
