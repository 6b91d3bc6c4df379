#pragma once

#include "core/error.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace SQLite {
class Database;
class Statement;
} // namespace SQLite

namespace skipscope::store {

/// The file is no SQLite database, or a broken one.
class DamagedFile : public core::Error {
public:
  using core::Error::Error;
};

/// Nothing could be written: the disk is full or faulty, or gives no right to.
class DiskFault : public core::Error {
public:
  using core::Error::Error;
};

struct Blob {
  explicit Blob(std::string_view content) : bytes(content) {}
  std::string_view bytes;
};
/// What a statement binds; text and blobs are copied.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;
using Values = std::vector<Value>;

/// The application id in the header of a SQLite file, 0 for an empty file. Looks at these bytes alone and
/// leaves everything as it is, whoever is writing: not even a log beside the file is touched. Throws
/// DamagedFile where the file is no database, core::Error where it cannot be read.
std::int64_t applicationIdOf(const std::filesystem::path& file);

/// One connection. Faults of SQLite leave as core::Error with a sentence that names the file and the way out.
class Database {
public:
  enum class Mode {
    Create,
    ReadWrite,
    ReadOnly, ///< follows what others write
    Immutable ///< nobody changes the file: no locks, and no files beside it
  };
  Database(std::filesystem::path file, Mode mode);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  const std::filesystem::path& file() const { return m_file; }
  bool readOnly() const { return m_mode == Mode::ReadOnly || m_mode == Mode::Immutable; }

  /// One or several statements without parameters and without results.
  void exec(const std::string& sql);
  /// One statement without results; returns the rows it changed.
  int run(const std::string& sql, const Values& values = {});
  /// First column of the first row. Throws where there is no row.
  std::int64_t number(const std::string& sql, const Values& values = {});
  std::int64_t lastRow() const;
  bool inTransaction() const;

private:
  friend class Statement;
  /// Calls `action`; what SQLite throws becomes core::Error.
  template <class Action> auto guarded(Action action) const;

  std::filesystem::path m_file;
  Mode m_mode;
  std::unique_ptr<SQLite::Database> m_connection;
};

/// A statement in use. It is finalised when it goes out of scope: an open SELECT would freeze data_version.
class Statement {
public:
  Statement(Database& database, const std::string& sql, const Values& values = {});
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Steps to the next row; false at the end.
  bool next();
  /// Runs the statement once more with other values; returns the rows changed.
  int run(const Values& values);
  /// Rewinds and binds other values, for another round of next().
  void restart(const Values& values);

  bool isNull(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const; ///< NaN for NULL: SQLite has no other way to store it
  std::string text(int column) const;
  std::string_view view(int column) const; ///< bytes of text or blob, valid until the next step

private:
  void bind(const Values& values);

  Database& m_database;
  std::unique_ptr<SQLite::Statement> m_statement;
};

} // namespace skipscope::store
