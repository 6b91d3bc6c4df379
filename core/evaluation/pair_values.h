#pragma once

#include "core/evaluation/outcomes.h"

#include <cmath>

namespace skipscope::evaluation {

/// [p > q] + ½[p = q].
inline double won(double p, double q) {
  return p > q ? 1.0 : p == q ? 0.5 : 0.0;
}
inline double wonPair(const PairOutcome& pair) {
  return won(pair.scoreP, pair.scoreQ);
}
/// What the songs' popularity on the station says.
inline double wonFallback(const PairOutcome& pair) {
  return won(pair.fallback, 0);
}
/// HR@k of one rank.
inline double hit(double rank, int k) {
  return rank <= k ? 1.0 : 0.0;
}
/// NDCG@k of one relevant song at `rank`.
inline double gain(double rank, int k) {
  return rank <= k ? 1.0 / std::log2(1.0 + rank) : 0.0;
}

} // namespace skipscope::evaluation
