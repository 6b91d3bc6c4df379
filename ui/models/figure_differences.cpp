#include "ui/models/figure_differences.h"

#include "core/error.h"
#include "core/store/run_store.h"

#include <algorithm>
#include <map>

namespace skipscope::ui {

namespace {

constexpr double kMuch = 0.5; ///< of a metric between 0 and 1: the outcome of most seeds turned around

using Runs = std::vector<const store::Run*>;

/// Finished runs by configuration, in the order launched.
std::vector<Runs> finishedRuns(const ExperimentRecords& records) {
  std::vector<Runs> all;
  std::map<std::string, std::size_t> places;
  for (const auto& [run, validations] : records.runs) {
    if (run.state != store::RunState::Finished)
      continue;
    const auto [place, added] = places.try_emplace(run.fingerprint + run.configurationHash, all.size());
    if (added)
      all.emplace_back();
    all[place->second].push_back(&run);
  }
  return all;
}

/// The pinned configuration; else the first that draws one random negative, else the first.
std::size_t baselineOf(const std::vector<Runs>& all, const std::string& pinned) {
  const auto find = [&](const auto& fits) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Runs& runs) { return fits(*runs.front()); });
    return static_cast<std::size_t>(found - all.begin());
  };
  const auto isPinned = [&](const store::Run& run) { return run.configurationHash == pinned; };
  if (const std::size_t found = find(isPinned); found < all.size())
    return found;
  const std::size_t found = find([](const store::Run& run) { return isReference(run.configuration); });
  return found < all.size() ? found : 0;
}

std::vector<std::string> idsOf(const Runs& runs) {
  std::vector<std::string> ids;
  for (const store::Run* run : runs)
    ids.push_back(run->id);
  return ids;
}

std::vector<evaluation::ListenerValues> valuesOf(const store::RunStore& store, const Runs& runs,
                                                 const std::string& metric) {
  std::vector<evaluation::ListenerValues> values;
  for (const store::Run* run : runs)
    if (const auto outcomes = store.outcomes(run->id))
      values.push_back(evaluation::listenerValues(*outcomes, metric, run->configuration.minimumHistory));
  return values;
}

void compareListeners(const std::vector<evaluation::ListenerValues>& baseline,
                      const std::vector<evaluation::ListenerValues>& values, StoredDifference& stored) {
  try {
    stored.comparison = evaluation::compare(baseline, values);
    const auto differences = evaluation::listenerDifferences(baseline, values);
    const double each = 1 / static_cast<double>(differences.size());
    for (const double difference : differences) {
      stored.hurt += difference < 0 ? each : 0;
      stored.muchHurt += difference < -kMuch ? each : 0;
      stored.helped += difference > 0 ? each : 0;
      stored.muchHelped += difference > kMuch ? each : 0;
    }
  } catch (const core::Error& error) {
    stored.problem = error.what();
  }
}

const StoredDifference* known(const ExperimentRecords* previous, const StoredDifference& wanted) {
  if (!previous)
    return nullptr;
  const auto found = std::find_if(
      previous->differences.begin(), previous->differences.end(), [&](const StoredDifference& each) {
        return each.metric == wanted.metric && each.baseline == wanted.baseline && each.runs == wanted.runs;
      });
  return found == previous->differences.end() ? nullptr : &*found;
}

} // namespace

void readDifferences(store::Workspace& workspace, const std::set<std::string>& metrics,
                     const ExperimentRecords* previous, ExperimentRecords& records) {
  const std::vector<Runs> all = finishedRuns(records);
  if (all.empty())
    return;
  const store::RunStore store(workspace);
  const std::size_t baseline = baselineOf(all, records.pinned);
  records.differencesFrom = idsOf(all[baseline]);
  for (const std::string& metric : metrics) {
    std::vector<evaluation::ListenerValues> before;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i == baseline || all[i].front()->fingerprint != all[baseline].front()->fingerprint)
        continue;
      StoredDifference stored{metric, records.differencesFrom, idsOf(all[i])};
      if (const StoredDifference* same = known(previous, stored)) {
        records.differences.push_back(*same);
        continue;
      }
      if (before.empty())
        before = valuesOf(store, all[baseline], metric);
      compareListeners(before, valuesOf(store, all[i], metric), stored);
      records.differences.push_back(std::move(stored));
    }
  }
}

ListenerDifferences listenerDifferenceRows(const ExperimentRecords& records, const std::string& metric) {
  ListenerDifferences all;
  for (const ConfigurationGroup& group : groupByConfiguration(records)) {
    if (group.finished.empty())
      continue;
    const store::Run& first = group.finished.front()->run;
    const auto isOf = [&](const std::vector<std::string>& runs) {
      return std::find(runs.begin(), runs.end(), first.id) != runs.end();
    };
    if (isOf(records.differencesFrom)) {
      all.baseline = group.label;
      all.pinned = first.configurationHash == records.pinned;
    }
    const auto found =
        std::find_if(records.differences.begin(), records.differences.end(),
                     [&](const StoredDifference& each) { return each.metric == metric && isOf(each.runs); });
    if (found != records.differences.end())
      all.rows.push_back({group.label, group.colour, group.baseline, *found, 1, false,
                          found->runs.size() == 1 ? QString::fromStdString(first.id) : QString()});
  }
  std::vector<DifferenceRow*> family;
  std::vector<double> p;
  for (DifferenceRow& row : all.rows)
    if (row.stored.problem.empty() && row.stored.comparison.ofConfigurations()) {
      family.push_back(&row);
      p.push_back(row.stored.comparison.p);
    }
  p = evaluation::holm(p);
  for (std::size_t i = 0; i < family.size(); ++i) {
    family[i]->corrected = p[i];
    family[i]->significant = p[i] < 0.05;
  }
  return all;
}

} // namespace skipscope::ui
