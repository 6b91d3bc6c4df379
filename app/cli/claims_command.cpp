#include "app/cli/claim_texts.h"
#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"

#include <fmt/format.h>

namespace skipscope::cli {

namespace {

experiment::Split parseSplit(const std::string& word) {
  if (word == "last")
    return experiment::Split::Last;
  if (word == "time")
    return experiment::Split::Time;
  throw core::UsageError(fmt::format("--split: '{}' is neither last nor time.", word));
}

} // namespace

int claimsCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  std::string folder, dataset, splitWord = "last";
  bool json = false, markdown = false;
  CommandLine line(
      {"claims", "WORKSPACE --dataset NAME [options]",
       "Judges every claim of the paper's abstract on one dataset, from its finished runs in whatever\n"
       "experiment: supported, contradicted, undecided, or not testable and why. The rules are in\n"
       "docs/method.md, section 'Claims'; presets p1 to p6 make the runs. Claims whose sides have all run "
       "at\n"
       "several learning rates or dropouts are judged at each side's own best as well.",
       "  skipscope-cli claims radio.skipscope --dataset Radio --split time"});
  line.positional("workspace", &folder);
  line.options()("dataset", po::value(&dataset)->required()->value_name("NAME"), "name or fingerprint")(
      "split", po::value(&splitWord)->value_name("S"), "last (the default) or time: runs of this split")(
      "json", po::bool_switch(&json),
      "{dataset, split, settings, claims: [{id, sentence, verdict, reason, parts, own_best, commands}]}")(
      "markdown", po::bool_switch(&markdown), "a section to paste into a page");
  if (!line.parse(arguments))
    return 0;
  if (json && markdown)
    throw core::UsageError("--json and --markdown exclude each other; give one of them.");
  const auto split = parseSplit(splitWord);
  auto workspace = openForReading(folder);
  store::ClaimRuns runs(workspace, dataset, split);
  auto claims = store::judgePaperClaims(runs);
  auto ownBest = store::judgeAtOwnBest(runs);
  const ClaimTexts texts(runs, std::move(claims), std::move(ownBest), workspace.folder().filename().string());
  if (json)
    printDocument(texts.document());
  else
    print(markdown ? texts.markdown() : texts.table());
  return 0;
}

} // namespace skipscope::cli
