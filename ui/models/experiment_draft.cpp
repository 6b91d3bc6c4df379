#include "ui/models/experiment_draft.h"

#include "core/error.h"
#include "core/experiment/sweep.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

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

/// Several values of a field as they are typed.
std::string joined(const std::string& key, const std::vector<std::string>& values) {
  const auto& field = core::findField(configurationFields(), key)->text;
  const bool list = field.kind == core::FieldKind::Choices || field.kind == core::FieldKind::Text;
  return fmt::format("{}", fmt::join(values, list ? "/" : ", "));
}

/// Combinations of the blocks alone; 1 without any.
std::int64_t presetCombinations(const std::vector<experiment::SweepBlock>& blocks) {
  std::int64_t sum = 0;
  for (const auto& block : blocks) {
    std::int64_t product = 1;
    for (const auto& swept : block.sweep)
      product = std::min(product * static_cast<std::int64_t>(swept.second.size()), kMostConfigurations + 1);
    sum = std::min(sum + product, kMostConfigurations + 1);
  }
  return std::max<std::int64_t>(sum, 1);
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

void ExperimentDraft::keepBlocks(std::vector<experiment::SweepBlock> blocks) {
  m_blocks = std::move(blocks);
  m_decided.clear();
  for (auto& block : m_blocks) {
    for (const auto& [key, value] : std::exchange(block.set, {}))
      block.sweep.emplace_back(key, std::vector<std::string>{value});
    for (const auto& swept : block.sweep)
      m_decided.insert(swept.first);
  }
}

void ExperimentDraft::usePreset(const std::vector<experiment::SweepBlock>& blocks) {
  m_texts = ExperimentDraft().m_texts;
  keepBlocks(blocks);
  for (const auto& key : m_decided) {
    std::vector<std::string> values;
    for (const auto& block : m_blocks)
      for (const auto& [swept, alternatives] : block.sweep)
        for (const auto& value : alternatives)
          if (swept == key && std::find(values.begin(), values.end(), value) == values.end())
            values.push_back(value);
    m_texts[key] = joined(key, values);
  }
  if (m_blocks.size() < 2)
    keepBlocks({});
}

std::vector<experiment::SweepBlock> ExperimentDraft::blocks() const {
  experiment::SweepBlock form;
  for (const auto& field : configurationFields())
    if (!m_decided.contains(field.text.key))
      form.sweep.emplace_back(field.text.key, alternatives(field.text.key));
  if (m_blocks.empty())
    return {form};
  std::vector<experiment::SweepBlock> all = m_blocks;
  for (auto& block : all)
    block.sweep.insert(block.sweep.begin(), form.sweep.begin(), form.sweep.end());
  return all;
}

std::vector<experiment::SweepBlock> ExperimentDraft::asPreset() const {
  auto all = blocks();
  const Configuration defaults;
  for (auto& block : all)
    std::erase_if(block.sweep, [&](const auto& swept) {
      return swept.second == std::vector<std::string>{experiment::fieldText(defaults, swept.first)};
    });
  return all;
}

ExperimentDraft::Check ExperimentDraft::check() const {
  Check result;
  std::int64_t combinations = presetCombinations(m_blocks);
  for (const auto& field : configurationFields()) {
    const std::string& key = field.text.key;
    if (m_decided.contains(key))
      continue;
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
    } catch (const core::Error& error) {
      result.problems.emplace(key, error.what());
    }
  }
  const bool fieldsAreFine = result.problems.empty();
  if (fieldsAreFine) {
    std::map<std::string, std::int64_t> inactive;
    std::set<std::string> different;
    std::int64_t count = 0;
    const auto look = [&](const Configuration& configuration) {
      ++count;
      for (const auto& problem : experiment::validate(configuration))
        result.problems.emplace(problem.key, problem.sentence);
      for (const auto& key : experiment::inactiveKeys(configuration))
        ++inactive[key];
      different.insert(experiment::configurationHash(experiment::canonical(configuration)));
    };
    for (const auto& block : blocks())
      forEachCombination(block.sweep, look);
    for (const auto& [key, times] : inactive)
      if (times == count)
        result.inactive.insert(key);
    result.inactive.insert(m_decided.begin(), m_decided.end());
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
  if (!result.problems.empty())
    return result;
  try {
    const auto estimate = store::estimate(workspace, request(), workers);
    result.runs = estimate.runs;
    result.note = estimate.note;
    result.existing = estimate.existing;
    result.time = estimate.time;
  } catch (const core::Error& error) { // the log lacks what they need
    result.problems.emplace("dataset", error.what());
  }
  return result;
}

store::LaunchRequest ExperimentDraft::request() const {
  const Check checked = check();
  if (!checked.problems.empty())
    throw core::UsageError(checked.problems.begin()->second);
  store::LaunchRequest request;
  request.experiment = m_experiment;
  request.dataset = m_dataset;
  request.configurations = experiment::expand(Configuration(), blocks());
  request.seeds = experiment::parseSeeds(m_seeds);
  request.fittingOnly = m_fromPreset;
  return request;
}

} // namespace skipscope::ui
