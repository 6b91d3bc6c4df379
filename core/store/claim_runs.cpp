#include "core/store/claim_runs.h"

#include "core/error.h"
#include "core/store/launch_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace skipscope::store {

namespace {

using experiment::Configuration;
using experiment::FeedbackSet;
using experiment::NegativeStrategy;

/// What a run is in the paper's terms.
ClaimVariant variantOf(const Configuration& configuration) {
  return {configuration.inputs, configuration.strategy, configuration.negativeCount, configuration.realWeight,
          configuration.feedbackShuffled};
}

Configuration withVariant(Configuration common, const ClaimVariant& variant) {
  common.inputs = variant.inputs;
  common.strategy = variant.strategy;
  common.negativeCount = variant.count;
  common.realWeight = variant.realWeight;
  common.feedbackShuffled = variant.shuffled;
  return common;
}

std::string hashOf(const Configuration& configuration) {
  return experiment::configurationHash(experiment::canonical(configuration));
}

/// Whether a run is one of the variants of `common`. Keys that do not act under its strategy are as they may.
bool isOf(const Configuration& common, const Configuration& run) {
  return hashOf(withVariant(common, variantOf(run))) == hashOf(run);
}

/// The settings that most learning runs share: those of the run whose variants most are, the earliest on
/// ties.
Configuration mostCommon(const std::vector<Run>& finished, Configuration otherwise) {
  std::map<std::string, std::pair<const Configuration*, std::size_t>> learning; // by hash, with its runs
  std::vector<Configuration> candidates;
  std::set<std::string> known;
  for (const Run& run : finished) {
    if (run.configuration.model != experiment::ModelKind::Sasrec)
      continue;
    ++learning.try_emplace(hashOf(run.configuration), &run.configuration, 0).first->second.second;
    // With both kinds of negatives every key acts.
    if (known.insert(hashOf(withVariant(run.configuration, {.strategy = NegativeStrategy::RealRandom})))
            .second)
      candidates.push_back(withVariant(run.configuration, {}));
  }
  std::size_t most = 0;
  for (const Configuration& common : candidates) {
    std::size_t runs = 0;
    for (const auto& [hash, each] : learning)
      runs += isOf(common, *each.first) ? each.second : 0;
    if (runs > most) {
      most = runs;
      otherwise = common;
    }
  }
  return otherwise;
}

} // namespace

std::optional<double> validationAccuracy(const std::vector<Run>& seeds) {
  if (seeds.empty())
    return std::nullopt;
  double sum = 0;
  for (const Run& run : seeds) {
    const auto accuracy = run.validation.find("accuracy");
    if (accuracy == run.validation.end())
      return std::nullopt;
    sum += accuracy->second.value;
  }
  return sum / static_cast<double>(seeds.size());
}

std::string ClaimVariant::text() const {
  Configuration configuration;
  configuration.strategy = strategy;
  std::string words =
      fmt::format("inputs {}, {}", inputs.text(), experiment::fieldText(configuration, "negatives.strategy"));
  if (experiment::usesDrawnNegatives(strategy))
    words += fmt::format(" N={}", count);
  if (experiment::usesRealNegatives(strategy))
    words += realWeight ? fmt::format(" weight {:g}", *realWeight) : std::string(" balanced");
  return words + (shuffled ? ", types shuffled" : "");
}

ClaimRuns::ClaimRuns(Workspace& workspace, std::string_view dataset, experiment::Split split)
    : m_workspace(workspace), m_store(workspace), m_segments(workspace),
      m_log(workspace.dataset(dataset).summary) {
  m_common.split = split;
  m_common = experiment::canonical(m_common);
  std::vector<Run> finished;
  for (Run& run : m_store.runs())
    if (run.fingerprint == m_log.fingerprint && run.state == RunState::Finished &&
        run.configuration.split == split)
      finished.push_back(std::move(run));
  m_common = mostCommon(finished, m_common);
  for (Run& run : finished) {
    const std::string hash = hashOf(run.configuration);
    if (run.configuration.model == experiment::ModelKind::Sasrec) {
      const Configuration common = atCommonSettings(run.configuration);
      if (isOf(m_common, common)) {
        auto& hashes = m_alternatives[hashOf(common)].hashes;
        if (std::find(hashes.begin(), hashes.end(), hash) == hashes.end())
          hashes.push_back(hash);
      } else {
        ++m_leftOut;
      }
    }
    m_runs[hash].push_back(std::move(run));
  }
  for (auto& [common, alternatives] : m_alternatives)
    chooseBest(common, alternatives);
}

Configuration ClaimRuns::atCommonSettings(Configuration configuration) const {
  configuration.learningRate = m_common.learningRate;
  configuration.dropout = m_common.dropout;
  return configuration;
}

