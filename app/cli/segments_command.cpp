#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/store/run_segments.h"

#include <fmt/format.h>

namespace skipscope::cli {

namespace {

/// What the numbers of a segmentation are.
const char* meaning(evaluation::SegmentBy by) {
  switch (by) {
  case evaluation::SegmentBy::History:
    return "events of the listener before the moment";
  case evaluation::SegmentBy::LikeShare:
    return "share of likes among the listener's events before the moment";
  case evaluation::SegmentBy::DislikeShare:
    return "share of dislikes among the listener's events before the moment";
  case evaluation::SegmentBy::SkipShare:
    return "share of skips among the listener's events before the moment";
  case evaluation::SegmentBy::Popularity:
    break;
  }
  return "positive targets of the liked song in training";
}

Json segmentsDocument(const std::vector<evaluation::Segment>& segments) {
  Json list = Json::array();
  for (const auto& segment : segments)
    list.push_back({{"from", segment.from},
                    {"to", segment.to},
                    {"pairs", segment.pairs},
                    {"listeners", segment.listeners},
                    {"accuracy", segment.accuracy},
                    {"standard_error", segment.se ? Json(*segment.se) : Json()}});
  return list;
}

std::string segmentsTable(const std::vector<evaluation::Segment>& segments) {
  if (segments.empty())
    return "No test pair meets the minimum history.\n";
  Table table;
  for (const char* heading : {"from", "to", "pairs", "listeners", "accuracy", "± se"})
    table.addColumn(heading, Table::Align::Right);
  for (const auto& segment : segments)
    table.addRow({significant(segment.from), significant(segment.to),
                  grouped(static_cast<std::int64_t>(segment.pairs)),
                  grouped(static_cast<std::int64_t>(segment.listeners)),
                  fmt::format("{:.4f}", segment.accuracy),
                  segment.se ? fmt::format("{:.4f}", *segment.se) : std::string()});
  return table.text();
}

std::vector<evaluation::SegmentBy> wanted(const std::vector<std::string>& names) {
  if (names.empty())
    return {evaluation::kSegmentings.begin(), evaluation::kSegmentings.end()};
  std::vector<evaluation::SegmentBy> all;
  for (const std::string& name : names) {
    const auto by = evaluation::parseSegmentBy(name);
    if (!by)
      throw core::UsageError(fmt::format("--by: '{}' is none of history, like_share, dislike_share, "
                                         "skip_share, popularity.",
                                         name));
    all.push_back(*by);
  }
  return all;
}

} // namespace

int segmentsCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder, id;
  std::vector<std::string> names;
  bool json = false;
  CommandLine line(
      {"segments", "WORKSPACE RUN [options]",
       "Tells the accuracy of one finished run by deciles of its test pairs: by the length and the mix of "
       "the\nlistener's history before the moment, or by the popularity of the liked song. Fewer pairs make "
       "fewer\nsegments; each pair is in exactly one.",
       "  skipscope-cli segments radio.skipscope 3f2a --by skip_share"});
  line.positional("workspace", &folder);
  line.positional("run", &id);
  line.options()("by", po::value(&names)->composing()->value_name("WHAT"),
                 "history, like_share, dislike_share, skip_share or popularity; may be repeated; default: "
                 "all")(
      "json", po::bool_switch(&json),
      "{run, minimum_history, segments: {WHAT: [{from, to, pairs, listeners, accuracy, …}]}}");
  if (!line.parse(arguments))
    return 0;
  const auto all = wanted(names);
  auto workspace = openForReading(folder);
  const store::Run run = store::RunStore(workspace).run(id);
  store::RunSegments reader(workspace);
  const store::SegmentedAccuracy segmented = reader.of(run);
  Json document = {{"run", run.id},
                   {"minimum_history", run.configuration.minimumHistory},
                   {"pair_kinds", run.pairKinds},
                   {"segments", Json::object()}};
  std::string text;
  for (const auto by : all) {
    const auto& segments = segmented[static_cast<std::size_t>(by)];
    document["segments"][std::string(evaluation::segmentName(by))] = segmentsDocument(segments);
    text += fmt::format("{}By {}: {}\n{}", text.empty() ? "" : "\n", evaluation::segmentName(by), meaning(by),
                        segmentsTable(segments));
  }
  if (json)
    printDocument(document);
  else
    print(text);
  return 0;
}

} // namespace skipscope::cli
