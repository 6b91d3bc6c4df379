#pragma once

#include "core/listening/dataset.h"
#include "core/listening/import_rules.h"
#include "core/observer.h"

#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace skipscope::listening {

/// What to read and how. Files count in the order given.
struct ImportRequest {
  std::vector<std::string> files;
  std::string format;                         ///< "" = guess from the content
  std::map<std::string, std::string> columns; ///< --map field=column; what is not given is guessed by name
  ImportRules rules;
  double maxRejected = 0.05; ///< share of rows; more stops the import
  std::string truth;         ///< file of the truth behind a simulated log; "" = none
};

/// Rows not used, for one reason. Examples show mapped fields only, cut at 120 characters.
struct Rejection {
  std::string reason;
  std::int64_t rows = 0;
  struct Example {
    std::string file;
    std::int64_t line = 0; ///< from 1
    std::string fields;    ///< "listener=7, time=yesterday"
  };
  std::vector<Example> examples; ///< the first few
};

struct ImportResult {
  Dataset dataset;
  DatasetSummary summary; ///< name is left empty: the workspace gives it
  std::vector<Rejection> rejections;
  std::vector<std::string> notes; ///< "Times carry no zone and were read as UTC."
  std::string truth;              ///< the text of the truth file, which fits the dataset; "" = none
};

/// Reads a log whole. Blocking. Throws core::Error (empty file, nothing recognised, missing column, too many
/// rejected rows, no usable event, the truth of another log …), core::UsageError (unknown format, field or
/// rule) and core::Stopped.
ImportResult readLog(const ImportRequest& request, std::stop_token stop, const core::Observer& observer);

/// What the import dialog shows before anything is read whole.
struct LogPreview {
  std::string format;                         ///< guessed, or as asked
  std::vector<std::string> header;            ///< column names; empty for headerless formats
  std::vector<std::vector<std::string>> rows; ///< the first rows, cells as text
  std::map<std::string, std::string> columns; ///< field → column, guessed or as asked
  bool mapsColumns = true;                    ///< false: the format says by itself what is what
  std::string problem;                        ///< "" where the mapping is complete
};

/// Reads the first `rows` rows only. Throws like readLog.
LogPreview previewLog(const ImportRequest& request, std::size_t rows);

/// What a dataset is called unless told: the file's name up to its first dot, "radio" for
/// "logs/radio.csv.gz".
std::string nameFromFile(const std::string& file);

/// Names of formats for --format and the dialog: "csv", "kuairand", …
std::vector<std::string> formatNames();
/// Fields of --map with what each means: "listener", "song", "time", "feedback", "rating", …
std::vector<std::pair<std::string, std::string>> mappableFields();

} // namespace skipscope::listening
