#include "ui/models/worker_count.h"

#include <algorithm>

namespace skipscope::ui {

int defaultWorkers(int cores, int trainingThreads) {
  return std::max(1, cores / std::max(1, trainingThreads));
}

int workersToStart(int most, int live, int starting, int queued) {
  return std::max(0, std::min(most - live - starting, queued - starting));
}

} // namespace skipscope::ui
