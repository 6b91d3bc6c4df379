#include "core/store/workspace.h"

#include "core/error.h"
#include "core/store/database.h"
#include "core/store/dataset_file.h"
#include "core/store/dataset_rows.h"
#include "core/store/file_lock.h"
#include "core/store/files.h"
#include "core/store/left_overs.h"
#include "core/store/transaction.h"
#include "core/store/truth_file.h"
#include "core/store/uuid.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace skipscope::store {

namespace fs = std::filesystem;

struct Workspace::Members {
  fs::path folder;
  std::optional<FileLock> lock; ///< absent only where a read-only folder has no lock file
  std::optional<TemporaryFolder> copy;
  std::unique_ptr<Database> database;
};

namespace {

constexpr int kCopyAttempts = 5;

fs::path databaseFile(const fs::path& folder) {
  return folder / "workspace.db";
}
fs::path lockFile(const fs::path& folder) {
  return folder / "workspace.lock";
}
fs::path logFile(const fs::path& file) {
  return file.string() + "-wal";
}

bool hasContent(const fs::path& file) {
  std::error_code gone;
  const auto size = fs::file_size(file, gone);
  return !gone && size > 0;
}

/// What a copy of two files is compared by: whoever may write could have written between the two.
std::string signature(const fs::path& file) {
  std::error_code gone;
  return fmt::format("{} {}", fs::file_size(file, gone),
                     fs::last_write_time(file, gone).time_since_epoch().count());
}

void copyBoth(const fs::path& file, const fs::path& folder) {
  for (int attempt = 0; attempt < kCopyAttempts; ++attempt) {
    const std::string before = signature(file) + signature(logFile(file));
    fs::copy_file(file, folder / file.filename(), fs::copy_options::overwrite_existing);
    fs::copy_file(logFile(file), logFile(folder / file.filename()), fs::copy_options::overwrite_existing);
    if (signature(file) + signature(logFile(file)) == before)
      return;
  }
  throw core::Error(fmt::format(
      "{} changes all the time and cannot be copied for reading: try again when no run is under way.",
      file.string()));
}

void refuseForeign(const fs::path& file) {
  if (applicationIdOf(file) != kApplicationId)
    throw core::Error(
        fmt::format("{} is not a Skipscope workspace: its workspace.db was made by another program.",
                    file.parent_path().string()));
}

void refuseNewer(Database& database, const fs::path& folder, int newest) {
  if (schemaVersion(database) > newest)
    throw core::Error(
        fmt::format("The workspace {} was written by a newer version of Skipscope (format {}, this one knows "
                    "{}): update Skipscope to open it.",
                    folder.string(), schemaVersion(database), newest));
}

// At every open: programs that copy or pack folders like to leave out empty ones.
void makeFolders(const fs::path& folder) {
  for (const char* part : {"datasets", "checkpoints", "workers"}) {
    std::error_code fault;
    fs::create_directory(folder / part, fault);
    if (fault)
      throw core::Error(fmt::format("The folder {} cannot be made ({}): check the rights of the workspace.",
                                    (folder / part).string(), fault.message()));
  }
}

void createFiles(const fs::path& folder) {
  FileLock::makeExclusive(lockFile(folder));
  const fs::path part = databaseFile(folder).string() + ".part";
  {
    Database database(part, Database::Mode::Create);
    createSchema(database, releasedMigrations());
  }
  syncFile(part);
  renameSynced(part, databaseFile(folder));
}

/// Why a folder cannot be opened, and what to do about it.
core::Error noWorkspace(const fs::path& folder) {
  std::error_code fault;
  const bool exists = fs::exists(databaseFile(folder), fault) || fs::exists(folder, fault);
  [[maybe_unused]] const auto looked = fs::status(databaseFile(folder), fault); // for the fault
  if (fault == std::errc::permission_denied)
    return core::Error(
        fmt::format("{} cannot be entered by this user: ask for permission to read it, or name "
                    "another folder.",
                    folder.string()));
  if (exists)
    return core::Error(
        fmt::format("{} is not a Skipscope workspace: it holds no workspace.db; name a folder that "
                    "does not exist yet, and importing a log makes it.",
                    folder.string()));
  return core::Error(
      fmt::format("There is no workspace {}: import a log into it, or check the name.", folder.string()));
}

/// Keeps the truth of an import with a dataset that the workspace had before; nothing where it has it
/// already.
void keepTruth(const Workspace& workspace, const listening::ImportResult& imported) {
  if (imported.truth.empty())
    return;
  DatasetEntry entry = workspace.dataset(imported.summary.fingerprint);
  const fs::path file = truthPath(workspace.folder(), imported.summary.fingerprint);
  try {
    if (entry.summary.truth == imported.summary.truth &&
        readTruthFile(file, entry.summary.truth) == imported.truth)
      return;
  } catch (const DamagedFile&) { // it is written anew
  }
  WriteTransaction transaction(workspace.database());
  writeTruthFile(file, imported.truth);
  entry.summary.truth = imported.summary.truth;
  entry.stamp = transaction.stamp();
  updateDatasetSummary(workspace.database(), entry);
  transaction.commit();
}

} // namespace

