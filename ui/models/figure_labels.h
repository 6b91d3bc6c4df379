#pragma once

#include "core/experiment/configuration.h"

#include <QString>
#include <string>
#include <vector>

namespace skipscope::ui {

/// A configuration by some of its keys in plain short words: "like, skip · hardest 16". Keys that do not act
/// in it are left out; where nothing remains the model and its inputs and negatives are named.
QString shortLabel(const experiment::Configuration& configuration, const std::vector<std::string>& keys);

/// A label for each configuration by what differs; of many settings only those that tell them apart. Trained models and baselines are compared among
/// themselves: a baseline beside a sweep of inputs is just "popularity".
std::vector<QString> shortLabels(const std::vector<experiment::Configuration>& configurations);

/// "like, skip".
QString inputsText(listening::FeedbackSet inputs);

} // namespace skipscope::ui
