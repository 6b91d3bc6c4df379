#include "app/cli/command_line.h"
#include "app/cli/comparison_texts.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/evaluation/listener_metric.h"
#include "core/store/experiment_comparison.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace skipscope::cli {

namespace {

/// What was asked for.
struct Request {
  std::vector<std::string> runs; ///< BASELINE RUN, or none
  std::string experiment;
  std::string baseline; ///< with an experiment
  std::vector<std::string> metrics;
  bool json = false;
};

void check(const Request& request) {
  for (const std::string& metric : request.metrics)
    if (!evaluation::isListenerMetric(metric))
      throw core::UsageError(fmt::format("--metric: runs cannot be compared by '{}'; choose one of {}.",
                                         metric, fmt::join(evaluation::listenerMetrics(), ", ")));
  if (request.experiment.empty() != request.baseline.empty())
    throw core::UsageError("--experiment and --baseline go together: name both, or give BASELINE and RUN.");
  if (request.experiment.empty() && request.runs.size() != 2)
    throw core::UsageError("BASELINE or RUN is missing; give both, or --experiment and --baseline.");
  if (!request.experiment.empty() && !request.runs.empty())
    throw core::UsageError("--experiment compares all its configurations: leave BASELINE and RUN out.");
}

void compareTwo(const store::RunStore& store, const Request& request) {
  const store::Run baseline = store.run(request.runs.at(0));
  const store::Run run = store.run(request.runs.at(1));
  if (baseline.fingerprint != run.fingerprint)
    throw core::Error("These runs are of different datasets and cannot be compared: choose two of the same.");
  const auto before = store::seedValues(store, baseline, request.metrics);
  const auto after = store::seedValues(store, run, request.metrics);
  Json documents = Json::array();
  std::string text;
  for (const std::string& metric : request.metrics) {
    const auto comparison = evaluation::compare(before.at(metric), after.at(metric));
    documents.push_back(comparisonDocument(metric, comparison));
    text += comparisonText(metric, comparison);
  }
  if (request.json)
    printDocument(documents.size() == 1 ? documents.front() : documents);
  else
    print(text);
}

void compareAll(const store::RunStore& store, const Request& request) {
  const store::Run baseline = store.run(request.baseline);
  const auto all = store::compareExperiment(store, request.experiment, baseline, request.metrics);
  const auto keys = differingKeys(baseline, all);
  if (!request.json) {
    print(comparisonTables(all, keys));
    return;
  }
  Json document = {
      {"experiment", request.experiment}, {"baseline_run", baseline.id}, {"comparisons", Json::array()}};
  for (const auto& each : all)
    document["comparisons"].push_back(comparisonDocument(each, keys));
  printDocument(document);
}

} // namespace

int compareCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder;
  Request request;
  CommandLine line(
      {"compare", "WORKSPACE (BASELINE RUN | --experiment NAME --baseline RUN) [options]",
       "Tells how much a test metric of RUN's configuration differs from BASELINE's on the same listeners, "
       "with a\n95 % interval; or of every finished configuration of an experiment, corrected by Holm's "
       "method. Every\nfinished seed of the configurations takes part.",
       "  skipscope-cli compare radio.skipscope 3f2a 77c0\n"
       "  skipscope-cli compare radio.skipscope --experiment Inputs --baseline 3f2a --metric accuracy"});
  line.positional("workspace", &folder);
  line.positional("runs", &request.runs, false);
  line.options()("experiment", po::value(&request.experiment)->value_name("NAME"),
                 "compare all its configurations")(
      "baseline", po::value(&request.baseline)->value_name("RUN"), "with the configuration of this run")(
      "metric", po::value(&request.metrics)->composing()->value_name("M"),
      "accuracy (the default), reach_weighted_accuracy, hr@10 …; may be repeated")(
      "json", po::bool_switch(&request.json),
      "one document {metric, baseline, value, difference, low, high, "
      "p, listeners, …}, or {experiment, comparisons: [ … ]}");
  if (!line.parse(arguments))
    return 0;
  if (request.metrics.empty())
    request.metrics = {"accuracy"};
  check(request);
  auto workspace = openForReading(folder);
  const store::RunStore store(workspace);
  if (request.experiment.empty())
    compareTwo(store, request);
  else
    compareAll(store, request);
  return 0;
}

} // namespace skipscope::cli
