#include "core/listening/log_collector.h"

#include <algorithm>

namespace skipscope::listening {

namespace {

constexpr std::size_t kExamples = 5;
constexpr std::size_t kExampleCharacters = 120;

/// At most 120 characters, control characters as spaces.
std::string exampleText(std::string_view fields) {
  std::string text;
  std::size_t characters = 0;
  for (const char c : fields) {
    const bool startsCharacter = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (startsCharacter && ++characters > kExampleCharacters)
      break;
    const bool control = static_cast<unsigned char>(c) < ' ' || c == '\x7F';
    text += control ? ' ' : c;
  }
  return text;
}

} // namespace

void LogCollector::add(const Record& record) {
  const std::uint32_t listener = listeners.number(record.listener);
  const std::uint32_t song = songs.number(record.song);
  if (song == titles.size()) {
    titles.emplace_back(record.title);
    artists.emplace_back(record.artist);
  } else {
    if (!record.title.empty() && titles[song].empty())
      titles[song] = record.title;
    if (!record.artist.empty() && artists[song].empty())
      artists[song] = record.artist;
  }
  records.add({record.time, listener, song, stations.number(record.station), record.playedMs,
               record.durationMs, record.feedback, record.kind});
}

void LogCollector::reject(std::string_view reason, std::string_view file, std::int64_t line,
                          std::string_view fields) {
  auto known = std::find_if(m_rejections.begin(), m_rejections.end(),
                            [&](const Rejection& rejection) { return rejection.reason == reason; });
  if (known == m_rejections.end())
    known = m_rejections.insert(known, {std::string(reason), 0, {}});
  ++known->rows;
  ++m_rejectedRows;
  if (known->examples.size() < kExamples)
    known->examples.push_back({std::string(file), line, exampleText(fields)});
}

void LogCollector::note(const std::string& sentence) {
  if (std::find(m_notes.begin(), m_notes.end(), sentence) == m_notes.end())
    m_notes.push_back(sentence);
}

void LogCollector::setOrderedByPosition(bool byPosition) {
  m_byPosition = byPosition;
}

} // namespace skipscope::listening
