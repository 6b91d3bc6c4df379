#include "core/listening/table_reader.h"

#include "core/error.h"
#include "core/listening/closest_word.h"
#include "core/listening/foreign_text.h"
#include "core/listening/number_text.h"
#include "core/listening/row_splitter.h"
#include "core/listening/time_text.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>

namespace skipscope::listening {

namespace {

constexpr std::size_t kPreviewCell = 200;                     // bytes of a cell shown before an import
constexpr std::int64_t kLastPosition = 1'000'000'000'000'000; // differences of two must not overflow

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
      if (!time || (m_format.oneListener && time->ms <= 0)) // a player's clock that was never set
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
    return std::any_of(layout.header.begin(), layout.header.end(),
                       [&](const std::string& column) { return plainName(column) == plainName(name); });
  };
  if (!std::all_of(m_format.signature.begin(), m_format.signature.end(), hasColumn))
    return false;
  if (!m_format.signatureAny.empty() &&
      !std::any_of(m_format.signatureAny.begin(), m_format.signatureAny.end(), hasColumn))
    return false;
  for (const auto& [field, column] : m_asked)
    if (std::find(layout.header.begin(), layout.header.end(), column) == layout.header.end() ||
        (m_format.songByNames && field == logFieldName(LogField::Song)))
      return false;
  const auto columns = mapColumns(layout.header, m_format.columns, m_asked, {});
  return missingColumn(layout, line, columns, {}).empty() && speaksTheFormat(layout, columns, head);
}

/// Whether most feedback words of the first rows are those of the format; rows that are none do not count.
bool TableReader::speaksTheFormat(const TableLayout& layout, const std::map<LogField, std::size_t>& columns,
                                  std::string_view head) const {
  const auto feedback = columns.find(LogField::Feedback);
  if (m_format.signatureWords.empty() || feedback == columns.end())
    return true;
  RowSplitter splitter(layout.delimiter);
  std::ptrdiff_t known = 0, unknown = 0;
  for (bool header = true; head.find('\n') != std::string_view::npos; header = false) {
    const std::string_view line = firstLine(head);
    if (line.empty())
      break;
    head.remove_prefix(static_cast<std::size_t>(line.data() + line.size() - head.data()));
    if (header || splitter.split(line) != RowSplitter::Result::Row ||
        splitter.cells().size() <= feedback->second)
      continue;
    const std::string word = plainName(splitter.cells()[feedback->second]);
    const auto& words = m_format.signatureWords;
    ++(std::find(words.begin(), words.end(), word) != words.end() ? known : unknown);
  }
  return known >= unknown;
}

/// Whose log a file is that names no listener: a file that is read twice is one and the same.
const std::string& TableReader::listenerOf(const MemberStream& stream, const std::string& file) {
  const auto path = std::filesystem::absolute(stream.path()).lexically_normal();
  const std::string member = file.substr(std::min(stream.path().size(), file.size()));
  return m_fileListeners.try_emplace(path.string() + member, std::to_string(m_fileListeners.size() + 1))
      .first->second;
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

std::string TableReader::missingColumn(const TableLayout& layout, std::string_view line,
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
  if (std::string sentence = notAHeader(line, layout.header, file); !sentence.empty())
    return sentence;
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

std::map<LogField, std::size_t> TableReader::findColumns(const TableLayout& layout, std::string_view line,
                                                         const std::string& file) const {
  auto asked = m_asked;
  if (m_format.songByNames && asked.contains(std::string(logFieldName(LogField::Song))))
    throw core::UsageError("The format '" + std::string(m_format.name) +
                           "' knows a song by its artist and title: leave out --map song=…, or choose "
                           "--format csv.");
  const auto isThere = [&](const auto& each) {
    return std::find(layout.header.begin(), layout.header.end(), each.second) != layout.header.end();
  };
  if (!std::all_of(asked.begin(), asked.end(), isThere))
    if (const std::string problem = notAHeader(line, layout.header, file); !problem.empty())
      throw core::Error(problem);
  if (m_format.columnsByRule != nullptr)
    for (const auto& each : m_format.columnsByRule(m_rules))
      if (const auto& [field, column] = *asked.insert(each).first; column == each.second && !isThere(each)) {
        const std::string rule = std::string(m_format.name) + "." + field;
        throw core::Error(file + " has no column '" + column + "', which the rule " + rule +
                          " names; its columns are: " + commaList(layout.header) +
                          ". Name another with --rule " + rule + "=COLUMN.");
      }
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
  const auto columns = findColumns(layout, line.text, file);
  if (const std::string problem = missingColumn(layout, line.text, columns, file); !problem.empty())
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
  const bool namesListeners = !m_format.oneListener || columns.contains(LogField::Listener);
  RowReader rows(m_format, source.fields, byPosition,
                 namesListeners ? std::string() : listenerOf(stream, file), *meaning);
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
    log.note(latin1Note(file));
  const bool tells = std::any_of(columns.begin(), columns.end(), [](const auto& each) {
    return (each.first >= LogField::Feedback && each.first <= LogField::Listen) ||
           each.first == LogField::PlayedMs || each.first == LogField::PlayedPercent;
  });
  if (!tells && m_format.signature.empty() && !m_format.songByNames)
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
    columns = findColumns(layout, line.text, file);
    preview.problem = missingColumn(layout, line.text, columns, file);
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