void ClaimRuns::chooseBest(const std::string& common, Alternatives& alternatives) const {
  std::size_t seeds = 0;
  for (const std::string& hash : alternatives.hashes)
    seeds = std::max(seeds, withHash(hash).size());
  std::erase_if(alternatives.hashes, [&](const std::string& hash) { return withHash(hash).size() < seeds; });
  alternatives.best = common;
  const bool compared =
      std::find(alternatives.hashes.begin(), alternatives.hashes.end(), common) != alternatives.hashes.end();
  double highest = compared ? validationAccuracy(withHash(common)).value_or(0) : -1;
  for (const std::string& hash : alternatives.hashes)
    if (const double accuracy = validationAccuracy(withHash(hash)).value_or(0); accuracy > highest) {
      highest = accuracy;
      alternatives.best = hash;
    }
}

std::vector<std::pair<std::string, std::string>> ClaimRuns::settings() const {
  const Configuration defaults = experiment::canonical(Configuration());
  std::vector<std::pair<std::string, std::string>> differing;
  for (const auto& field : experiment::configurationFields())
    if (field.get(m_common) != field.get(defaults) && field.text.key != "training.threads")
      differing.emplace_back(field.text.key, field.get(m_common));
  return differing;
}

const std::vector<Run>& ClaimRuns::withHash(const std::string& hash) const {
  static const std::vector<Run> none;
  const auto found = m_runs.find(hash);
  return found == m_runs.end() ? none : found->second;
}

const std::vector<Run>& ClaimRuns::seeds(const ClaimVariant& variant) const {
  const std::string common = hashOf(withVariant(m_common, variant));
  const auto alternatives = m_alternatives.find(common);
  return withHash(m_settings == ClaimSettings::OwnBest && alternatives != m_alternatives.end()
                      ? alternatives->second.best
                      : common);
}

std::size_t ClaimRuns::settingsOf(const ClaimVariant& variant) const {
  const auto alternatives = m_alternatives.find(hashOf(withVariant(m_common, variant)));
  return alternatives == m_alternatives.end() ? 0 : alternatives->second.hashes.size();
}

std::string ClaimRuns::impossible(const ClaimVariant& variant) const {
  const Configuration configuration = withVariant(m_common, variant);
  if (const FeedbackSet kinds = lacking(m_log, configuration); !kinds.empty())
    return fmt::format("The log has no {}.", pluralsOf(kinds));
  const auto problems = experiment::validate(experiment::canonical(configuration));
  return problems.empty() ? "" : problems.front().sentence;
}

std::string ClaimRuns::ownSettings(const Run& run) const {
  std::string text;
  const Configuration common = atCommonSettings(run.configuration);
  for (const auto& field : experiment::configurationFields())
    if (const auto value = field.get(run.configuration); value != field.get(common))
      text += fmt::format("{}{}={}", text.empty() ? "" : ", ", field.text.key, value);
  return text;
}

const std::vector<Run>& ClaimRuns::likeRate() const {
  Configuration baseline = m_common;
  baseline.model = experiment::ModelKind::LikeRate;
  return withHash(hashOf(baseline));
}

std::vector<int> ClaimRuns::counts(const ClaimVariant& variant) const {
  std::set<int> counts;
  for (const auto& [hash, runs] : m_runs) {
    ClaimVariant each = variant;
    each.count = runs.front().configuration.negativeCount;
    if (!seeds(each).empty())
      counts.insert(each.count);
  }
  return {counts.begin(), counts.end()};
}

const evaluation::Outcomes& ClaimRuns::outcomes(const Run& run) {
  const auto known = m_outcomes.find(run.id);
  if (known != m_outcomes.end())
    return known->second;
  auto stored = m_store.outcomes(run.id);
  if (!stored)
    throw core::Error(
        fmt::format("The outcomes of run {} are gone: delete it and launch it again.", run.id.substr(0, 8)));
  return m_outcomes.emplace(run.id, std::move(*stored)).first->second;
}

std::vector<evaluation::ListenerValues> ClaimRuns::values(const std::vector<Run>& runs,
                                                          const std::string& metric) {
  std::vector<evaluation::ListenerValues> all;
  for (const Run& run : runs)
    all.push_back(evaluation::listenerValues(outcomes(run), metric, minimumHistory()));
  return all;
}

std::vector<Validation> ClaimRuns::validations(const Run& run) const {
  return m_store.validations(run.id);
}

evaluation::PairTraits ClaimRuns::traits(const Run& run) {
  return m_segments.traits(run, outcomes(run));
}

} // namespace skipscope::store
