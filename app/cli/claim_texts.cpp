#include "app/cli/claim_texts.h"

#include "app/cli/output.h"
#include "app/cli/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace skipscope::cli {

namespace {

using store::ClaimNumber;
using store::ClaimPart;
using store::PaperClaim;

/// A word as a shell takes it.
std::string quoted(const std::string& word) {
  const auto plain = [](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           std::string_view("_-./,=").find(static_cast<char>(letter)) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain))
    return word;
  std::string text = "'";
  for (const char letter : word)
    text += letter == '\'' ? "'\\''" : std::string(1, letter);
  return text + "'";
}

std::string intervalText(const ClaimNumber& number) {
  return number.low && number.high ? fmt::format("[{:.4g}, {:.4g}]", *number.low, *number.high) : "";
}

std::string sidesText(const ClaimNumber& number) {
  return number.baseline && number.ours ? fmt::format("{:.4g} → {:.4g}", *number.baseline, *number.ours) : "";
}

std::string verdictText(store::ClaimVerdict verdict, bool robust) {
  return std::string(store::claimVerdictName(verdict)) + (robust ? ", robust" : "");
}

std::string reasonText(const ClaimPart& part) {
  return part.smallestDetectable ? fmt::format("{} Finds {:.3g}.", part.reason, *part.smallestDetectable)
                                 : part.reason;
}

std::string sidesText(const ClaimPart& part) {
  std::string text;
  for (const auto& side : part.sides)
    text += fmt::format("{}{}{}{} ({})", text.empty() ? "" : "; ", side.configuration,
                        side.own.empty() ? "" : ", ", side.own,
                        counted(static_cast<std::int64_t>(side.runs.size()), "seed"));
  return text;
}

/// "5:5 seeds", and where a side has settings of its own, "5:5 seeds; common :
/// training.learning_rate=0.0005".
std::string seedsText(const ClaimPart& part) {
  std::string seeds, settings;
  bool own = false;
  for (const auto& side : part.sides) {
    seeds += fmt::format("{}{}", seeds.empty() ? "" : ":", side.runs.size());
    settings += fmt::format("{}{}", settings.empty() ? "" : " : ", side.own.empty() ? "common" : side.own);
    own = own || !side.own.empty();
  }
  return seeds + " seeds" + (own ? "; " + settings : "");
}

/// Words that would break a row of a markdown table.
std::string cell(const std::string& words) {
  std::string text;
  for (const char letter : printable(words))
    text += letter == '|' ? "\\|" : std::string(1, letter);
  return text;
}

