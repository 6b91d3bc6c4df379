#pragma once

#include <string>
#include <vector>

namespace skipscope::app {

/// `skipscope report WORKSPACE --experiment NAME -o FILE`: writes a report without a display. `arguments` are
/// those after the word report. Makes its own QApplication, offscreen unless QT_QPA_PLATFORM says otherwise.
/// Returns the exit code: 0 done, 1 failed, 2 wrong usage, each fault with one sentence on stderr.
int runReport(const std::vector<std::string>& arguments);

} // namespace skipscope::app
