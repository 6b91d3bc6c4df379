#include "ui/models/worker_count.h"

#include <algorithm>

namespace skipscope::ui {

int workersToStart(int most, int live, int starting, int queued) {
  return std::max(0, std::min(most - live - starting, queued - starting));
}

} // namespace skipscope::ui
