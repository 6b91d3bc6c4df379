#include "core/listening/table_reader.h"

#include "core/error.h"
#include "core/listening/closest_word.h"
#include "core/listening/number_text.h"
#include "core/listening/row_splitter.h"
#include "core/listening/time_text.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace skipscope::listening {

namespace {

constexpr std::size_t kPreviewCell = 200;                     // bytes of a cell shown before an import
constexpr std::ptrdiff_t kStrayControls = 3;                  // a text may hold some by mishap
constexpr std::size_t kBytesPerControl = 100;                 // with more of them it is none
constexpr std::int64_t kLastPosition = 1'000'000'000'000'000; // differences of two must not overflow

std::string_view faultReason(LineFault fault) {
  switch (fault) {
  case LineFault::TooLong:
    return kLineTooLong;
  case LineFault::ZeroByte:
    return kZeroByte;
  case LineFault::InvalidUtf8:
    return kInvalidUtf8;
  case LineFault::None:
    break;
  }
  return {};
}

bool isControl(char c) {
  return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r';
}

/// Looks at the start of a file for what is no text with lines.
void refuseForeign(const MemberStream& stream, const std::string& file) {
  const std::string_view head = stream.head();
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    throw core::Error(file + " is UTF-16 text: save it as UTF-8.");
  const auto controls = std::count_if(head.begin(), head.end(), isControl);
  if (controls > kStrayControls && controls > static_cast<std::ptrdiff_t>(head.size() / kBytesPerControl))
    throw core::Error(file + " is no text (it is full of control characters): name the file that holds the "
                             "log as a table, such as CSV.");
  if (head.find('\n') == std::string_view::npos && head.find('\r') < head.size() - 1)
    throw core::Error(file + " ends its lines with CR alone: save it with line ends LF or CRLF.");
}

/// The first line with text in it, as far as it lies in `head`.
std::string_view firstLine(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF"))
    head.remove_prefix(3);
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    std::string_view line = head.substr(0, end);
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    if (!line.empty())
      return line;
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  return {};
}

std::string guessDelimiter(std::string_view line) {
  std::string best = ",";
  std::ptrdiff_t most = 0;
  for (const char candidate : {'\t', ',', ';', '|'})
    if (const auto count = std::count(line.begin(), line.end(), candidate); count > most) {
      most = count;
      best = candidate;
    }
  return best;
}

/// Milliseconds; empty and negative ones are unknown, fractions are cut. False where it is no number.
bool readMs(std::string_view text, std::int32_t& ms) {
  ms = kUnknownMs;
  if (text.empty())
    return true;
  auto whole = parseInteger(text);
  if (const auto real = whole ? std::nullopt : parseReal(text))
    whole = static_cast<std::int64_t>(std::clamp(*real, -1.0, 1e12));
  if (!whole || *whole > std::numeric_limits<std::int32_t>::max())
    return false;
  ms = *whole < 0 ? kUnknownMs : static_cast<std::int32_t>(*whole);
  return true;
}

std::string shownFields(const Cells& cells) {
  std::string text;
  for (std::size_t i = 0; i < kLogFields; ++i) {
    const auto field = static_cast<LogField>(i);
    if (cells[field].empty())
      continue;
    text += text.empty() ? "" : ", ";
    text += logFieldName(field);
    text += '=';
    text += cells[field].substr(0, kPreviewCell);
  }
  return text;
}

bool isComment(const TableLayout& layout, std::string_view line) {
  return layout.comment != '\0' && line.starts_with(layout.comment) &&
         line.find(layout.delimiter) == std::string_view::npos;
}

/// Turns the cells of a row into a record.
class RowReader {
public:
  /// `listener` is whose log the file is, "" where a column tells that.
  RowReader(const TableFormat& format, const FieldSet& fields, bool byPosition, std::string listener,
            const RowMeaning& meaning)
      : m_format(format), m_byPosition(byPosition), m_hasPlayed(fields.has(LogField::PlayedMs)),
        m_hasDuration(fields.has(LogField::DurationMs)), m_listener(std::move(listener)), m_meaning(meaning) {
  }

