#pragma once

#include "core/store/run_store.h"

#include <cstddef>
#include <string>
#include <vector>

namespace skipscope::learning {

/// A song that a run would play next.
struct Recommendation {
  std::string song; ///< id
  std::string title;
  float score = 0;
  bool playedBefore = false;
};

/// The `top` songs of a finished run for a listener (by id) after the whole history, best first; ties in
/// catalogue order. Throws core::UsageError for an unknown listener, core::Error where the run has no
/// weights.
std::vector<Recommendation> recommend(const store::Workspace& workspace, const store::Run& run,
                                      const std::string& listener, std::size_t top);

} // namespace skipscope::learning
