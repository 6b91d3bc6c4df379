#pragma once

#include "core/store/database.h"

namespace skipscope::store {

/// A write: BEGIN IMMEDIATE (a deferred upgrade fails at once, whatever the timeout) and one stamp from the
/// workspace's counter for every row it changes. Rolled back unless committed.
class WriteTransaction {
public:
  /// Throws core::Error where the database is open for reading only.
  explicit WriteTransaction(Database& database);
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  ~WriteTransaction();

  std::int64_t stamp() const { return m_stamp; }
  void commit();

private:
  Database& m_database;
  std::int64_t m_stamp = 0;
  bool m_open = true;
};

/// Several reads of one moment.
class ReadTransaction {
public:
  explicit ReadTransaction(Database& database);
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  ~ReadTransaction();

private:
  Database& m_database;
};

/// Milliseconds since 1970.
std::int64_t nowMs();

} // namespace skipscope::store
