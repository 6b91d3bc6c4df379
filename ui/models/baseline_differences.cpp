#include "ui/models/baseline_differences.h"

#include "core/error.h"
#include "core/store/run_store.h"
#include "ui/models/display_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace skipscope::ui {

namespace {

using Accuracies = std::vector<evaluation::ListenerValues>;
using Key = BaselineDifferences::Key;

QString tr(const char* text) {
  return QCoreApplication::translate("skipscope::ui::RunsModel", text);
}

const FinishedConfiguration* find(const BaselineQuestion& question, const Key& key) {
  const auto found = std::find_if(question.configurations.begin(), question.configurations.end(),
                                  [&](const FinishedConfiguration& each) {
                                    return each.fingerprint == key.first && each.hash == key.second;
                                  });
  return found == question.configurations.end() ? nullptr : &*found;
}

/// The answer of last time, where it was about the same runs.
const BaselineDifference* known(const BaselineDifferences* previous, const FinishedConfiguration& baseline,
                                const FinishedConfiguration& configuration) {
  if (!previous)
    return nullptr;
  const Key key{configuration.fingerprint, configuration.hash};
  const auto pinned = previous->question.baselines.find(baseline.fingerprint);
  if (pinned == previous->question.baselines.end() || pinned->second != baseline.hash)
    return nullptr;
  const FinishedConfiguration* before = find(previous->question, key);
  const FinishedConfiguration* baselineBefore =
      find(previous->question, {baseline.fingerprint, baseline.hash});
  const auto answer = previous->answers.find(key);
  const bool same = before && baselineBefore && before->runs == configuration.runs &&
                    baselineBefore->runs == baseline.runs && answer != previous->answers.end();
  return same ? &answer->second : nullptr;
}

Accuracies accuraciesOf(const store::RunStore& store, const FinishedConfiguration& configuration) {
  Accuracies accuracies;
  for (const std::string& run : configuration.runs)
    if (const auto outcomes = store.outcomes(run))
      accuracies.push_back(evaluation::listenerValues(*outcomes, "accuracy", configuration.minimumHistory));
  return accuracies;
}

BaselineDifference difference(const Accuracies& baseline, const Accuracies& configuration) {
  BaselineDifference difference;
  try {
    difference.comparison = evaluation::compare(baseline, configuration);
  } catch (const core::Error& error) {
    difference.problem = error.what();
  }
  return difference;
}

/// A family is an experiment: all its configurations that have several seeds, against one baseline. A part of
/// it would make too small a correction, so while some are `missing` nothing is corrected.
void correct(const BaselineQuestion& question, bool missing, std::map<Key, BaselineDifference>& answers) {
  std::map<std::pair<std::string, std::string>, std::vector<BaselineDifference*>> families;
  for (const FinishedConfiguration& each : question.configurations) {
    const auto answer = answers.find({each.fingerprint, each.hash});
    if (answer == answers.end())
      continue;
    answer->second.family = 0;
    answer->second.corrected = 0;
    if (!missing && answer->second.problem.empty() && answer->second.comparison.ofConfigurations())
      for (const std::string& experiment : each.experiments)
        families[{each.fingerprint, experiment}].push_back(&answer->second);
  }
  for (const auto& [name, family] : families) {
    std::vector<double> p;
    for (const BaselineDifference* each : family)
      p.push_back(each->comparison.p);
    p = evaluation::holm(p);
    for (std::size_t i = 0; i < family.size(); ++i)
      if (family[i]->family == 0 || p[i] > family[i]->corrected) {
        family[i]->corrected = p[i];
        family[i]->family = static_cast<int>(family.size());
      }
  }
}

QString number(double value, int decimals) {
  return QLocale().toString(value, 'f', decimals);
}

QString signedNumber(double value, int decimals) {
  return (value < 0 ? QString() : QStringLiteral("+")) + number(value, decimals);
}

QString interval(const evaluation::Comparison& comparison, int decimals) {
  return QStringLiteral("[%1, %2]")
      .arg(signedNumber(comparison.low, decimals), signedNumber(comparison.high, decimals));
}

} // namespace

BaselineDifferences compareWithBaselines(store::Workspace& workspace, const BaselineQuestion& question,
                                         const BaselineDifferences* previous, std::size_t most) {
  const store::RunStore store(workspace);
  BaselineDifferences result{question, {}, true};
  for (const auto& [fingerprint, hash] : question.baselines) {
    const FinishedConfiguration* baseline = find(question, {fingerprint, hash});
    if (!baseline)
      continue; // nothing of it has finished yet
    Accuracies ofBaseline;
    for (const FinishedConfiguration& each : question.configurations) {
      if (each.fingerprint != fingerprint || each.hash == hash)
        continue;
      if (const BaselineDifference* before = known(previous, *baseline, each)) {
        result.answers[{fingerprint, each.hash}] = *before;
        continue;
      }
      if (most == 0) {
        result.complete = false;
        continue;
      }
      --most;
      if (ofBaseline.empty())
        ofBaseline = accuraciesOf(store, *baseline);
      result.answers[{fingerprint, each.hash}] = difference(ofBaseline, accuraciesOf(store, each));
    }
  }
  correct(question, !result.complete, result.answers);
  return result;
}

QString differenceText(const BaselineDifference& difference) {
  if (!difference.problem.empty())
    return tr("not comparable");
  const evaluation::Comparison& comparison = difference.comparison;
  const QString text = signedNumber(comparison.difference, 3) + QChar(' ') + interval(comparison, 3);
  if (!comparison.ofConfigurations())
    return tr("%1 these runs").arg(text);
  return difference.significant() ? text + QStringLiteral(" *") : text;
}

QString differenceTooltip(const BaselineDifference& difference) {
  if (!difference.problem.empty())
    return fromCore(difference.problem);
  const evaluation::Comparison& comparison = difference.comparison;
  const QString values = tr("Accuracy %1 against %2 of the baseline on the same %3: %4, 95 % interval %5.")
                             .arg(number(comparison.value, 4), number(comparison.baseline, 4),
                                  countOf(comparison.listeners, tr("listener")),
                                  signedNumber(comparison.difference, 4), interval(comparison, 4));
  if (!comparison.ofConfigurations())
    return values + QChar('\n') +
           tr("These runs only: without several seeds on both sides, how much a seed matters is not known.");
  if (difference.family == 0)
    return values + QChar('\n') +
           tr("p = %1, not yet corrected: other configurations of the experiment are still being compared.")
               .arg(QLocale().toString(comparison.p, 'g', 2));
  return values + QChar('\n') +
         tr("%1 against %2. p = %3; %4 after Holm's correction for %5 of the experiment. A star: below 0.05.")
             .arg(countOf(comparison.seeds, tr("seed")), countOf(comparison.baselineSeeds, tr("seed")),
                  QLocale().toString(comparison.p, 'g', 2), QLocale().toString(difference.corrected, 'g', 2),
                  countOf(difference.family, tr("comparison")));
}

} // namespace skipscope::ui
