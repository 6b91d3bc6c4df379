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
    text += fmt::format("{}{} ({})", text.empty() ? "" : "; ", side.configuration,
                        counted(static_cast<std::int64_t>(side.runs.size()), "seed"));
  return text;
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
    document["sides"].push_back(
        {{"configuration", side.configuration}, {"seeds", side.runs.size()}, {"runs", side.runs}});
  for (const ClaimNumber& number : part.numbers)
    document["numbers"].push_back(numberDocument(number));
  return document;
}

const char* splitName(experiment::Split split) {
  return split == experiment::Split::Time ? "time" : "last";
}

} // namespace

ClaimTexts::ClaimTexts(const store::ClaimRuns& runs, std::vector<PaperClaim> claims, std::string workspace)
    : m_runs(runs), m_claims(std::move(claims)), m_workspace(std::move(workspace)) {}

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
    Json parts = Json::array();
    for (const ClaimPart& part : claim.parts)
      parts.push_back(partDocument(part));
    document["claims"].push_back({{"id", claim.id},
                                  {"sentence", claim.sentence},
                                  {"verdict", store::claimVerdictName(claim.verdict)},
                                  {"reason", claim.reason},
                                  {"parts", std::move(parts)},
                                  {"commands", {launchCommand(claim), claimsCommand()}}});
  }
  return document;
}

std::string ClaimTexts::table() const {
  Table verdicts;
  for (const char* heading : {"", "claim", "verdict", "why"})
    verdicts.addColumn(heading);
  for (const PaperClaim& claim : m_claims)
    verdicts.addRow(
        {claim.id, claim.sentence, std::string(store::claimVerdictName(claim.verdict)), claim.reason});
  std::string text = about() + "\n\n" + verdicts.text();
  for (const PaperClaim& claim : m_claims) {
    text += fmt::format("\n{} {}\n", claim.id, claim.sentence);
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
    text += fmt::format("  again: {}\n", launchCommand(claim));
  }
  return text;
}

std::string ClaimTexts::markdown() const {
  std::string text = fmt::format("## {}, split `{}`\n\n{}\n\n| claim | verdict | why |\n|---|---|---|\n",
                                 cell(m_runs.log().name), splitName(m_runs.split()), about());
  for (const PaperClaim& claim : m_claims)
    text += fmt::format("| {} {} | {} | {} |\n", claim.id, claim.sentence,
                        store::claimVerdictName(claim.verdict), cell(claim.reason));
  text += "\n| | compared | number | value | 95 % interval | from → to | listeners | verdict |\n"
          "|---|---|---|---|---|---|---|---|\n";
  for (const PaperClaim& claim : m_claims)
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
            std::string seeds;
            for (const auto& side : part.sides)
              seeds += fmt::format("{}{}", seeds.empty() ? "" : ":", side.runs.size());
            compared += fmt::format(" ({} seeds)", seeds);
          }
        }
        text += fmt::format("| {} | {} | {} | {:.4g} | {} | {} | {} | {} |\n", i == 0 ? claim.id : "",
                            cell(compared), cell(number.name), number.value, intervalText(number),
                            sidesText(number), number.listeners ? grouped(*number.listeners) : "",
                            i == 0 ? verdict : "");
      }
    }
  text += "\nTo do it again:\n\n```\n";
  std::vector<std::string> commands;
  for (const PaperClaim& claim : m_claims)
    if (const auto command = launchCommand(claim);
        std::find(commands.begin(), commands.end(), command) == commands.end())
      commands.push_back(command);
  commands.push_back(claimsCommand());
  for (const auto& command : commands)
    text += command + "\n";
  return text + "```\n";
}

} // namespace skipscope::cli
