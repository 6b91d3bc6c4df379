#pragma once

#include "core/evaluation/listener_metric.h"
#include "core/store/run_segments.h"
#include "core/store/run_store.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace skipscope::store {

/// What the paper varies; everything else of a configuration is common to all runs that are compared.
struct ClaimVariant {
  experiment::FeedbackSet inputs{experiment::Feedback::Like};
  experiment::NegativeStrategy strategy = experiment::NegativeStrategy::Random;
  int count = 1;                          ///< N, where the strategy draws songs
  std::optional<double> realWeight = 1.0; ///< nothing = balanced
  bool shuffled = false;                  ///< feedback types drawn at random

  std::string text() const; ///< "inputs like, random N=1"
};

/// Best validation accuracy, mean over seeds; nothing where there are none or the log gave no validation
/// pairs.
std::optional<double> validationAccuracy(const std::vector<Run>& seeds);

/// At which learning rate and dropout a variant is looked at, where it has run at several: at those common to
/// all, or at its own with the highest validation accuracy (mean over seeds, the common ones on ties).
enum class ClaimSettings { Common, OwnBest };

/// The finished runs of one dataset under one split, whatever experiment they are in, by what the paper
/// varies. Where they differ in anything else as well (the size of the model, evaluation.minimum_history, …)
/// those settings are taken that most runs share, the earliest on ties. Keeps what it has read.
class ClaimRuns {
public:
  /// Throws core::UsageError for an unknown dataset.
  ClaimRuns(Workspace& workspace, std::string_view dataset, experiment::Split split);

  const listening::DatasetSummary& log() const { return m_log; }
  experiment::Split split() const { return m_common.split; }
  int minimumHistory() const { return m_common.minimumHistory; }
  /// The common settings that are not the defaults, key and value.
  std::vector<std::pair<std::string, std::string>> settings() const;
  /// Finished learning runs of the dataset and split with other settings, which are not looked at.
  std::size_t leftOut() const { return m_leftOut; }

  void compareAt(ClaimSettings settings) { m_settings = settings; }
  /// Why no run of a variant can be: what the log lacks, or settings that exclude it; empty where it can.
  std::string impossible(const ClaimVariant& variant) const;
  /// At how many learning rates and dropouts a variant has run.
  std::size_t settingsOf(const ClaimVariant& variant) const;
  /// "training.learning_rate=0.0005" where that of a run is not the common one; else empty.
  std::string ownSettings(const Run& run) const;

  /// Finished seeds; empty where there are none.
  const std::vector<Run>& seeds(const ClaimVariant& variant) const;
  /// The baseline `like_rate` on the same pairs; empty where it has not finished.
  const std::vector<Run>& likeRate() const;
  /// Every N of finished runs with these inputs and this strategy, ascending.
  std::vector<int> counts(const ClaimVariant& variant) const;

  /// A run's stored outcomes. Throws core::Error where they are gone.
  const evaluation::Outcomes& outcomes(const Run& run);
  /// One metric of every run, listener by listener.
  std::vector<evaluation::ListenerValues> values(const std::vector<Run>& runs, const std::string& metric);
  std::vector<Validation> validations(const Run& run) const;
  /// Traits of the run's test pairs.
  evaluation::PairTraits traits(const Run& run);
  const Workspace& workspace() const { return m_workspace; }

private:
  /// Runs of one configuration at several settings.
  struct Alternatives {
    std::vector<std::string> hashes; ///< of their configurations
    std::string best;                ///< the one of them with the highest validation accuracy
  };

  experiment::Configuration atCommonSettings(experiment::Configuration configuration) const;
  void chooseBest(const std::string& common, Alternatives& alternatives) const;
  const std::vector<Run>& withHash(const std::string& hash) const;

  Workspace& m_workspace;
  RunStore m_store;
  RunSegments m_segments;
  listening::DatasetSummary m_log;
  experiment::Configuration m_common;
  std::size_t m_leftOut = 0;
  ClaimSettings m_settings = ClaimSettings::Common;
  std::map<std::string, std::vector<Run>> m_runs;     ///< by the hash of their configuration
  std::map<std::string, Alternatives> m_alternatives; ///< by the hash at the common settings
  std::map<std::string, evaluation::Outcomes> m_outcomes;
};

} // namespace skipscope::store
