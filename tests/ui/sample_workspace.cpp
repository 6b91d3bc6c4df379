#include "tests/ui/sample_workspace.h"

#include "core/listening/import.h"
#include "core/listening/simulator.h"
#include "core/store/worker_process.h"

#include <QProcess>
#include <fstream>

namespace skipscope::tests {

SampleWorkspace::SampleWorkspace() : m_folder(m_temporary.filePath("sample.skipscope").toStdString()) {
  store::Workspace::create(m_folder);
}

std::string SampleWorkspace::logFile(int listeners) const {
  const std::string file = m_temporary.filePath("radio.csv").toStdString();
  listening::SimulatorSettings settings;
  settings.listeners = listeners;
  settings.songs = 80;
  settings.stations = 4;
  settings.eventsPerListener = 40;
  settings.neverVoteShare = 0.1;
  std::ofstream log(file, std::ios::binary);
  listening::simulateLog(settings, log, nullptr, {}, {});
  return file;
}

void SampleWorkspace::importLog(const std::string& name, int listeners) const {
  listening::ImportRequest request;
  request.files = {logFile(listeners)};
  auto workspace = open();
  workspace.addDataset(listening::readLog(request, {}, {}), name, {}, {});
}

experiment::Configuration SampleWorkspace::popularity() {
  experiment::Configuration configuration;
  configuration.model = experiment::ModelKind::Popularity;
  return configuration;
}

store::Launched SampleWorkspace::launch(const std::string& experiment,
                                        const std::vector<std::uint64_t>& seeds, const std::string& dataset,
                                        const experiment::Configuration& configuration) const {
  store::LaunchRequest request;
  request.experiment = experiment;
  request.dataset = dataset;
  request.configurations = {configuration};
  request.seeds = seeds;
  auto workspace = open();
  return store::RunStore(workspace).launch(request);
}

std::vector<std::string> SampleWorkspace::finished(const std::string& experiment,
                                                   const std::vector<std::uint64_t>& seeds,
                                                   const experiment::Configuration& configuration) const {
  if (open().datasets().empty())
    importLog();
  const auto launched = launch(experiment, seeds, "radio", configuration);
  const auto learn = QString::fromStdString(store::siblingProgram("skipscope-learn").string());
  QProcess::execute(learn, {"work", QString::fromStdString(m_folder.string()), "--until-empty"});
  return launched.added;
}

} // namespace skipscope::tests
