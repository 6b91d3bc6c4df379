#pragma once

#include "core/evaluation/comparison.h"
#include "core/evaluation/feedback_cosines.h"
#include "core/store/run.h"
#include "core/store/run_segments.h"
#include "core/store/workspace.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace skipscope::ui {

/// A run with everything figures are made from.
struct RunRecord {
  store::Run run;
  std::vector<store::Validation> validations; ///< by step
};

/// Listeners with at least m input events, m = 0..100, as a finished run stored it.
struct StoredCoverage {
  std::string fingerprint;
  listening::FeedbackSet inputs;
  std::string split;     ///< "last", or "time" with its cuts: they move the moment up to which events count
  std::string pairKinds; ///< "like>dislike": what its accuracy was measured on
  std::vector<std::uint32_t> listeners; ///< [101]
};

/// Accuracy of a finished run by segment.
struct StoredSegments {
  std::string run; ///< id
  store::SegmentedAccuracy segments;
};

/// Cosines between the feedback types of a finished run.
struct StoredCosines {
  std::string run; ///< id
  std::vector<evaluation::FeedbackCosine> cosines;
};

/// A configuration beside the baseline, by one metric.
struct StoredDifference {
  std::string metric;
  std::vector<std::string> baseline, runs; ///< ids of the finished runs of both sides
  evaluation::Comparison comparison = {};
  double hurt = 0, helped = 0;         ///< share of listeners whose outcome is below, above the baseline's
  double muchHurt = 0, muchHelped = 0; ///< by more than a half
  std::string problem = {};            ///< why there is no comparison: one sentence
};

/// What takes a dataset, weights or outcomes to read, and so is read only where a figure shows it.
struct FigureNeeds {
  bool segments = false;
  bool cosines = false;
  std::set<std::string> differences = {}; ///< names of evaluation::listenerMetrics()

  bool within(const FigureNeeds& others) const {
    return (others.segments || !segments) && (others.cosines || !cosines) &&
           std::includes(others.differences.begin(), others.differences.end(), differences.begin(),
                         differences.end());
  }
};

/// One experiment as it was at one moment: an immutable value made in the background.
struct ExperimentRecords {
  std::string experiment;
  std::string dataset; ///< name
  std::string fingerprint;
  std::string pairKinds;       ///< "like>dislike", empty before the first finished run
  bool stations = true;        ///< false where the log names none
  std::string pinned;          ///< hash of the configuration pinned on the dataset; empty = none
  std::vector<RunRecord> runs; ///< in creation order
  std::vector<StoredCoverage> coverage;
  FigureNeeds read;                     ///< which of the following were read
  std::vector<StoredSegments> segments; ///< of finished runs
  std::vector<StoredCosines> cosines;   ///< of finished runs that hear two kinds
  std::vector<std::string> differencesFrom;  ///< ids of the baseline's runs
  std::vector<StoredDifference> differences; ///< of finished configurations
  std::string segmentsProblem;               ///< why some are missing: one sentence
};

/// Whether it draws one random negative: what the paper compares with.
bool isReference(const experiment::Configuration& configuration);

/// A split as StoredCoverage has it.
std::string splitText(const experiment::Configuration& configuration);

/// Reads an experiment. What `previous` holds of unchanged runs is taken from there (it may be null).
/// Throws core::UsageError for an unknown experiment.
ExperimentRecords readExperiment(store::Workspace& workspace, const std::string& experiment,
                                 const ExperimentRecords* previous = nullptr, FigureNeeds needs = {});

} // namespace skipscope::ui
