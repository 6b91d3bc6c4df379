#include "ui/models/figure_labels.h"

#include <QStringList>
#include <algorithm>
#include <map>
#include <set>

namespace skipscope::ui {

namespace {

using experiment::Configuration;

QString text(const Configuration& configuration, const std::string& key) {
  return QString::fromStdString(experiment::fieldText(configuration, key));
}

QString words(QString value) {
  return value.replace('_', ' ')
      .replace(QStringLiteral("+"), QStringLiteral(" + "))
      .replace(',', QStringLiteral(", "));
}

/// How a key is abbreviated in a label; %1 is its value.
const std::map<std::string, QString>& patterns() {
  static const std::map<std::string, QString> table = {{"targets.positive", "learns %1"},
                                                       {"targets.negative", "avoids %1"},
                                                       {"negatives.count", "N %1"},
                                                       {"negatives.drawing", "%1 drawing"},
                                                       {"negatives.popularity", "α %1"},
                                                       {"negatives.real_weight", "weight %1"},
                                                       {"model.dimension", "d %1"},
                                                       {"model.blocks", "blocks %1"},
                                                       {"model.heads", "heads %1"},
                                                       {"model.max_length", "L %1"},
                                                       {"model.dropout", "dropout %1"},
                                                       {"model.feedback_embedding", "feedback types %1"},
                                                       {"model.positions", "positions %1"},
                                                       {"model.item_bias", "song bias %1"},
                                                       {"training.learning_rate", "rate %1"},
                                                       {"training.batch_targets", "batch %1"},
                                                       {"training.max_steps", "at most %1 steps"},
                                                       {"training.min_steps", "at least %1 steps"},
                                                       {"training.validate_every", "validated every %1"},
                                                       {"training.patience", "patience %1"},
                                                       {"training.device", "on %1"},
                                                       {"evaluation.split", "split %1"},
                                                       {"evaluation.times", "cuts %1"},
                                                       {"evaluation.minimum_history", "m %1"}};
  return table;
}

QString onOff(const QString& value) {
  return value == "true" ? QStringLiteral("on") : value == "false" ? QStringLiteral("off") : value;
}

QString part(const Configuration& configuration, const std::string& key, const std::set<std::string>& shown) {
  const QString value = words(onOff(text(configuration, key)));
  if (key == "inputs")
    return inputsText(configuration.inputs);
  if (key == "negatives.strategy")
    return shown.contains("negatives.count") ? value + ' ' + text(configuration, "negatives.count") : value;
  if (key == "negatives.count" && shown.contains("negatives.strategy"))
    return {};
  if (key == "model")
    return configuration.model == experiment::ModelKind::Sasrec ? QString() : value;
  const auto pattern = patterns().find(key);
  return pattern == patterns().end() ? QString::fromStdString(key) + ' ' + value : pattern->second.arg(value);
}

} // namespace

QString shortLabel(const Configuration& configuration, const std::vector<std::string>& keys) {
  const std::vector<std::string> inactive = experiment::inactiveKeys(configuration);
  std::set<std::string> shown;
  for (const std::string& key : keys)
    if (std::find(inactive.begin(), inactive.end(), key) == inactive.end())
      shown.insert(key);
  QStringList parts;
  for (const std::string& key : keys)
    if (shown.contains(key))
      if (const QString word = part(configuration, key, shown); !word.isEmpty())
        parts.append(word);
  if (parts.isEmpty())
    return shortLabel(configuration, {"inputs", "negatives.strategy", "negatives.count", "model"});
  return parts.join(QStringLiteral(" · "));
}

namespace {

/// A legend has room for so many settings in a label.
constexpr std::size_t kMostKeys = 4;

/// Of the keys that differ those a label needs: where they are many, the last ones go that no two
/// configurations are told apart by.
std::vector<std::string> tellingKeys(const std::vector<Configuration>& configurations,
                                     std::vector<std::string> keys) {
  const auto distinct = [&](const std::vector<std::string>& shown) {
    std::set<QString> labels;
    for (const Configuration& each : configurations)
      labels.insert(shortLabel(each, shown));
    return labels.size();
  };
  const std::size_t wanted = keys.size() > kMostKeys ? distinct(keys) : 0;
  for (std::size_t i = keys.size(); i-- > 0 && keys.size() > kMostKeys;) {
    std::vector<std::string> fewer = keys;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (distinct(fewer) == wanted)
      keys = std::move(fewer);
  }
  return keys;
}

} // namespace

std::vector<QString> shortLabels(const std::vector<Configuration>& configurations) {
  const auto trains = [](const Configuration& each) { return each.model == experiment::ModelKind::Sasrec; };
  std::vector<Configuration> trained;
  std::vector<Configuration> baselines;
  for (const Configuration& each : configurations)
    (trains(each) ? trained : baselines).push_back(each);
  const std::vector<std::string> trainedKeys = tellingKeys(trained, experiment::differingKeys(trained));
  std::vector<std::string> baselineKeys = experiment::differingKeys(baselines);
  if (std::find(baselineKeys.begin(), baselineKeys.end(), "model") == baselineKeys.end())
    baselineKeys.push_back("model");
  std::vector<QString> labels;
  for (const Configuration& each : configurations)
    labels.push_back(shortLabel(each, trains(each) ? trainedKeys : baselineKeys));
  return labels;
}

QString inputsText(listening::FeedbackSet inputs) {
  return words(QString::fromStdString(inputs.text()));
}

} // namespace skipscope::ui