  /// A reason to reject the row, or "".
  std::string_view read(const Cells& cells, Record& record) {
    record.listener = m_listener.empty() ? cells[LogField::Listener] : m_listener;
    record.song = m_format.songByNames ? songOf(cells) : cells[LogField::Song];
    record.station = cells[LogField::Station];
    record.title = cells[LogField::Title];
    record.artist = cells[LogField::Artist];
    if (record.listener.empty())
      return kMissingListener;
    if (record.song.empty())
      return kMissingSong;
    if (m_format.moment != nullptr && !m_byPosition) {
      const auto moment = m_format.moment(cells);
      if (!moment)
        return kUnreadableTime;
      record.time = *moment;
    } else if (m_byPosition) {
      const std::string_view text = cells[LogField::Position];
      const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), record.time);
      if (fault != std::errc{} || end != text.data() + text.size() || record.time < -kLastPosition ||
          record.time > kLastPosition)
        return kUnreadablePosition;
    } else {
      const auto time = parseTime(cells[LogField::Time]);
      if (!time)
        return kUnreadableTime;
      record.time = time->ms;
      m_zoneMissing = m_zoneMissing || !time->zoneGiven;
    }
    if (m_hasPlayed && !readMs(cells[LogField::PlayedMs], record.playedMs))
      return kUnreadableNumber;
    if (m_hasDuration && !readMs(cells[LogField::DurationMs], record.durationMs))
      return kUnreadableNumber;
    record.playedShare.reset();
    if (const std::string_view percent = cells[LogField::PlayedPercent]; !percent.empty()) {
      const auto value = parseReal(percent);
      if (!value || *value < 0)
        return kUnreadableNumber;
      record.playedShare = *value / 100;
    }
    return m_meaning.read(cells, record);
  }

  bool zoneMissing() const { return m_zoneMissing; }

private:
  /// Empty where one of the names is missing.
  std::string_view songOf(const Cells& cells) {
    m_song.clear();
    if (!cells[LogField::Artist].empty() && !cells[LogField::Title].empty())
      m_song.append(cells[LogField::Artist]).append(" – ").append(cells[LogField::Title]);
    return m_song;
  }

  const TableFormat& m_format;
  bool m_byPosition;
  bool m_hasPlayed;
  bool m_hasDuration;
  std::string m_listener;
  std::string m_song;
  bool m_zoneMissing = false;
  const RowMeaning& m_meaning;
};

} // namespace

TableReader::TableReader(TableFormat format, const ImportRequest& request)
    : m_format(std::move(format)), m_asked(request.columns), m_rules(request.rules) {
  std::vector<std::string> header;
  for (const auto& [field, column] : m_asked)
    header.push_back(column);
  mapColumns(header, {}, m_asked, {}); // throws for a field that does not exist
}

TableLayout TableReader::findLayout(std::string_view line) const {
  if (m_format.headerless != nullptr)
    if (auto layout = m_format.headerless(line))
      return *layout;
  TableLayout layout;
  layout.delimiter = guessDelimiter(line);
  RowSplitter splitter(layout.delimiter);
  splitter.split(line);
  for (const std::string_view cell : splitter.cells())
    layout.header.emplace_back(cell);
  return layout;
}

bool TableReader::recognises(std::string_view member, std::string_view head) const {
  const std::string_view line = firstLine(head);
  if (line.empty() || std::any_of(line.begin(), line.end(), isControl))
    return false;
  const TableLayout layout = findLayout(line);
  if (!layout.hasHeaderLine) {
    const auto named = [&](std::string_view name) { return member.ends_with(name); };
    return member.empty() ||
           std::any_of(m_format.headerlessMembers.begin(), m_format.headerlessMembers.end(), named);
  }
  const auto hasColumn = [&](std::string_view name) {
    return std::find(layout.header.begin(), layout.header.end(), name) != layout.header.end();
  };
  if (!std::all_of(m_format.signature.begin(), m_format.signature.end(), hasColumn))
    return false;
  if (!m_format.signatureAny.empty() &&
      !std::any_of(m_format.signatureAny.begin(), m_format.signatureAny.end(), hasColumn))
    return false;
  for (const auto& [field, column] : m_asked)
    if (!hasColumn(column))
      return false;
  return missingColumn(layout, mapColumns(layout.header, m_format.columns, m_asked, {}), {}).empty();
}