Workspace::Workspace(std::unique_ptr<Members> members) : m(std::move(members)) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

const fs::path& Workspace::folder() const {
  return m->folder;
}
bool Workspace::readOnly() const {
  return m->database->readOnly();
}
Database& Workspace::database() const {
  return *m->database;
}

bool Workspace::isWorkspace(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(databaseFile(folder), ignored);
}

Workspace Workspace::create(const fs::path& wanted) {
  const fs::path folder = wanted.has_filename() ? wanted : wanted.parent_path(); // "a/" is a
  std::error_code fault;
  const bool made = fs::create_directories(folder, fault);
  if (!fault && !made)
    throw core::Error(fmt::format("{} exists already: open it, or choose another name for the new workspace.",
                                  folder.string()));
  if (fault)
    throw core::Error(fmt::format("The folder {} cannot be made ({}): choose a place you may write to.",
                                  folder.string(), fault.message()));
  try {
    refuseNetworkFileSystem(folder);
    createFiles(folder);
    return open(folder);
  } catch (const std::exception& problem) {
    std::error_code ignored; // the first fault is the one to tell
    fs::remove_all(folder, ignored);
    throw core::Error(problem.what());
  }
}

Workspace Workspace::open(const fs::path& folder, Access access, const Migrations& migrations) {
  const fs::path file = databaseFile(folder);
  if (!isWorkspace(folder))
    throw noWorkspace(folder);
  refuseNetworkFileSystem(folder);
  refuseForeign(file);
  auto members = std::make_unique<Members>();
  members->folder = fs::absolute(folder).lexically_normal();
  bool writable = isWritable(folder) && isWritable(file);
  if (writable && !fs::exists(lockFile(folder)))
    FileLock::makeExclusive(lockFile(folder));
  members->lock = FileLock::waitShared(lockFile(folder));

  const int newest = static_cast<int>(migrations.size());
  const auto connect = [&] {
    members->database.reset();
    if (writable)
      return std::make_unique<Database>(file, access == Access::ReadWrite ? Database::Mode::ReadWrite
                                                                          : Database::Mode::ReadOnly);
    if (!hasContent(logFile(file)))
      return std::make_unique<Database>(file, Database::Mode::Immutable);
    members->copy.emplace();
    copyBoth(file, members->copy->path());
    return std::make_unique<Database>(databaseFile(members->copy->path()), Database::Mode::ReadOnly);
  };
  try {
    members->database = connect();
    refuseNewer(*members->database, folder, newest);
  } catch (const DiskFault&) {
    if (access == Access::ReadWrite)
      throw;
    writable = false; // a full disk has no room for the file that SQLite wants beside what it reads
    members->database = connect();
    refuseNewer(*members->database, folder, newest);
  }
  if (schemaVersion(*members->database) < newest) {
    if (!writable)
      throw core::Error(
          fmt::format("The workspace {} was written by an older version of Skipscope and is read-only: "
                      "copy it to a place you may write to and open the copy.",
                      folder.string()));
    members->database.reset();
    members->lock.reset();
    members->lock = FileLock::tryExclusive(lockFile(folder));
    if (!members->lock)
      throw core::Error(
          fmt::format("The workspace {} was written by an older version of Skipscope and must be upgraded, "
                      "but it is open elsewhere: close it in {} and try again.",
                      folder.string(), holdersOf(lockFile(folder))));
    {
      Database older(file, Database::Mode::ReadWrite);
      if (schemaVersion(older) < newest)
        migrate(older, migrations);
    }
    members->lock->share();
    members->database = connect();
  }
  if (writable && access == Access::ReadWrite) {
    makeFolders(members->folder);
    removeParts(members->folder);
  }
  return Workspace(std::move(members));
}

