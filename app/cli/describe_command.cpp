#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "app/cli/workspace_access.h"
#include "core/evaluation/log_profile.h"

#include <fmt/format.h>

namespace skipscope::cli {

namespace {

using listening::Feedback;

double shareOf(const evaluation::LogProfile& profile, Feedback kind) {
  return profile.shares[static_cast<std::size_t>(kind)];
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

Json document(const evaluation::LogProfile& profile) {
  const auto orNull = [](const std::optional<double>& value) { return value ? Json(*value) : Json(); };
  return {{"events", profile.events},
          {"listeners", profile.listeners},
          {"likes_share", shareOf(profile, Feedback::Like)},
          {"dislikes_share", shareOf(profile, Feedback::Dislike)},
          {"skips_share", shareOf(profile, Feedback::Skip)},
          {"listens_share", shareOf(profile, Feedback::Listen)},
          {"likes_per_dislike", orNull(profile.likesPerDislike)},
          {"never_vote_share", profile.neverVote},
          {"median_history", profile.medianLength},
          {"mean_history", profile.meanLength},
          {"p90_history", profile.longLength},
          {"pair_listeners", profile.pairs},
          {"like_first_share", orNull(profile.likeFirst)}};
}

std::string text(const evaluation::LogProfile& profile) {
  Table table;
  table.addColumn("figure");
  table.addColumn("value", Table::Align::Right);
  table.addRow({"events", grouped(profile.events)});
  table.addRow({"listeners", grouped(profile.listeners)});
  table.addRow({"likes", percent(shareOf(profile, Feedback::Like))});
  table.addRow({"dislikes", percent(shareOf(profile, Feedback::Dislike))});
  table.addRow({"skips", percent(shareOf(profile, Feedback::Skip))});
  table.addRow({"plain listens", percent(shareOf(profile, Feedback::Listen))});
  table.addRow({"likes per dislike", profile.likesPerDislike ? fmt::format("{:.2f}", *profile.likesPerDislike)
                                                             : std::string("-")});
  table.addRow({"listeners who never vote", percent(profile.neverVote)});
  table.addRow({"events of a listener, median", grouped(profile.medianLength)});
  table.addRow({"events of a listener, mean", fmt::format("{:.1f}", profile.meanLength)});
  table.addRow({"events of a listener, 90 % have at most", grouped(profile.longLength)});
  table.addRow({"listeners with a pair of a like and a dislike", grouped(profile.pairs)});
  table.addRow(
      {"of these, the like came first", profile.likeFirst ? percent(*profile.likeFirst) : std::string("-")});
  return table.text();
}

} // namespace

int describeCommand(const Arguments& arguments) {
  std::string folder, name;
  bool json = false;
  CommandLine line({"describe", "WORKSPACE DATASET [--json]",
                    "Tells the figures by which logs can be compared: shares of likes, dislikes and skips, "
                    "who never votes,\nlengths of histories, and how often the liked song of a pair came "
                    "first.",
                    "  skipscope-cli describe radio.skipscope Radio"});
  line.positional("workspace", &folder);
  line.positional("dataset", &name);
  line.options()("json", boost::program_options::bool_switch(&json), "the same as one document");
  if (!line.parse(arguments))
    return 0;
  const auto workspace = openForReading(folder);
  const auto profile =
      evaluation::profileOf(workspace.loadDataset(workspace.dataset(name).summary.fingerprint));
  if (json)
    printDocument(document(profile));
  else
    print(text(profile));
  return 0;
}

} // namespace skipscope::cli
