#pragma once

#include "core/learning/fast/dense_weights.h"
#include "core/learning/fast/history_pass.h"
#include "core/learning/fast/song_scores.h"
#include "core/learning/fast/target_loss.h"

#include <optional>

namespace skipscope::learning::fast {

/// The network on the processor's own kernels: histories go forward and backward in the caches of one thread
/// each, never padded. A step's work is cut into a fixed number of chunks whose gradients are added in order,
/// so numbers do not depend on the threads.
class FastNetwork : public Network {
public:
  FastNetwork(const EncoderShape& shape, const Arrays& weights, std::shared_ptr<ThreadTeam> team);

  const EncoderShape& shape() const override { return m_shape; }
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
  static constexpr std::size_t kChunks = 8;
  /// What a thread works with.
  struct Bench {
    Bench(const EncoderShape& shape, const Layout& layout, const SongTable& songs)
        : pass(shape, layout), loss(layout, songs) {}
    HistoryPass pass;
    TargetLoss loss;
    Buffer slopes; ///< of the contexts of a slice
    Buffer scores; ///< of some contexts and all songs
  };

  BatchLoss findGradients(const Batch& batch, const Objective& objective);
  void workOn(const Batch& batch, const Objective& objective, const Slice& slice, Bench& bench, Found& found,
              std::vector<std::int64_t>& chosen);
  std::vector<SongGradients*> foundOfSongs();
  /// Contexts [histories, row] after the last inputs.
  Buffer lastContexts(const PackedHistories& histories) const;
  Weights weightsNow() const { return {m_songs, m_dense.packed(), m_dense.turned()}; }

  EncoderShape m_shape;
  Layout m_layout;
  std::shared_ptr<ThreadTeam> m_team;
  SongTable m_songs;
  DenseWeights m_dense;
  mutable std::vector<Bench> m_benches;       ///< one a thread
  std::vector<Found> m_found;                 ///< [kChunks]
  Buffer m_contexts, m_inputSlopes;           ///< [1 + positions, row], [positions, row]
  Buffer m_gradient;                          ///< of the dense weights, by layout
  mutable std::optional<SongScores> m_scores; ///< nothing once songs have moved
};

} // namespace skipscope::learning::fast