TableLayout TableReader::open(LineReader& lines, const std::string& file, Line& line) const {
  do {
    if (!lines.next(line))
      throw core::Error(file + " is empty: there is nothing to import.");
  } while (line.text.empty() && line.fault == LineFault::None);
  if (line.fault != LineFault::None)
    throw core::Error("The first line of " + file + " cannot be read (" +
                      std::string(faultReason(line.fault)) + "): it is no log in the format '" +
                      std::string(m_format.name) + "'.");
  if (std::any_of(line.text.begin(), line.text.end(), isControl))
    throw core::Error(file + " does not look like a table of text, its first line holds control characters: "
                             "name the file that holds the log.");
  return findLayout(line.text);
}

std::string TableReader::missingColumn(const TableLayout& layout,
                                       const std::map<LogField, std::size_t>& columns,
                                       const std::string& file) const {
  std::vector<LogField> required;
  if (!m_format.oneListener)
    required.push_back(LogField::Listener);
  if (!m_format.songByNames)
    required.push_back(LogField::Song);
  if (!columns.contains(LogField::Position))
    required.push_back(LogField::Time);
  required.insert(required.end(), m_format.required.begin(), m_format.required.end());
  const auto missing = std::find_if(required.begin(), required.end(),
                                    [&](LogField field) { return !columns.contains(field); });
  if (missing == required.end())
    return {};
  const std::string field(logFieldName(*missing));
  std::string sentence = file + " has no column for the " + field;
  const auto names = std::find_if(m_format.columns.begin(), m_format.columns.end(),
                                  [&](const FieldNames& each) { return each.field == *missing; });
  if (!m_format.signature.empty() && names != m_format.columns.end())
    sentence +=
        " ('" + std::string(names->names.front()) + "' in the format '" + std::string(m_format.name) + "')";
  std::string shown = commaList(layout.header);
  if (shown.size() > 300)
    shown = shown.substr(0, 300) + "…";
  return sentence + "; its columns are: " + shown + ". Name the column with --map " + field +
         "=COLUMN, or choose another format.";
}

std::map<LogField, std::size_t> TableReader::findColumns(const TableLayout& layout,
                                                         const std::string& file) const {
  auto asked = m_asked;
  if (m_format.columnsByRule != nullptr)
    asked.merge(m_format.columnsByRule(m_rules));
  auto columns = mapColumns(layout.header, m_format.columns, asked, file);
  if (asked.contains("position"))
    columns.erase(LogField::Time);
  else if (columns.contains(LogField::Time) && m_format.moment == nullptr)
    columns.erase(LogField::Position);
  for (const auto& [field, column] : columns)
    if (std::count(layout.header.begin(), layout.header.end(), layout.header[column]) > 1)
      throw core::Error(file + " has more than one column called '" + layout.header[column] +
                        "', so which one holds the " + std::string(logFieldName(field)) +
                        " cannot be told: rename the others.");
  return columns;
}

