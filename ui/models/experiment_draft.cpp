#include "ui/models/experiment_draft.h"

#include "core/error.h"
#include "core/experiment/sweep.h"

#include <fmt/format.h>

#include <algorithm>

namespace skipscope::ui {

using experiment::Configuration;
using experiment::configurationFields;

namespace {

constexpr std::int64_t kMostConfigurations = 1000;

using Alternatives = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Calls `visit` with every combination of the alternatives, the last key turning fastest.
template <class Visit> void forEachCombination(const Alternatives& alternatives, Visit visit) {
  std::vector<std::size_t> position(alternatives.size(), 0);
  while (true) {
    Configuration configuration;
    for (std::size_t i = 0; i < alternatives.size(); ++i)
      experiment::setField(configuration, alternatives[i].first, alternatives[i].second[position[i]]);
    visit(configuration);
    std::size_t turning = alternatives.size();
    while (turning > 0 && ++position[turning - 1] == alternatives[turning - 1].second.size())
      position[--turning] = 0;
    if (turning == 0)
      return;
  }
}

/// Whether the log holds any sign that the configuration's model is trained on.
bool canLearn(const Configuration& configuration, const listening::DatasetSummary& summary) {
  using experiment::Feedback;
  const auto has = [&](Feedback kind, std::int64_t count) {
    return count > 0 && configuration.positiveTargets.contains(kind);
  };
  return configuration.model != experiment::ModelKind::Sasrec || has(Feedback::Like, summary.likes) ||
         has(Feedback::Listen, summary.listens) || has(Feedback::Dislike, summary.dislikes) ||
         has(Feedback::Skip, summary.skips);
}

} // namespace

ExperimentDraft::ExperimentDraft() {
  const Configuration defaults;
  for (const auto& field : configurationFields())
    m_texts[field.text.key] = field.get(defaults);
}

std::vector<std::string> ExperimentDraft::alternatives(const std::string& key) const {
  return experiment::parseSweep(key + "=" + m_texts.at(key)).second;
}

ExperimentDraft::Check ExperimentDraft::check() const {
  Check result;
  Alternatives all;
  std::int64_t combinations = 1;
  for (const auto& field : configurationFields()) {
    const std::string& key = field.text.key;
    try {
      auto values = alternatives(key);
      for (const auto& value : values) {
        Configuration scratch;
        if (const auto problem = field.set(scratch, value))
          result.problems.emplace(key, *problem);
      }
      combinations =
          std::min(combinations * static_cast<std::int64_t>(values.size()), kMostConfigurations + 1);
      if (combinations > kMostConfigurations)
        result.problems.emplace(key, fmt::format("These are more than {} configurations; give fewer values.",
                                                 kMostConfigurations));
      all.emplace_back(key, std::move(values));
    } catch (const core::Error& error) {
      result.problems.emplace(key, error.what());
    }
  }
  const bool fieldsAreFine = result.problems.empty();
  if (fieldsAreFine) {
    std::map<std::string, std::int64_t> inactive;
    std::set<std::string> different;
    std::int64_t count = 0;
    forEachCombination(all, [&](const Configuration& configuration) {
      ++count;
      for (const auto& problem : experiment::validate(configuration))
        result.problems.emplace(problem.key, problem.sentence);
      for (const auto& key : experiment::inactiveKeys(configuration))
        ++inactive[key];
      different.insert(experiment::configurationHash(experiment::canonical(configuration)));
    });
    for (const auto& [key, times] : inactive)
      if (times == count)
        result.inactive.insert(key);
    result.configurations = static_cast<std::int64_t>(different.size());
  }
  try {
    result.seeds = static_cast<std::int64_t>(experiment::parseSeeds(m_seeds).size());
  } catch (const core::Error& error) {
    result.problems.emplace("seeds", error.what());
  }
  if (m_experiment.empty())
    result.problems.emplace("experiment", "Give the experiment a name.");
  if (m_dataset.empty())
    result.problems.emplace("dataset", "Choose a dataset; the Data page imports or simulates one.");
  return result;
}

ExperimentDraft::Check ExperimentDraft::check(store::Workspace& workspace, int workers) const {
  Check result = check();
  if (!result.problems.empty())
    return result;
  const auto summary = workspace.dataset(m_dataset).summary;
  for (const auto& known : store::RunStore(workspace).experiments())
    if (known.name == m_experiment && known.dataset != summary.name)
      result.problems.emplace(
          "experiment", fmt::format("Experiment \"{}\" is on dataset \"{}\", and numbers of two datasets "
                                    "cannot be compared: give this one another name.",
                                    known.name, known.dataset));
  const auto wanted = request();
  if (std::any_of(wanted.configurations.begin(), wanted.configurations.end(),
                  [&](const auto& configuration) { return !canLearn(configuration, summary); }))
    result.problems.emplace("dataset",
                            fmt::format("Dataset \"{}\" has none of the positive targets to learn from: "
                                        "choose other positive targets or another dataset.",
                                        summary.name));
  if (!result.problems.empty())
    return result;
  const auto estimate = store::estimate(workspace, wanted, workers);
  result.existing = estimate.existing;
  result.time = estimate.time;
  return result;
}

store::LaunchRequest ExperimentDraft::request() const {
  const Check checked = check();
  if (!checked.problems.empty())
    throw core::UsageError(checked.problems.begin()->second);
  experiment::SweepBlock block;
  for (const auto& field : configurationFields())
    block.sweep.emplace_back(field.text.key, alternatives(field.text.key));
  store::LaunchRequest request;
  request.experiment = m_experiment;
  request.dataset = m_dataset;
  request.configurations = experiment::expand(Configuration(), {block});
  request.seeds = experiment::parseSeeds(m_seeds);
  return request;
}

} // namespace skipscope::ui
