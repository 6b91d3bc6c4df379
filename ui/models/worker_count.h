#pragma once

namespace skipscope::ui {

/// Workers a machine has room for: cores ÷ training threads, at least one.
int defaultWorkers(int cores, int trainingThreads);

/// How many workers to start so that `most` live, counting live ones and those started but not yet seen
/// alive; never more than there are queued runs.
int workersToStart(int most, int live, int starting, int queued);

} // namespace skipscope::ui
