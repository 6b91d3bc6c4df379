#include "core/listening/json_object.h"

#include "core/listening/dataset.h"
#include "core/listening/number_text.h"
#include "core/listening/row_meaning.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace skipscope::listening {

namespace {

/// Control characters as blanks, and none of these around it: as the cells of a table are cut.
std::string plainText(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7F')
      c = ' ';
  return std::string(trimmed(text));
}

} // namespace

struct JsonObject::Document {
  std::shared_ptr<const nlohmann::json> whole; ///< a copy could nest deeper than a stack
  const nlohmann::json& json;                  ///< the object in it

  /// Nothing where it is missing or null.
  const nlohmann::json* find(const char* key) const {
    const auto found = json.find(key);
    return found == json.end() || found->is_null() ? nullptr : &*found;
  }
};

std::optional<JsonObject> JsonObject::parse(std::string_view text) {
  auto whole = std::make_shared<const nlohmann::json>(nlohmann::json::parse(text, nullptr, false));
  if (!whole->is_object())
    return std::nullopt;
  return JsonObject(std::make_shared<Document>(Document{whole, *whole}));
}

bool JsonObject::has(const char* key) const {
  return m_document->json.contains(key);
}

std::string JsonObject::text(const char* key) const {
  const auto* value = m_document->find(key);
  return value != nullptr && value->is_string() ? plainText(value->get<std::string>()) : std::string();
}

std::optional<double> JsonObject::number(const char* key) const {
  const auto* value = m_document->find(key);
  if (value != nullptr && value->is_number())
    return value->get<double>();
  return parseReal(text(key));
}

std::optional<bool> JsonObject::flag(const char* key) const {
  const auto* value = m_document->find(key);
  if (value != nullptr && value->is_boolean())
    return value->get<bool>();
  if (value != nullptr && value->is_string() && !text(key).empty())
    return parseFlag(text(key));
  const auto real = number(key);
  return real ? std::optional(*real != 0) : std::nullopt;
}

std::optional<ParsedTime> JsonObject::time(const char* key) const {
  const auto* value = m_document->find(key);
  return parseTime(value != nullptr && value->is_number() ? value->dump() : text(key));
}

std::int32_t JsonObject::ms(const char* key, double unit) const {
  const double ms = number(key).value_or(-1) * unit;
  return ms >= 0 && ms <= std::numeric_limits<std::int32_t>::max() ? static_cast<std::int32_t>(ms)
                                                                   : kUnknownMs;
}

JsonObject JsonObject::child(const char* key) const {
  static const nlohmann::json none = nlohmann::json::object();
  const auto* value = m_document->find(key);
  const auto& inside = value != nullptr && value->is_object() ? *value : none;
  return JsonObject(std::make_shared<Document>(Document{m_document->whole, inside}));
}

std::string JsonObject::shown(const char* key) const {
  const auto* value = m_document->find(key);
  if (value == nullptr || value->is_structured()) // which may be deeper than a stack
    return {};
  return value->is_string() ? text(key) : value->dump();
}

} // namespace skipscope::listening
