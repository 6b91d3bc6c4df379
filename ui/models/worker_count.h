#pragma once

namespace skipscope::ui {

/// How many workers to start so that `most` live, counting live ones and those started but not yet seen
/// alive; never more than there are queued runs.
int workersToStart(int most, int live, int starting, int queued);

} // namespace skipscope::ui
