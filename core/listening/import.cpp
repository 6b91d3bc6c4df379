#include "core/listening/import.h"

#include "core/error.h"
#include "core/listening/closest_word.h"
#include "core/listening/dataset_builder.h"
#include "core/listening/fingerprint.h"
#include "core/listening/log_field.h"
#include "core/listening/log_reader.h"
#include "core/listening/radio_truth.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace skipscope::listening {

namespace {

constexpr double kReadingShare = 0.8;         // of the whole time, for progress
constexpr std::size_t kMembersLookedAt = 200; // of an archive, to guess its format

std::string memberName(const LogFile& file, const std::string& member) {
  return member.empty() ? file.path() : file.path() + ": " + member;
}

const LogFormat& findFormat(const std::string& name) {
  const std::string wanted = name == "tsv" ? "csv" : name;
  for (const LogFormat& format : logFormats())
    if (format.name == wanted)
      return format;
  const auto names = formatNames();
  throw core::UsageError("There is no format '" + name + "'." + didYouMean(name, names) +
                         " The formats are: " + commaList(names) + ".");
}

/// The most particular format that recognises a member of the first file.
const LogFormat& guessFormat(const ImportRequest& request) {
  std::vector<std::unique_ptr<LogReader>> readers;
  for (const LogFormat& format : logFormats())
    readers.push_back(format.makeReader(request));
  std::size_t best = readers.size() - 1;
  LogFile file(request.files.front());
  for (std::size_t seen = 0; seen < kMembersLookedAt; ++seen) {
    const auto member = file.nextMember();
    if (!member)
      break;
    const MemberStream stream(file);
    for (std::size_t i = 0; i < best; ++i)
      if (readers[i]->recognises(*member, stream.head())) {
        best = i;
        break;
      }
  }
  return logFormats()[best];
}

/// The format asked for, else that of the first file.
const LogFormat& chooseFormat(const ImportRequest& request) {
  const LogFormat& format = request.format.empty() ? guessFormat(request) : findFormat(request.format);
  if (!format.mapsColumns && !request.columns.empty())
    throw core::UsageError("The format '" + std::string(format.name) +
                           "' has no columns to map: leave out --map, or choose another format.");
  return format;
}

void checkRequest(const ImportRequest& request) {
  if (request.files.empty())
    throw core::UsageError("No log file was named: name at least one.");
  if (!(request.maxRejected >= 0 && request.maxRejected <= 1))
    throw core::UsageError("The share of rejected rows must be a number from 0 to 1.");
  if (request.rules.ratingDislike >= request.rules.ratingLike)
    throw core::UsageError("Import rule rating.dislike must be below rating.like.");
}

std::string percent(double share) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), share * 100,
                                 std::chars_format::fixed, share < 0.01 ? 2 : 1);
  return std::string(text.data(), end.ptr) + " %";
}

/// What the readers noted, to follow a sentence.
std::string notesText(const LogCollector& log) {
  std::string text;
  for (const std::string& note : log.notes())
    text += " " + note;
  return text;
}

/// Throws where more rows were rejected than the request allows, or where nothing came of the log.
void checkRejections(const LogCollector& log, const ImportRequest& request) {
  const std::int64_t rows = log.recordCount() + log.rejectedRows();
  if (rows == 0)
    throw core::Error(request.files.front() +
                      (log.notes().empty() ? " holds no rows below its header: there is nothing to import."
                                           : " holds no rows that can be used." + notesText(log)));
  const double share = static_cast<double>(log.rejectedRows()) / static_cast<double>(rows);
  if (log.recordCount() > 0 && share <= request.maxRejected)
    return;
  std::string reasons;
  for (const Rejection& rejection : log.rejections()) {
    reasons += (reasons.empty() ? "" : "; ") + rejection.reason + ": " + std::to_string(rejection.rows);
    if (rejection.examples.empty())
      continue;
    const Rejection::Example& first = rejection.examples.front();
    reasons += ", first in " + first.file + " line " + std::to_string(first.line);
    if (!first.fields.empty())
      reasons += " (" + first.fields + ")";
  }
  if (log.recordCount() == 0)
    throw core::Error("No row of the log can be used (" + reasons + "): check the format and the columns.");
  throw core::Error(std::to_string(log.rejectedRows()) + " of " + std::to_string(rows) + " rows (" +
                    percent(share) + ") were rejected, more than the " + percent(request.maxRejected) +
                    " allowed (" + reasons +
                    "): mend the log or its mapping, or allow more with --max-rejected.");
}

struct ReadMembers {
  std::int64_t read = 0, leftOut = 0;
};

