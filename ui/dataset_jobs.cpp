#include "ui/dataset_jobs.h"

#include "core/error.h"
#include "core/store/workspace.h"
#include "ui/background_job.h"
#include "ui/models/display_text.h"

#include <QTemporaryDir>
#include <fstream>

namespace skipscope::ui {

namespace {

/// The rest of an observer's range: reports from 0 to 1 become reports from `from` to `to`.
core::Observer part(const core::Observer& whole, double from, double to) {
  core::Observer observer = whole;
  observer.progress = [whole, from, to](double share, const std::string& what) {
    whole.report(from + share * (to - from), what);
  };
  return observer;
}

/// `note` is stored with the dataset, unless it is empty.
store::DatasetEntry importInto(const std::filesystem::path& folder, const listening::ImportRequest& request,
                               const std::string& name, const std::string& note, const std::stop_token& stop,
                               const core::Observer& observer) {
  auto imported = listening::readLog(request, stop, part(observer, 0, 0.8));
  if (!note.empty())
    imported.notes.push_back(note);
  auto workspace = store::Workspace::open(folder);
  return workspace.addDataset(imported, name, stop, part(observer, 0.8, 1));
}

std::function<void()> tell(const DatasetAdded& added, const store::DatasetEntry& entry) {
  QStringList notes;
  for (const auto& note : entry.notes)
    notes << fromCore(note);
  return [added, notes, got = fromCore(entry.summary.name)] { added(got, notes); };
}

} // namespace

store::DatasetEntry simulateInto(const std::filesystem::path& workspace,
                                 const listening::SimulatorSettings& settings, const std::string& name,
                                 const std::stop_token& stop, const core::Observer& observer) {
  const QTemporaryDir folder;
  const std::string file = toCore(folder.filePath(QStringLiteral("radio.csv")));
  const std::string truthFile = toCore(folder.filePath(QStringLiteral("radio.truth.json")));
  std::ofstream log(file, std::ios::binary);
  std::ofstream truth(truthFile, std::ios::binary);
  const auto counts = listening::simulateLog(settings, log, &truth, stop, part(observer, 0, 0.4));
  log.close();
  truth.close();
  if (!log || !truth)
    throw core::Error("The simulated log could not be written to the temporary folder; make room there.");
  listening::ImportRequest request;
  request.files = {file};
  request.truth = truthFile;
  return importInto(workspace, request, name, listening::fewSongsNote(settings, counts), stop,
                    part(observer, 0.4, 1));
}

void startImport(BackgroundJob& job, const std::filesystem::path& workspace,
                 const listening::ImportRequest& request, const QString& name, DatasetAdded added) {
  job.start([=](std::stop_token stop, const core::Observer& observer) {
    return tell(added, importInto(workspace, request, toCore(name), {}, stop, observer));
  });
}

void startSimulation(BackgroundJob& job, const std::filesystem::path& workspace,
                     const listening::SimulatorSettings& settings, const QString& name, DatasetAdded added) {
  job.start([=](std::stop_token stop, const core::Observer& observer) {
    return tell(added, simulateInto(workspace, settings, toCore(name), stop, observer));
  });
}

} // namespace skipscope::ui
