#pragma once

#include "core/experiment/sweep.h"
#include "core/store/estimate.h"
#include "core/store/run_store.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace skipscope::ui {

/// What the form of the Experiment page holds, as typed: every field may have several values, separated as in
/// `--sweep`. The page only shows it; everything that can be wrong or counted is found here.
class ExperimentDraft {
public:
  /// Starts with the default of every configuration field and seed 1.
  ExperimentDraft();

  void setText(const std::string& key, const std::string& text) { m_texts[key] = text; }
  const std::string& text(const std::string& key) const { return m_texts.at(key); }
  void setSeeds(const std::string& seeds) { m_seeds = seeds; }
  void setExperiment(const std::string& experiment) { m_experiment = experiment; }
  void setDataset(const std::string& dataset) { m_dataset = dataset; }

  /// Begins anew with a preset. One block fills the fields. Several, which no single form can hold, are kept
  /// as they are: the fields they decide show all values that occur, the others still act on every block.
  void usePreset(const std::vector<experiment::SweepBlock>& blocks);
  /// The several blocks of a preset in place of what is typed for the keys they decide; none lets go of them.
  void keepBlocks(std::vector<experiment::SweepBlock> blocks);
  bool keepsBlocks() const { return !m_blocks.empty(); }
  /// Of a preset, configurations that the dataset lacks the feedback for are left out.
  void setFromPreset(bool fromPreset) { m_fromPreset = fromPreset; }
  /// What would be a preset of its own: only what differs from the defaults. Throws core::UsageError.
  std::vector<experiment::SweepBlock> asPreset() const;

  struct Check {
    std::map<std::string, std::string> problems; ///< field, "seeds", "experiment" or "dataset" → one sentence
    std::set<std::string> inactive;              ///< keys that act in none of the configurations
    std::int64_t configurations = 0;             ///< different ones; 0 while there are problems in the fields
    std::int64_t seeds = 0;
    std::int64_t existing = 0;                 ///< runs that need not be repeated
    std::int64_t runs = 0;                     ///< all of them
    std::string note;                          ///< what is left out, and why
    std::optional<store::Estimate::Time> time; ///< of the others, where measured speed tells it
  };
  /// Everything but `existing` and `time`, which the workspace knows. Costs up to 50 ms for a thousand
  /// configurations.
  Check check() const;
  /// Everything, and as well whether the experiment's name belongs to another dataset. Reads every run.
  Check check(store::Workspace& workspace, int workers) const;

  /// Throws core::UsageError with the first problem.
  store::LaunchRequest request() const;

private:
  std::vector<std::string> alternatives(const std::string& key) const;
  std::vector<experiment::SweepBlock> blocks() const;

  std::map<std::string, std::string> m_texts;
  std::vector<experiment::SweepBlock> m_blocks; ///< of a preset; values in `sweep` only
  std::set<std::string> m_decided;              ///< keys of m_blocks
  bool m_fromPreset = false;
  std::string m_seeds = "1";
  std::string m_experiment;
  std::string m_dataset;
};

} // namespace skipscope::ui
