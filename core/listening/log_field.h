#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// What a column of a table can stand for.
enum class LogField {
  Listener,
  Song,
  Time,
  Position,
  Feedback,
  Rating,
  Like,
  Dislike,
  Skip,
  Listen,
  Station,
  PlayedMs,
  DurationMs,
  PlayedPercent,
  Title,
  Artist,
  FieldCount
};

inline constexpr std::size_t kLogFields = static_cast<std::size_t>(LogField::FieldCount);

/// "listener", "played_ms", …: the names of --map.
std::string_view logFieldName(LogField field);
/// What the field means, for people.
std::string_view logFieldMeaning(LogField field);
std::optional<LogField> parseLogField(std::string_view name);

/// The cells of one row by field; empty where a field has no column.
class Cells {
public:
  std::string_view operator[](LogField field) const { return m_texts[static_cast<std::size_t>(field)]; }
  std::string_view& operator[](LogField field) { return m_texts[static_cast<std::size_t>(field)]; }

private:
  std::array<std::string_view, kLogFields> m_texts;
};

/// Which fields a log has.
class FieldSet {
public:
  bool has(LogField field) const { return m_bits[static_cast<std::size_t>(field)]; }
  void insert(LogField field) { m_bits.set(static_cast<std::size_t>(field)); }

private:
  std::bitset<kLogFields> m_bits;
};

/// Names under which a field is known, most telling first; lower case, with _ for blanks and hyphens.
struct FieldNames {
  LogField field = LogField::Listener;
  std::vector<std::string_view> names;
};

/// A column's name in lower case, with _ for blanks, hyphens and dots.
std::string plainName(std::string_view name);

/// Finds the column of each field: as given in `asked`, else by name, each column once. Throws
/// core::UsageError for a field that does not exist, core::Error for an asked column that does not (`file` is
/// named).
std::map<LogField, std::size_t> mapColumns(const std::vector<std::string>& header,
                                           const std::vector<FieldNames>& known,
                                           const std::map<std::string, std::string>& asked,
                                           const std::string& file);

} // namespace skipscope::listening