Json orNull(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

Json numberDocument(const ClaimNumber& number) {
  return {{"name", number.name},
          {"value", number.value},
          {"low", orNull(number.low)},
          {"high", orNull(number.high)},
          {"baseline", orNull(number.baseline)},
          {"ours", orNull(number.ours)},
          {"listeners", number.listeners ? Json(*number.listeners) : Json()}};
}

Json partDocument(const ClaimPart& part) {
  Json document = {{"name", part.name},
                   {"verdict", store::claimVerdictName(part.verdict)},
                   {"robust", part.robust},
                   {"reason", part.reason},
                   {"smallest_detectable", orNull(part.smallestDetectable)},
                   {"sides", Json::array()},
                   {"numbers", Json::array()}};
  for (const auto& side : part.sides)
    document["sides"].push_back({{"configuration", side.configuration},
                                 {"own_settings", side.own},
                                 {"seeds", side.runs.size()},
                                 {"runs", side.runs}});
  for (const ClaimNumber& number : part.numbers)
    document["numbers"].push_back(numberDocument(number));
  return document;
}

Json partsDocument(const PaperClaim& claim) {
  Json parts = Json::array();
  for (const ClaimPart& part : claim.parts)
    parts.push_back(partDocument(part));
  return parts;
}

/// Every part with its numbers, indented.
std::string partsText(const PaperClaim& claim) {
  std::string text;
  for (const ClaimPart& part : claim.parts) {
    text +=
        fmt::format("  {}: {}. {}\n", part.name, verdictText(part.verdict, part.robust), reasonText(part));
    if (!part.sides.empty() && !part.numbers.empty())
      text += fmt::format("    of {}\n", sidesText(part));
    for (const ClaimNumber& number : part.numbers) {
      const std::string interval = intervalText(number), sides = sidesText(number);
      text += fmt::format("    {} {:.4g}{}{}{}\n", number.name, number.value,
                          interval.empty() ? "" : " " + interval, sides.empty() ? "" : " (" + sides + ")",
                          number.listeners ? ", " + counted(*number.listeners, "listener") : "");
    }
  }
  return text;
}

/// Every number of every part, as a table.
std::string partsTable(const std::vector<PaperClaim>& claims) {
  std::string text = "| | compared | number | value | 95 % interval | from → to | listeners | verdict |\n"
                     "|---|---|---|---|---|---|---|---|\n";
  for (const PaperClaim& claim : claims)
    for (const ClaimPart& part : claim.parts) {
      const std::string verdict =
          verdictText(part.verdict, part.robust) +
          (part.smallestDetectable ? fmt::format(" (finds {:.3g})", *part.smallestDetectable)
                                   : std::string());
      if (part.numbers.empty())
        text += fmt::format("| {} | {} | | | | | | {}: {} |\n", claim.id, cell(part.name), verdict,
                            cell(part.reason));
      for (std::size_t i = 0; i < part.numbers.size(); ++i) {
        const ClaimNumber& number = part.numbers[i];
        std::string compared;
        if (i == 0) {
          compared = part.name;
          if (!part.sides.empty()) {
            compared += " (" + seedsText(part) + ")";
          }
        }
        text += fmt::format("| {} | {} | {} | {:.4g} | {} | {} | {} | {} |\n", i == 0 ? claim.id : "",
                            cell(compared), cell(number.name), number.value, intervalText(number),
                            sidesText(number), number.listeners ? grouped(*number.listeners) : "",
                            i == 0 ? verdict : "");
      }
    }
  return text;
}

/// Whether the log has what the runs of a claim need.
bool canRun(const PaperClaim& claim) {
  return claim.verdict != store::ClaimVerdict::NotTestable ||
         claim.reason.find("launch preset") != std::string::npos;
}

const char* splitName(experiment::Split split) {
  return split == experiment::Split::Time ? "time" : "last";
}

} // namespace

ClaimTexts::ClaimTexts(const store::ClaimRuns& runs, std::vector<PaperClaim> claims,
                       std::vector<PaperClaim> ownBest, std::string workspace)
    : m_runs(runs), m_claims(std::move(claims)), m_ownBest(std::move(ownBest)),
      m_workspace(std::move(workspace)) {}

const PaperClaim* ClaimTexts::atOwnBest(const PaperClaim& claim) const {
  const auto found = std::find_if(m_ownBest.begin(), m_ownBest.end(),
                                  [&](const PaperClaim& each) { return each.id == claim.id; });
  return found == m_ownBest.end() ? nullptr : &*found;
}

std::string ClaimTexts::ownBestText(const PaperClaim& claim) const {
  const PaperClaim* own = atOwnBest(claim);
  if (own == nullptr)
    return "";
  return std::string(store::claimVerdictName(own->verdict)) +
         (own->verdict == claim.verdict ? "" : " (differs)");
}

std::string ClaimTexts::launchCommand(const PaperClaim& claim) const {
  std::string text = fmt::format("skipscope-cli launch {} --dataset {} --preset {}", quoted(m_workspace),
                                 quoted(m_runs.log().name), claim.preset);
  for (const auto& [key, value] : m_runs.settings())
    text += fmt::format(" --set {}", quoted(key + "=" + value));
  return text + " --wait";
}

std::string ClaimTexts::claimsCommand() const {
  return fmt::format("skipscope-cli claims {} --dataset {} --split {}", quoted(m_workspace),
                     quoted(m_runs.log().name), splitName(m_runs.split()));
}

