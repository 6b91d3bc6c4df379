#pragma once

#include "core/listening/collected_records.h"
#include "core/listening/id_table.h"
#include "core/listening/import.h"
#include "core/listening/record.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::listening {

/// Takes what the readers find: records, rejected rows, notes. Ids are numbered by first appearance; order of
/// records does not matter for what becomes of them.
class LogCollector {
public:
  void add(const Record& record);
  /// Counts a row not used. `fields` are mapped fields only; cut at 120 characters.
  void reject(std::string_view reason, std::string_view file, std::int64_t line, std::string_view fields);
  /// Keeps a note once.
  void note(const std::string& sentence);
  void setOrderedByPosition(bool byPosition);

  std::int64_t recordCount() const { return static_cast<std::int64_t>(records.size()); }
  std::int64_t rejectedRows() const { return m_rejectedRows; }
  const std::vector<Rejection>& rejections() const { return m_rejections; }
  const std::vector<std::string>& notes() const { return m_notes; }
  bool orderedByPosition() const { return m_byPosition; }

  IdTable listeners;
  IdTable songs;
  IdTable stations;
  std::vector<std::string> titles;  ///< [songs], the first one given
  std::vector<std::string> artists; ///< [songs]
  CollectedRecords records;

private:
  std::int64_t m_rejectedRows = 0;
  std::vector<Rejection> m_rejections;
  std::vector<std::string> m_notes;
  bool m_byPosition = false;
};

} // namespace skipscope::listening
