#pragma once

#include "core/listening/line_reader.h"
#include "core/listening/log_field.h"
#include "core/listening/log_reader.h"
#include "core/listening/row_meaning.h"

#include <optional>

namespace skipscope::listening {

/// How a table is laid out.
struct TableLayout {
  std::string delimiter;           ///< ",", "\t", "::", …
  std::vector<std::string> header; ///< names of the columns
  bool hasHeaderLine = true;       ///< false: the format itself names the columns
  bool quotes = true;              ///< a cell may be quoted
  std::size_t optionalCells = 0;   ///< so many of the last columns may be missing in a row
  char comment = '\0';             ///< lines that start so and hold a single cell are no rows
};

/// What tells one table format from another.
struct TableFormat {
  std::string_view name;
  std::vector<FieldNames> columns; ///< where each field is looked for
  std::vector<std::string_view>
      signature;                  ///< column names by which the format is recognised; empty: by its fields
  std::vector<LogField> required; ///< beside listener, song and a time or position
  std::unique_ptr<RowMeaning> (*makeMeaning)(const ImportRules& rules, const RowSource& source);
  /// The layout of a table without header line that starts with this line; null where the format always has
  /// one.
  std::optional<TableLayout> (*headerless)(std::string_view firstLine) = nullptr;
  /// Names under which a table without header may stand in an archive beside others that repeat its rows.
  std::vector<std::string_view> headerlessMembers = {};
  std::vector<std::string_view> signatureAny = {}; ///< one of these columns as well
  /// Columns that the import rules called <format>.<field> name: field → column.
  std::map<std::string, std::string> (*columnsByRule)(const ImportRules& rules) = nullptr;
  /// Where rows have no time of their own: what they are ordered by, in ms; nothing where it is unreadable.
  std::optional<std::int64_t> (*moment)(const Cells& cells) = nullptr;
  /// What a line of comment tells about the rows, "" where nothing.
  std::string_view (*noteOf)(std::string_view comment) = nullptr;
  /// Most words of a feedback column are these, in lower case; empty: it may hold any.
  std::vector<std::string_view> signatureWords = {};
  bool songByNames = false; ///< artist and title tell the song
  bool oneListener = false; ///< each file is the log of one listener, unless a column names them
};

/// Reads tables of text: delimited rows with a header, whose columns are found by name. A field of a comma
/// table may be quoted and then hold line ends.
class TableReader : public LogReader {
public:
  TableReader(TableFormat format, const ImportRequest& request);

  bool recognises(std::string_view member, std::string_view head) const override;
  void read(MemberStream& stream, const std::string& file, LogCollector& log) override;
  LogPreview preview(MemberStream& stream, const std::string& file, std::size_t rows) override;

private:
  TableLayout findLayout(std::string_view firstLine) const;
  bool speaksTheFormat(const TableLayout& layout, const std::map<LogField, std::size_t>& columns,
                       std::string_view head) const;
  const std::string& listenerOf(const MemberStream& stream, const std::string& file);
  TableLayout open(LineReader& lines, const std::string& file, Line& line) const;
  std::map<LogField, std::size_t> findColumns(const TableLayout& layout, std::string_view line,
                                              const std::string& file) const;
  std::string missingColumn(const TableLayout& layout, std::string_view line,
                            const std::map<LogField, std::size_t>& columns, const std::string& file) const;

  TableFormat m_format;
  std::map<std::string, std::string> m_asked;
  ImportRules m_rules;
  std::optional<bool> m_byPosition;                   ///< as in the files read so far
  std::map<std::string, std::string> m_fileListeners; ///< of files that name none, by the file
};

} // namespace skipscope::listening