std::string ClaimTexts::about() const {
  std::string settings;
  for (const auto& [key, value] : m_runs.settings())
    if (key != "evaluation.split")
      settings += fmt::format("{}{}={}", settings.empty() ? "" : ", ", key, value);
  std::string text =
      fmt::format("Dataset {}, {} and {}, split {}; {}.", printable(m_runs.log().name),
                  counted(m_runs.log().kept, "event"), counted(m_runs.log().listeners, "listener"),
                  splitName(m_runs.split()), settings.empty() ? "default settings" : "settings " + settings);
  if (m_runs.leftOut() > 0)
    text += fmt::format(" {} with other settings not looked at.",
                        counted(static_cast<std::int64_t>(m_runs.leftOut()), "finished run"));
  return text;
}

Json ClaimTexts::document() const {
  Json document = {{"dataset", m_runs.log().name},
                   {"fingerprint", m_runs.log().fingerprint},
                   {"split", splitName(m_runs.split())},
                   {"minimum_history", m_runs.minimumHistory()},
                   {"settings", Json::object()},
                   {"left_out", m_runs.leftOut()},
                   {"claims", Json::array()}};
  for (const auto& [key, value] : m_runs.settings())
    document["settings"][key] = value;
  for (const PaperClaim& claim : m_claims) {
    Json ownBest;
    if (const PaperClaim* own = atOwnBest(claim))
      ownBest = {{"verdict", store::claimVerdictName(own->verdict)},
                 {"differs", own->verdict != claim.verdict},
                 {"reason", own->reason},
                 {"parts", partsDocument(*own)}};
    document["claims"].push_back({{"id", claim.id},
                                  {"sentence", claim.sentence},
                                  {"verdict", store::claimVerdictName(claim.verdict)},
                                  {"reason", claim.reason},
                                  {"parts", partsDocument(claim)},
                                  {"own_best", std::move(ownBest)},
                                  {"commands", {launchCommand(claim), claimsCommand()}}});
  }
  return document;
}

std::string ClaimTexts::table() const {
  Table verdicts;
  for (const char* heading : {"", "claim", "verdict", "at own-best settings", "why"})
    verdicts.addColumn(heading);
  for (const PaperClaim& claim : m_claims)
    verdicts.addRow({claim.id, claim.sentence, std::string(store::claimVerdictName(claim.verdict)),
                     ownBestText(claim), claim.reason});
  std::string text = about() + "\n\n" + verdicts.text();
  for (const PaperClaim& claim : m_claims) {
    text += fmt::format("\n{} {}\n{}", claim.id, claim.sentence, partsText(claim));
    if (const PaperClaim* own = atOwnBest(claim))
      text +=
          fmt::format("  Each side at its own best settings: {}\n{}", ownBestText(claim), partsText(*own));
    if (canRun(claim))
      text += fmt::format("  the whole preset: {}\n", launchCommand(claim));
  }
  return text;
}

std::string ClaimTexts::markdown() const {
  std::string text =
      fmt::format("## {}, split `{}`\n\n{}\n\n| claim | verdict | at own-best settings | why |\n"
                  "|---|---|---|---|\n",
                  cell(m_runs.log().name), splitName(m_runs.split()), about());
  for (const PaperClaim& claim : m_claims)
    text += fmt::format("| {} {} | {} | {} | {} |\n", claim.id, claim.sentence,
                        store::claimVerdictName(claim.verdict), ownBestText(claim), cell(claim.reason));
  text += "\n<details><summary>Every number, and the commands</summary>\n\n" + partsTable(m_claims);
  if (!m_ownBest.empty())
    text += "\nEach side at its own best settings:\n\n" + partsTable(m_ownBest);
  text += "\nThe whole presets, and these verdicts:\n\n```\n";
  std::vector<std::string> commands;
  for (const PaperClaim& claim : m_claims)
    if (const auto command = launchCommand(claim);
        canRun(claim) && std::find(commands.begin(), commands.end(), command) == commands.end())
      commands.push_back(command);
  commands.push_back(claimsCommand());
  for (const auto& command : commands)
    text += command + "\n";
  return text + "```\n\n</details>\n";
}

} // namespace skipscope::cli
