#pragma once

#include "core/store/run_store.h"

#include <QString>
#include <functional>

namespace skipscope::ui {

class BackgroundJob;

/// Where a new demo workspace in `parent` would lie: a name that is not taken.
QString newDemoFolder(const QString& parent);

/// Called on the window's thread when the study waits for workers.
using DemoMade = std::function<void(const QString& experiment, const store::Launched& runs)>;

/// Makes a workspace with a simulated radio log and queues the runs of the preset 'demo' on it. Leaves no
/// folder behind when it fails or is cancelled.
void startDemoStudy(BackgroundJob& job, const QString& folder, DemoMade made);

} // namespace skipscope::ui