/// Reads the members of a file that belong to the format, or every one of them.
ReadMembers readMembers(const std::string& path, bool every, LogReader& reader, LogCollector& log,
                        const std::function<void(double)>& progress) {
  LogFile file(path);
  ReadMembers members;
  while (const auto member = file.nextMember()) {
    MemberStream stream(file, [&] { progress(file.share()); });
    if (!every && !member->empty() && !reader.recognises(*member, stream.head())) {
      ++members.leftOut;
      continue;
    }
    reader.read(stream, memberName(file, *member), log);
    ++members.read;
  }
  return members;
}

/// Reads what a file holds of the format. A log without a header goes by its name: where somebody `asked` for
/// the format, the only file of an archive is one whatever its name.
void readFile(const std::string& path, bool asked, LogReader& reader, LogCollector& log,
              const std::function<void(double)>& progress) {
  auto [read, leftOut] = readMembers(path, false, reader, log, progress);
  if (asked && read == 0 && leftOut == 1) {
    read = readMembers(path, true, reader, log, progress).read;
    leftOut = 0;
  }
  if (read == 0 && leftOut == 0)
    throw core::Error(path + " is empty: there is nothing to import.");
  if (read == 0)
    throw core::Error("No file in " + path +
                      " is recognised as a listening log: unpack it and map the columns of the "
                      "file you mean.");
  if (leftOut > 0)
    log.note(std::to_string(leftOut) + " files in " + path +
             " are no logs of this format and were left out.");
}

/// The text of the truth file, once it is known to be that of the dataset.
std::string readTruthFile(const std::string& file, const Dataset& dataset) {
  std::error_code fault;
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file, fault) || !stream)
    throw core::Error("The truth file " + file + " cannot be read: check its name and that you may read it.");
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  readTruth(text, dataset, file);
  return text;
}

} // namespace

ImportResult readLog(const ImportRequest& request, std::stop_token stop, const core::Observer& observer) {
  checkRequest(request);
  const LogFormat& format = chooseFormat(request);
  const auto reader = format.makeReader(request);
  LogCollector log;
  const auto files = static_cast<double>(request.files.size());
  for (std::size_t i = 0; i < request.files.size(); ++i)
    readFile(request.files[i], !request.format.empty(), *reader, log, [&](double share) {
      if (stop.stop_requested())
        throw core::Stopped();
      observer.report(kReadingShare * (static_cast<double>(i) + share) / files,
                      "Reading " + request.files[i]);
    });
  reader->finish(log);
  checkRejections(log, request);

  ImportResult result;
  result.rejections = log.rejections();
  result.notes = log.notes();
  BuiltDataset built = buildDataset(std::move(log), request.rules, [&] {
    if (stop.stop_requested())
      throw core::Stopped();
    observer.report(kReadingShare, "Putting events in order");
  });
  if (!built.note.empty())
    result.notes.push_back(std::move(built.note));
  result.dataset = std::move(built.dataset);
  result.summary = std::move(built.summary);
  result.summary.format = format.name;
  for (const Rejection& rejection : result.rejections)
    result.summary.rejected[rejection.reason] = rejection.rows;
  for (const std::string& note : result.notes)
    observer.tell(note);
  if (!request.truth.empty()) {
    result.truth = readTruthFile(request.truth, result.dataset);
    result.summary.truth = textFingerprint(result.truth);
  }
  observer.report(1, "Read");
  return result;
}

LogPreview previewLog(const ImportRequest& request, std::size_t rows) {
  checkRequest(request);
  const auto reader = chooseFormat(request).makeReader(request);
  std::optional<std::string> wanted;
  {
    LogFile file(request.files.front());
    while (const auto member = file.nextMember()) {
      const MemberStream stream(file);
      if (!wanted)
        wanted = *member;
      if (reader->recognises(*member, stream.head())) {
        wanted = *member;
        break;
      }
    }
  }
  LogFile file(request.files.front());
  while (const auto member = file.nextMember()) {
    if (*member != *wanted)
      continue;
    MemberStream stream(file);
    return reader->preview(stream, memberName(file, *member), rows);
  }
  throw core::Error(request.files.front() + " is empty: there is nothing to import.");
}

std::vector<std::string> formatNames() {
  std::vector<std::string> names;
  for (const LogFormat& format : logFormats())
    names.emplace_back(format.name);
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::pair<std::string, std::string>> mappableFields() {
  std::vector<std::pair<std::string, std::string>> fields;
  for (std::size_t i = 0; i < kLogFields; ++i)
    fields.emplace_back(logFieldName(static_cast<LogField>(i)), logFieldMeaning(static_cast<LogField>(i)));
  return fields;
}

std::string nameFromFile(const std::string& file) {
  const std::string name = std::filesystem::path(file).filename().string();
  return name.substr(0, name.find('.', 1));
}

} // namespace skipscope::listening
