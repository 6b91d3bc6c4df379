#pragma once

#include "core/listening/time_text.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace skipscope::listening {

/// A JSON object and its members as logs hold them. A member is empty where the key is missing, null, or of
/// another kind.
class JsonObject {
public:
  /// Nothing where the text is not one whole object.
  static std::optional<JsonObject> parse(std::string_view text);

  bool has(const char* key) const; ///< also where it is null
  /// Without blanks around it; control characters are blanks.
  std::string text(const char* key) const;
  /// A number, or a text that is one.
  std::optional<double> number(const char* key) const;
  /// A number or a word of parseFlag().
  std::optional<bool> flag(const char* key) const;
  /// Text in any form that parseTime() knows, or a number of s or ms.
  std::optional<ParsedTime> time(const char* key) const;
  /// A number times `unit` as ms, unknown where there is none, it is negative or too long.
  std::int32_t ms(const char* key, double unit) const;
  /// An object inside; an empty one where there is none.
  JsonObject child(const char* key) const;
  /// A member as it is written, without quotes; "" for null and for lists.
  std::string shown(const char* key) const;

private:
  struct Document;
  explicit JsonObject(std::shared_ptr<const Document> document) : m_document(std::move(document)) {}
  std::shared_ptr<const Document> m_document;
};

} // namespace skipscope::listening