std::vector<DatasetEntry> Workspace::datasets() const {
  std::vector<DatasetEntry> entries = readDatasets(*m->database);
  std::erase_if(entries, [](const DatasetEntry& entry) { return entry.deleted; });
  return entries;
}

DatasetEntry Workspace::dataset(std::string_view nameOrFingerprint) const {
  return findDataset(*m->database, nameOrFingerprint);
}

DatasetEntry Workspace::addDataset(const listening::ImportResult& imported, const std::string& name,
                                   std::stop_token stop, const core::Observer& observer) {
  const std::string& fingerprint = imported.summary.fingerprint;
  const fs::path file = datasetPath(m->folder, fingerprint);
  const auto known = [&] {
    return m->database->number("SELECT count(*) FROM datasets WHERE fingerprint = ?", {fingerprint}) != 0;
  };
  const auto isSound = [&] {
    try {
      readDatasetFile(file);
      return true;
    } catch (const DamagedFile&) {
      return false;
    }
  };
  if (known() && isSound()) {
    keepTruth(*this, imported);
    return dataset(fingerprint);
  }
  if (readOnly())
    WriteTransaction refused(*m->database); // says why before minutes are spent on the file
  DatasetPart part(file);
  part.write(imported.dataset, stop, observer);

  WriteTransaction transaction(*m->database);
  const bool restoresFile = known();
  if (!restoresFile) {
    DatasetEntry entry;
    entry.summary = imported.summary;
    entry.summary.name = freeDatasetName(*m->database, name);
    entry.rejections = imported.rejections;
    entry.notes = imported.notes;
    entry.createdMs = nowMs();
    entry.stamp = transaction.stamp();
    if (!imported.truth.empty())
      writeTruthFile(truthPath(m->folder, fingerprint), imported.truth);
    insertDataset(*m->database, entry);
  }
  // The file goes first: a row without its file would be a dataset that is gone, a file without its row is a
  // left-over.
  part.publish();
  transaction.commit();
  if (restoresFile)
    keepTruth(*this, imported);
  DatasetEntry stored = dataset(fingerprint);
  stored.restored = restoresFile;
  return stored;
}

listening::Dataset Workspace::loadDataset(const std::string& fingerprint) const {
  return readDatasetFile(datasetPath(m->folder, fingerprint));
}

std::optional<listening::RadioTruth> Workspace::loadTruth(const std::string& fingerprint,
                                                          const listening::Dataset& dataset) const {
  const std::string truth = this->dataset(fingerprint).summary.truth;
  if (truth.empty())
    return std::nullopt;
  const fs::path file = truthPath(m->folder, fingerprint);
  return listening::readTruth(readTruthFile(file, truth), dataset, file.string());
}

fs::path Workspace::checkpointFolder(const std::string& runId) const {
  if (!isSafeName(runId))
    throw core::Error(
        fmt::format("\"{}\" is not the id of a run: the workspace is damaged, `check` tells more.", runId));
  return m->folder / "checkpoints" / runId;
}

std::string Workspace::secretKey() const {
  Statement row(*m->database, "SELECT secret FROM workspace");
  row.next();
  return row.text(0);
}

std::int64_t Workspace::stamp() const {
  return m->database->number("SELECT stamp FROM workspace");
}
std::int64_t Workspace::dataVersion() const {
  return m->database->number("PRAGMA data_version");
}

} // namespace skipscope::store
