#include "app/cli/field_tables.h"

#include "app/cli/table.h"
#include "core/evaluation/metrics.h"
#include "core/experiment/configuration.h"
#include "core/field.h"
#include "core/listening/import_rules.h"
#include "core/listening/simulator.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace skipscope::cli {

namespace {

using core::FieldKind;

struct FieldRow {
  core::FieldText text;
  std::string defaultValue;
};

struct Section {
  std::string name;  ///< key of the JSON document
  std::string title; ///< heading
  std::string use;   ///< where the keys are typed
  std::vector<FieldRow> rows;
};

template <class Struct> std::vector<FieldRow> rowsOf(const std::vector<core::Field<Struct>>& fields) {
  std::vector<FieldRow> rows;
  for (const auto& field : fields)
    rows.push_back({field.text, field.get(Struct{})});
  return rows;
}

std::vector<Section> sections() {
  return {{"configuration", "Configuration keys", "launch --set KEY=VALUE, --sweep KEY=V1,V2, --config FILE",
           rowsOf(experiment::configurationFields())},
          {"rules", "Import rules", "import --rule KEY=VALUE", rowsOf(listening::importRuleFields())},
          {"simulator", "Simulator rates", "simulate --set KEY=VALUE", rowsOf(listening::simulatorFields())}};
}

std::string kindName(FieldKind kind) {
  switch (kind) {
  case FieldKind::Flag:
    return "flag";
  case FieldKind::Integer:
    return "integer";
  case FieldKind::Real:
    return "real";
  case FieldKind::IntegerOrWord:
    return "integer or word";
  case FieldKind::RealOrWord:
    return "real or word";
  case FieldKind::Choice:
    return "choice";
  case FieldKind::Choices:
    return "choices";
  case FieldKind::Text:
    return "text";
  }
  return {};
}

/// What a value may be: "1 to 1024", "like, dislike, skip", "a number from 0 to 100, or balanced".
std::string allowed(const core::FieldText& text) {
  const auto range = fmt::format("{} to {}", text.minimum, text.maximum);
  const auto words = fmt::format("{}", fmt::join(text.choices, ", "));
  switch (text.kind) {
  case FieldKind::Flag:
    return "true, false";
  case FieldKind::Integer:
  case FieldKind::Real:
    return range;
  case FieldKind::IntegerOrWord:
  case FieldKind::RealOrWord:
    return range + ", or " + words;
  case FieldKind::Choice:
    return words;
  case FieldKind::Choices:
    return "any of " + words;
  case FieldKind::Text:
    return "text";
  }
  return {};
}

Json fieldDocument(const FieldRow& row) {
  const auto& text = row.text;
  Json document = {{"key", text.key},         {"group", text.group},        {"label", text.label},
                   {"unit", text.unit},       {"tooltip", text.tooltip},    {"kind", kindName(text.kind)},
                   {"choices", text.choices}, {"default", row.defaultValue}};
  const bool ranged = text.kind == FieldKind::Integer || text.kind == FieldKind::Real ||
                      text.kind == FieldKind::IntegerOrWord || text.kind == FieldKind::RealOrWord;
  document["minimum"] = ranged ? Json(text.minimum) : Json();
  document["maximum"] = ranged ? Json(text.maximum) : Json();
  return document;
}

/// Long lists of words would push everything else off the screen; --json has them whole.
std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 30;
  return text.size() <= kMost ? text : text.substr(0, kMost) + "…";
}

/// A cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string safe;
  for (const char letter : text)
    safe += letter == '|' ? std::string("\\|") : std::string(1, letter);
  return safe;
}

std::string code(const std::string& text) {
  return text.empty() ? "" : "`" + cell(text) + "`";
}

} // namespace

std::string fieldsText() {
  std::string all;
  for (const auto& section : sections()) {
    Table table;
    for (const char* heading : {"key", "default", "allowed", "unit", "meaning"})
      table.addColumn(heading);
    for (const auto& row : section.rows)
      table.addRow(
          {row.text.key, shortened(row.defaultValue), allowed(row.text), row.text.unit, row.text.label});
    all += fmt::format("{}{} ({})\n{}", all.empty() ? "" : "\n", section.title, section.use, table.text());
  }
  return all;
}

Json fieldsDocument() {
  Json document;
  for (const auto& section : sections()) {
    document[section.name] = Json::array();
    for (const auto& row : section.rows)
      document[section.name].push_back(fieldDocument(row));
  }
  document["metrics"] = Json::array();
  for (const auto& metric : evaluation::metricTexts())
    document["metrics"].push_back({{"name", metric.name},
                                   {"label", metric.label},
                                   {"protocol", metric.protocol},
                                   {"higher_is_better", metric.higherIsBetter}});
  return document;
}

std::string fieldsMarkdown() {
  std::string page =
      "# Configuration\n\n"
      "This page is made from the descriptions in the program. After a change of a field, write it "
      "anew:\n\n```\nskipscope-cli keys --markdown > docs/configuration.md\n```\n\n"
      "Keys that do not act in a configuration (the number of random negatives under `real`, the "
      "model's sizes\nfor `popularity`) count as their defaults. What the words mean is in "
      "[method.md](method.md).\n";
  for (const auto& section : sections()) {
    page += fmt::format("\n## {}\n\nFor `{}`.\n", section.title, section.use);
    std::string group;
    for (const auto& row : section.rows) {
      if (&row == &section.rows.front() || row.text.group != group) {
        group = row.text.group;
        page += fmt::format("\n{}| key | default | allowed | meaning |\n|---|---|---|---|\n",
                            group.empty() ? "" : "### " + group + "\n\n");
      }
      page += fmt::format("| `{}` | {} | {}{} | **{}.** {} |\n", row.text.key, code(row.defaultValue),
                          cell(allowed(row.text)), row.text.unit.empty() ? "" : " " + cell(row.text.unit),
                          cell(row.text.label), cell(row.text.tooltip));
    }
  }
  page += "\n## Metrics\n\nKeys of `test` in `runs --json`, columns of `runs --csv` and of `--where`.\n\n"
          "| metric | meaning | protocol |\n|---|---|---|\n";
  for (const auto& metric : evaluation::metricTexts())
    page += fmt::format("| `{}` | {} | {} |\n", metric.name, cell(metric.label), cell(metric.protocol));
  return page;
}

} // namespace skipscope::cli