void TableReader::read(MemberStream& stream, const std::string& file, LogCollector& log) {
  refuseForeign(stream, file);
  LineReader lines(stream);
  Line line;
  const TableLayout layout = open(lines, file, line);
  const auto columns = findColumns(layout, file);
  if (const std::string problem = missingColumn(layout, columns, file); !problem.empty())
    throw core::Error(problem);
  const bool byPosition = columns.contains(LogField::Position) && !columns.contains(LogField::Time);
  if (m_byPosition.value_or(byPosition) != byPosition)
    throw core::Error(file +
                      " and the files before it order events differently, by time and by position: import "
                      "them as two datasets.");
  m_byPosition = byPosition;
  log.setOrderedByPosition(byPosition);

  RowSource source;
  source.file = file;
  for (const auto& [field, column] : columns)
    source.fields.insert(field);
  const std::vector<std::pair<LogField, std::size_t>> places(columns.begin(), columns.end());
  const auto meaning = m_format.makeMeaning(m_rules, source);
  ++m_filesRead;
  RowReader rows(m_format, source.fields, byPosition,
                 m_format.oneListener ? std::to_string(m_filesRead) : std::string(), *meaning);
  RowSplitter splitter(layout.delimiter, layout.header.size(), layout.quotes);
  Cells cells;
  Record record;
  if (layout.hasHeaderLine && !lines.next(line))
    line.number = 0;
  for (bool more = line.number != 0; more; more = lines.next(line)) {
    if (line.fault != LineFault::None) {
      log.reject(faultReason(line.fault), file, line.number, {});
      continue;
    }
    if (line.text.empty())
      continue;
    if (isComment(layout, line.text)) {
      if (m_format.noteOf != nullptr && !m_format.noteOf(line.text).empty())
        log.note(std::string(m_format.noteOf(line.text)));
      continue;
    }
    if (const auto split = splitter.split(lines, line); split != RowSplitter::Result::Row) {
      log.reject(split == RowSplitter::Result::UnclosedQuote ? kUnclosedQuote : kTextAfterQuote, file,
                 line.number, {});
      continue;
    }
    const std::size_t count = splitter.cells().size();
    if (count > layout.header.size() || count + layout.optionalCells < layout.header.size()) {
      log.reject(kWrongFieldCount, file, line.number,
                 std::to_string(count) + " instead of " + std::to_string(layout.header.size()));
      continue;
    }
    for (const auto& [field, column] : places)
      cells[field] = column < count ? splitter.cells()[column] : std::string_view();
    if (const std::string_view reason = rows.read(cells, record); reason.empty())
      log.add(record);
    else
      log.reject(reason, file, line.number, shownFields(cells));
  }
  if (m_format.moment != nullptr && !byPosition)
    log.note(
        "The log has days but no hours: within a day its plays stand by their position, a second apart.");
  if (rows.zoneMissing())
    log.note("Times carry no zone and were read as UTC.");
  if (lines.readLatin1())
    log.note(file + " is not UTF-8 and was read as Latin-1.");
  const bool tells = std::any_of(columns.begin(), columns.end(), [](const auto& each) {
    return (each.first >= LogField::Feedback && each.first <= LogField::Listen) ||
           each.first == LogField::PlayedMs || each.first == LogField::PlayedPercent;
  });
  if (!tells && m_format.required.empty() && !m_format.songByNames)
    log.note(file + " has no column for feedback or play time: every row counts as played through.");
}

LogPreview TableReader::preview(MemberStream& stream, const std::string& file, std::size_t rows) {
  refuseForeign(stream, file);
  LineReader lines(stream);
  Line line;
  const TableLayout layout = open(lines, file, line);
  LogPreview preview;
  preview.format = m_format.name;
  std::map<LogField, std::size_t> columns;
  try {
    columns = findColumns(layout, file);
    preview.problem = missingColumn(layout, columns, file);
  } catch (const core::Error& error) { // an asked column is missing: shown beside the rows
    preview.problem = error.what();
  }
  if (layout.hasHeaderLine) {
    preview.header = layout.header;
    for (const auto& [field, column] : columns)
      preview.columns[std::string(logFieldName(field))] = layout.header[column];
  }
  RowSplitter splitter(layout.delimiter, std::numeric_limits<std::size_t>::max(), layout.quotes);
  bool more = !layout.hasHeaderLine || lines.next(line);
  for (; more && preview.rows.size() < rows; more = lines.next(line)) {
    if (line.fault != LineFault::None || line.text.empty() || isComment(layout, line.text) ||
        splitter.split(lines, line) != RowSplitter::Result::Row)
      continue;
    auto& row = preview.rows.emplace_back();
    for (const std::string_view cell : splitter.cells())
      row.emplace_back(cell.substr(0, kPreviewCell));
  }
  return preview;
}

} // namespace skipscope::listening
