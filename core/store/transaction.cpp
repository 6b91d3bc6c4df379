#include "core/store/transaction.h"

#include "core/error.h"

#include <fmt/format.h>

#include <chrono>

namespace skipscope::store {

namespace {

// A fault such as a full disk has rolled back already; then there is nothing left to end.
void rollBack(Database& database) noexcept {
  try {
    if (database.inTransaction())
      database.exec("ROLLBACK");
  } catch (const core::Error&) {
    return; // the connection is of no use any more, and the next write says why
  }
}

} // namespace

WriteTransaction::WriteTransaction(Database& database) : m_database(database) {
  if (database.readOnly())
    throw core::Error(
        fmt::format("The workspace {} is open for reading only and nothing was changed: ask for the right "
                    "to write, or work on a copy.",
                    database.file().parent_path().string()));
  m_database.exec("BEGIN IMMEDIATE");
  try {
    m_stamp = m_database.number("UPDATE workspace SET stamp = stamp + 1 RETURNING stamp");
  } catch (...) {
    rollBack(m_database);
    throw;
  }
}

WriteTransaction::~WriteTransaction() {
  if (m_open)
    rollBack(m_database);
}

void WriteTransaction::commit() {
  m_database.exec("COMMIT");
  m_open = false;
}

ReadTransaction::ReadTransaction(Database& database) : m_database(database) {
  m_database.exec("BEGIN");
}

ReadTransaction::~ReadTransaction() {
  rollBack(m_database);
}

std::int64_t nowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace skipscope::store
