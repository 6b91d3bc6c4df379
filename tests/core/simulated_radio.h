#pragma once

#include "core/listening/import.h"
#include "core/listening/radio_truth.h"
#include "core/listening/simulator.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace skipscope::listening {

/// A simulated log read back, and the truth behind it.
struct SimulatedRadio {
  ImportResult log;
  RadioTruth truth;
};

inline SimulatorSettings smallRadio() {
  SimulatorSettings settings;
  settings.listeners = 120;
  settings.songs = 150;
  settings.stations = 8;
  settings.eventsPerListener = 80;
  settings.neverVoteShare = 0.1;
  return settings;
}

inline SimulatedRadio simulateRadio(const SimulatorSettings& settings = smallRadio()) {
  std::string pattern = (std::filesystem::temp_directory_path() / "skipscope-radio-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("no temporary folder can be made");
  const std::filesystem::path folder = pattern;
  ImportRequest request;
  request.files = {folder / "radio.csv"};
  request.truth = folder / "radio.json";
  {
    std::ofstream log(request.files.front(), std::ios::binary);
    std::ofstream truth(request.truth, std::ios::binary);
    simulateLog(settings, log, &truth, {}, {});
  }
  SimulatedRadio radio{readLog(request, {}, {}), {}};
  radio.truth = readTruth(radio.log.truth, radio.log.dataset, "radio.json");
  std::filesystem::remove_all(folder);
  return radio;
}

} // namespace skipscope::listening
