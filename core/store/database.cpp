#include "core/store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace skipscope::store {

namespace {

constexpr int kBusyTimeoutMs = 30000;

std::string sentence(const std::string& file, const SQLite::Exception& fault) {
  switch (fault.getErrorCode()) {
  case SQLITE_FULL:
    return fmt::format(
        "The disk is full: {} could not be written and nothing was changed; free some space and try again.",
        file);
  case SQLITE_READONLY:
    return fmt::format(
        "{} is read-only and nothing was changed: ask for the right to write, or work on a copy.", file);
  case SQLITE_IOERR:
    switch (fault.getExtendedErrorCode()) {
    case SQLITE_IOERR_READ:
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_CORRUPTFS:
      return fmt::format("{} cannot be read: the disk reports a fault; copy the folder to another disk.",
                         file);
    default:
      return fmt::format(
          "{} could not be written and nothing was changed: the disk is full or faulty, or a limit of file "
          "size was reached; free some space and try again.",
          file);
    }
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return fmt::format(
        "{} is busy: another program has been writing to it for long and nothing was changed; try again.",
        file);
  case SQLITE_CANTOPEN:
    return fmt::format(
        "{} cannot be opened: check that it exists and that you may read it and write to its folder.", file);
  default:
    return fmt::format("{} cannot be used ({}): `check` tells what is wrong with the workspace.", file,
                       fault.what());
  }
}

std::string uri(const std::filesystem::path& file) {
  std::string text = "file:";
  for (const char letter : std::filesystem::absolute(file).string())
    if (letter == '%' || letter == '?' || letter == '#')
      text += fmt::format("%{:02x}", letter);
    else
      text += letter;
  return text + "?immutable=1";
}

DamagedFile damaged(const std::filesystem::path& file) {
  return DamagedFile(
      fmt::format("{} is damaged or no file of Skipscope: restore it from a copy.", file.string()));
}

} // namespace

// Through SQLite's own file layer, as closing a file by hand drops the locks on it that other connections of
// this process hold; and not by a statement, which would read pages that somebody may just be writing.
std::int64_t applicationIdOf(const std::filesystem::path& path) {
  constexpr std::string_view kMagic{"SQLite format 3\0", 16};
  constexpr std::size_t kIdAt = 68; // big-endian; https://www.sqlite.org/fileformat.html, section 1.3
  sqlite3* opened = nullptr;
  const int fault =
      sqlite3_open_v2(uri(path).c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, &sqlite3_close);
  sqlite3_file* file = nullptr;
  std::array<unsigned char, 100> header{};
  sqlite3_int64 size = 0;
  if (fault == SQLITE_OK)
    sqlite3_file_control(opened, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (!file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
    throw core::Error(
        fmt::format("{} cannot be opened: check that it exists and that you may read it.", path.string()));
  if (size == 0)
    return 0;
  if (file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0) != SQLITE_OK ||
      !std::equal(kMagic.begin(), kMagic.end(), header.begin()))
    throw damaged(path);
  std::int64_t id = 0;
  for (std::size_t i = 0; i < 4; ++i)
    id = id << 8 | header[kIdAt + i];
  return id;
}

template <class Action> auto Database::guarded(Action action) const {
  try {
    return action();
  } catch (const SQLite::Exception& fault) {
    if (fault.getErrorCode() == SQLITE_NOTADB || fault.getErrorCode() == SQLITE_CORRUPT)
      throw damaged(m_file);
    const int code = fault.getErrorCode();
    if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN)
      throw DiskFault(sentence(m_file.string(), fault));
    throw core::Error(sentence(m_file.string(), fault));
  }
}

Database::Database(std::filesystem::path file, Mode mode) : m_file(std::move(file)), m_mode(mode) {
  guarded([&] {
    const bool immutable = mode == Mode::Immutable;
    const int flags = readOnly()             ? SQLite::OPEN_READONLY | (immutable ? SQLite::OPEN_URI : 0)
                      : mode == Mode::Create ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                             : SQLite::OPEN_READWRITE;
    m_connection =
        std::make_unique<SQLite::Database>(immutable ? uri(m_file) : m_file.string(), flags, kBusyTimeoutMs);
    m_connection->exec("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF");
  });
}

Database::~Database() = default;

void Database::exec(const std::string& sql) {
  guarded([&] { m_connection->exec(sql); });
}

int Database::run(const std::string& sql, const Values& values) {
  Statement statement(*this, sql);
  return statement.run(values);
}

std::int64_t Database::number(const std::string& sql, const Values& values) {
  Statement statement(*this, sql, values);
  if (!statement.next())
    throw core::Error(fmt::format("{} is damaged: a row that must be there is gone; restore it from a copy.",
                                  m_file.string()));
  return statement.integer(0);
}

std::int64_t Database::lastRow() const {
  return m_connection->getLastInsertRowid();
}

bool Database::inTransaction() const {
  return sqlite3_get_autocommit(m_connection->getHandle()) == 0;
}

Statement::Statement(Database& database, const std::string& sql, const Values& values)
    : m_database(database) {
  m_database.guarded(
      [&] { m_statement = std::make_unique<SQLite::Statement>(*m_database.m_connection, sql); });
  bind(values);
}

Statement::~Statement() = default;

void Statement::bind(const Values& values) {
  m_database.guarded([&] {
    int index = 0;
    for (const Value& value : values) {
      ++index;
      if (const auto* integer = std::get_if<std::int64_t>(&value))
        m_statement->bind(index, static_cast<int64_t>(*integer));
      else if (const auto* real = std::get_if<double>(&value))
        m_statement->bind(index, *real);
      else if (const auto* text = std::get_if<std::string_view>(&value))
        m_statement->bind(index, std::string(*text));
      else if (const auto* blob = std::get_if<Blob>(&value))
        m_statement->bind(index, static_cast<const void*>(blob->bytes.empty() ? "" : blob->bytes.data()),
                          static_cast<int>(blob->bytes.size()));
      else
        m_statement->bind(index);
    }
  });
}

bool Statement::next() {
  return m_database.guarded([&] { return m_statement->executeStep(); });
}

int Statement::run(const Values& values) {
  restart(values);
  return m_database.guarded([&] {
    const int changed = m_statement->exec();
    m_statement->reset();
    return changed;
  });
}

void Statement::restart(const Values& values) {
  m_database.guarded([&] {
    m_statement->reset();
    m_statement->clearBindings();
  });
  bind(values);
}

bool Statement::isNull(int column) const {
  return m_statement->isColumnNull(column);
}

std::int64_t Statement::integer(int column) const {
  return m_statement->getColumn(column).getInt64();
}

double Statement::real(int column) const {
  return isNull(column) ? std::numeric_limits<double>::quiet_NaN()
                        : m_statement->getColumn(column).getDouble();
}

std::string Statement::text(int column) const {
  return std::string(view(column));
}

std::string_view Statement::view(int column) const {
  const SQLite::Column value = m_statement->getColumn(column);
  const void* bytes = value.getBlob();
  return {static_cast<const char*>(bytes), bytes ? static_cast<std::size_t>(value.getBytes()) : 0};
}

} // namespace skipscope::store
