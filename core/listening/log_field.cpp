#include "core/listening/log_field.h"

#include "core/error.h"
#include "core/listening/closest_word.h"

#include <algorithm>
#include <set>

namespace skipscope::listening {

namespace {

struct FieldText {
  std::string_view name;
  std::string_view meaning;
};

constexpr std::array<FieldText, kLogFields> kFields = {{
    {"listener", "who listened: any id"},
    {"song", "what was played: any id"},
    {"time", "when it began: epoch seconds, epoch ms or ISO 8601"},
    {"position", "the place in the listener's order, for logs without times: a whole number"},
    {"feedback", "a word for what the listener did, see the rules feedback.*"},
    {"rating", "a number, see the rules rating.like and rating.dislike"},
    {"like", "thumb-up: 1/0, true/false or yes/no"},
    {"dislike", "thumb-down: 1/0, true/false or yes/no"},
    {"skip", "skipped: 1/0, true/false or yes/no"},
    {"listen", "played through: 1/0, true/false or yes/no"},
    {"station", "the context of the play: station, playlist or session"},
    {"played_ms", "how long it was played, in ms"},
    {"duration_ms", "how long the song is, in ms; 0 is unknown"},
    {"played_pct", "how much of the song was played, in percent"},
    {"title", "the song's title"},
    {"artist", "the song's artist"},
}};

LogField askedField(const std::string& name) {
  if (const auto field = parseLogField(name))
    return *field;
  std::vector<std::string> names;
  for (const FieldText& field : kFields)
    names.emplace_back(field.name);
  throw core::UsageError("There is no field '" + name + "' to map." + didYouMean(name, names) +
                         " The fields are: " + commaList(names) + ".");
}

} // namespace

std::string plainName(std::string_view name) {
  std::string plain;
  for (const char c : name)
    if (c == ' ' || c == '-' || c == '.')
      plain += '_';
    else
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return plain;
}

std::string_view logFieldName(LogField field) {
  return kFields[static_cast<std::size_t>(field)].name;
}

std::string_view logFieldMeaning(LogField field) {
  return kFields[static_cast<std::size_t>(field)].meaning;
}

std::optional<LogField> parseLogField(std::string_view name) {
  for (std::size_t i = 0; i < kLogFields; ++i)
    if (kFields[i].name == name)
      return static_cast<LogField>(i);
  return std::nullopt;
}

std::map<LogField, std::size_t> mapColumns(const std::vector<std::string>& header,
                                           const std::vector<FieldNames>& known,
                                           const std::map<std::string, std::string>& asked,
                                           const std::string& file) {
  std::map<LogField, std::size_t> columns;
  std::set<std::size_t> taken;
  for (const auto& [name, column] : asked) {
    const LogField field = askedField(name);
    const auto found = std::find(header.begin(), header.end(), column);
    if (found == header.end())
      throw core::Error(file + " has no column '" + column + "', which was asked for as " + name + "." +
                        didYouMean(column, header) + " Its columns are: " + commaList(header) + ".");
    columns[field] = static_cast<std::size_t>(found - header.begin());
    taken.insert(columns[field]);
  }
  std::vector<std::string> plain;
  for (const std::string& name : header)
    plain.push_back(plainName(name));
  for (const FieldNames& each : known) {
    if (columns.contains(each.field))
      continue;
    for (const std::string_view name : each.names) {
      const auto found = std::find(plain.begin(), plain.end(), name);
      const auto column = static_cast<std::size_t>(found - plain.begin());
      if (found == plain.end() || taken.contains(column))
        continue;
      columns[each.field] = column;
      taken.insert(column);
      break;
    }
  }
  return columns;
}

} // namespace skipscope::listening
