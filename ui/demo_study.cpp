#include "ui/demo_study.h"

#include "core/experiment/presets.h"
#include "ui/background_job.h"
#include "ui/dataset_jobs.h"
#include "ui/models/display_text.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <filesystem>
#include <system_error>

namespace skipscope::ui {

namespace {

/// Small enough for a first look: the first curves grow within a minute on any machine.
listening::SimulatorSettings demoLog() {
  listening::SimulatorSettings settings;
  settings.listeners = 600;
  settings.songs = 900;
  settings.stations = 20;
  settings.eventsPerListener = 80;
  return settings;
}

store::Launched launchDemo(store::Workspace& workspace, const std::string& dataset,
                           const std::string& experiment) {
  store::LaunchRequest request;
  request.experiment = experiment;
  request.dataset = dataset;
  request.configurations = experiment::expand({}, experiment::readPreset("demo").blocks);
  request.seeds = {1, 2, 3};
  return store::RunStore(workspace).launch(request);
}

} // namespace

QString newDemoFolder(const QString& parent) {
  const QDir place(parent);
  QString folder = place.filePath(QStringLiteral("Demo.skipscope"));
  for (int number = 2; QFileInfo::exists(folder); ++number)
    folder = place.filePath(QStringLiteral("Demo %1.skipscope").arg(number));
  return QDir::cleanPath(folder);
}

void startDemoStudy(BackgroundJob& job, const QString& folder, DemoMade made) {
  const QString experiment = QObject::tr("Inputs and negatives");
  const QString dataset = QObject::tr("Simulated radio");
  job.start([=](std::stop_token stop, const core::Observer& observer) -> std::function<void()> {
    const std::filesystem::path place = toCore(folder);
    store::Workspace::create(place); // throws where there is one already: that one is not ours to remove
    try {
      const auto entry = simulateInto(place, demoLog(), toCore(dataset), stop, observer);
      auto workspace = store::Workspace::open(place);
      const auto runs = launchDemo(workspace, entry.summary.fingerprint, toCore(experiment));
      return [=] { made(experiment, runs); };
    } catch (...) {
      std::error_code ignored;
      std::filesystem::remove_all(place, ignored);
      throw;
    }
  });
}

} // namespace skipscope::ui
