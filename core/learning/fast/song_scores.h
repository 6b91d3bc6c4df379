#pragma once

#include "core/learning/fast/song_table.h"

namespace skipscope::learning::fast {

/// The song vectors turned over, in tiles that stay in the cache while contexts pass by: for scores of the
/// whole catalogue. A copy: songs that move later are not in it.
class SongScores {
public:
  SongScores(const SongTable& songs, const Layout& layout, ThreadTeam& team);

  std::size_t stride() const { return m_biases.size(); } ///< floats of a row of scores
  /// Scores [count, stride] of all songs for contexts [count, row].
  void score(const float* contexts, std::size_t count, float* scores) const;

private:
  static constexpr std::size_t kTile = 64; ///< songs

  std::size_t m_width, m_row;
  Buffer m_tiles;  ///< [tiles, row, kTile]
  Buffer m_biases; ///< [tiles · kTile]
};

} // namespace skipscope::learning::fast
