#include "core/store/experiment_comparison.h"

#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace skipscope::store {

namespace {

/// The first finished run of every configuration but the baseline's.
std::vector<Run> otherConfigurations(const RunStore& store, const std::string& experiment,
                                     const Run& baseline) {
  std::vector<Run> firsts;
  for (Run& run : store.runsOf(experiment)) {
    const bool known = std::any_of(firsts.begin(), firsts.end(), [&](const Run& each) {
      return each.configurationHash == run.configurationHash;
    });
    if (run.fingerprint != baseline.fingerprint)
      throw core::Error(
          fmt::format("The baseline is of dataset \"{}\", experiment \"{}\" of \"{}\": choose a "
                      "baseline of the same dataset.",
                      baseline.dataset, experiment, run.dataset));
    if (run.state == RunState::Finished && run.configurationHash != baseline.configurationHash && !known)
      firsts.push_back(std::move(run));
  }
  if (firsts.empty())
    throw core::Error(
        fmt::format("No configuration of experiment \"{}\" but the baseline's has finished: let "
                    "'work' finish some.",
                    experiment));
  return firsts;
}

ConfigurationComparison compared(const std::string& metric, const Run& run, const SeedValues& baseline,
                                 const SeedValues& values) {
  ConfigurationComparison result;
  result.metric = metric;
  result.run = run;
  try {
    result.comparison = evaluation::compare(baseline.at(metric), values.at(metric));
  } catch (const core::Error& error) {
    result.problem = error.what();
  }
  return result;
}

void correct(std::vector<ConfigurationComparison>& all, const std::string& metric) {
  std::vector<ConfigurationComparison*> family;
  std::vector<double> p;
  for (ConfigurationComparison& each : all)
    if (each.metric == metric && each.problem.empty() && each.comparison.ofConfigurations()) {
      family.push_back(&each);
      p.push_back(each.comparison.p);
    }
  p = evaluation::holm(p);
  for (std::size_t i = 0; i < family.size(); ++i) {
    family[i]->corrected = p[i];
    family[i]->family = static_cast<int>(family.size());
  }
}

} // namespace

SeedValues seedValues(const RunStore& store, const Run& run, const std::vector<std::string>& metrics) {
  SeedValues values;
  for (const Run& seed : store.finishedSeeds(run))
    if (const auto outcomes = store.outcomes(seed.id))
      for (const std::string& metric : metrics)
        values[metric].push_back(
            evaluation::listenerValues(*outcomes, metric, seed.configuration.minimumHistory));
  if (values.empty())
    throw core::Error(
        fmt::format("Run {} has no finished run of its configuration to compare: let 'work' finish it.",
                    run.id.substr(0, 8)));
  return values;
}

std::vector<ConfigurationComparison> compareExperiment(const RunStore& store, const std::string& experiment,
                                                       const Run& baseline,
                                                       const std::vector<std::string>& metrics) {
  const std::vector<Run> runs = otherConfigurations(store, experiment, baseline);
  const SeedValues ofBaseline = seedValues(store, baseline, metrics);
  std::vector<SeedValues> ofRuns;
  for (const Run& run : runs)
    ofRuns.push_back(seedValues(store, run, metrics));
  std::vector<ConfigurationComparison> all;
  for (const std::string& metric : metrics) {
    for (std::size_t i = 0; i < runs.size(); ++i)
      all.push_back(compared(metric, runs[i], ofBaseline, ofRuns[i]));
    correct(all, metric);
  }
  return all;
}

} // namespace skipscope::store
