#pragma once

#include "core/listening/import.h"
#include "core/listening/simulator.h"
#include "core/store/workspace.h"

#include <QString>
#include <QStringList>
#include <filesystem>
#include <functional>

namespace skipscope::ui {

class BackgroundJob;

/// Called on the window's thread with the name the dataset got and what is worth telling about it.
using DatasetAdded = std::function<void(const QString& name, const QStringList& notes)>;

/// Reads the log and adds it to the workspace, through a connection of its own: others stay quick meanwhile.
void startImport(BackgroundJob& job, const std::filesystem::path& workspace,
                 const listening::ImportRequest& request, const QString& name, DatasetAdded added);

/// The work of startSimulation, for jobs that do more.
store::DatasetEntry simulateInto(const std::filesystem::path& workspace,
                                 const listening::SimulatorSettings& settings, const std::string& name,
                                 const std::stop_token& stop, const core::Observer& observer);

/// Simulates a log into a temporary folder and imports it with its truth.
void startSimulation(BackgroundJob& job, const std::filesystem::path& workspace,
                     const listening::SimulatorSettings& settings, const QString& name, DatasetAdded added);

} // namespace skipscope::ui
