#include "core/learning/fast/song_scores.h"

#include "core/learning/fast/matrix_product.h"
#include "core/learning/fast/row_operations.h"

#include <algorithm>

namespace skipscope::learning::fast {

SongScores::SongScores(const SongTable& songs, const Layout& layout, ThreadTeam& team)
    : m_width(layout.widths.width), m_row(layout.widths.row) {
  const std::size_t tiles = (songs.songs() + kTile - 1) / kTile;
  m_biases.reset(tiles * kTile);
  m_tiles.reset(tiles * kTile * m_row);
  for (std::size_t song = 0; song < songs.songs(); ++song)
    m_biases.data()[song] = songs.bias(song);
  team.run(tiles, [&](std::size_t tile, std::size_t) {
    const std::size_t first = tile * kTile;
    transpose({std::min(kTile, songs.songs() - first), m_width, m_row}, songs.row(first),
              m_tiles.data() + tile * kTile * m_row, kTile);
  });
}

void SongScores::score(const float* contexts, std::size_t count, float* scores) const {
  for (std::size_t first = 0; first < stride(); first += kTile)
    multiply({.a = contexts,
              .aRow = m_row,
              .b = m_tiles.data() + first * m_row,
              .bRow = kTile,
              .c = scores + first,
              .cRow = stride(),
              .rows = count,
              .depth = m_width,
              .columns = kTile,
              .start = m_biases.data() + first});
}

} // namespace skipscope::learning::fast
