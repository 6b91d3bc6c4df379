#pragma once

#include "core/listening/import_rules.h"
#include "core/listening/log_field.h"
#include "core/listening/record.h"
#include "core/listening/rejection_reasons.h"

#include <memory>
#include <optional>
#include <string_view>

namespace skipscope::listening {

/// Tells from a row's cells what the listener did; what differs between table formats beyond names of
/// columns.
class RowMeaning {
public:
  RowMeaning() = default;
  RowMeaning(const RowMeaning&) = delete;
  RowMeaning& operator=(const RowMeaning&) = delete;
  virtual ~RowMeaning() = default;

  /// Sets kind and feedback of a record whose other members are known. Returns a reason to reject the row, or
  /// "".
  virtual std::string_view read(const Cells& cells, Record& record) const = 0;
};

/// What the rows of a file stand in: the columns found, and the file's name.
struct RowSource {
  FieldSet fields;
  std::string file;
};

/// Each makes the meaning for the rows of one file. Throws core::Error where the file does not tell it.
std::unique_ptr<RowMeaning> makeTableMeaning(const ImportRules& rules, const RowSource& source);
std::unique_ptr<RowMeaning> makePikiMeaning(const ImportRules& rules, const RowSource& source);
std::unique_ptr<RowMeaning> makeKuairandMeaning(const ImportRules& rules, const RowSource& source);
std::unique_ptr<RowMeaning> makeRatingMeaning(const ImportRules& rules, const RowSource& source);
std::unique_ptr<RowMeaning> makeMssdMeaning(const ImportRules& rules, const RowSource& source);
std::unique_ptr<RowMeaning> makeYambdaMeaning(const ImportRules& rules, const RowSource& source);
std::unique_ptr<RowMeaning> makeScrobblerMeaning(const ImportRules& rules, const RowSource& source);
/// Every row is a song played through.
std::unique_ptr<RowMeaning> makePlaysMeaning(const ImportRules& rules, const RowSource& source);

/// "1", "1.0", "true", "yes" are true, "0", "0.0", "false", "no", "" false, any case; nothing for anything
/// else.
std::optional<bool> parseFlag(std::string_view text);

} // namespace skipscope::listening
