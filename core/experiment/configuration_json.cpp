// Configurations and blocks of settings as JSON, and the hashes made of it.
#include "core/error.h"
#include "core/experiment/configuration.h"
#include "core/experiment/known_key.h"
#include "core/experiment/sweep.h"
#include "core/listening/number_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <xxhash.h>

#include <set>

namespace skipscope::experiment {

namespace {

using Json = nlohmann::ordered_json; // sweeps run in the order written

nlohmann::json valueJson(const core::FieldText& text, const std::string& value) {
  using core::FieldKind;
  switch (text.kind) {
  case FieldKind::Flag:
    return value == "true";
  case FieldKind::Integer:
  case FieldKind::IntegerOrWord:
    if (const auto number = listening::parseInteger(value))
      return *number;
    return value;
  case FieldKind::Real:
  case FieldKind::RealOrWord:
    if (const auto number = listening::parseReal(value))
      return *number;
    return value;
  case FieldKind::Choices: {
    auto list = nlohmann::json::array();
    for (std::size_t from = 0; from < value.size();) {
      const auto comma = std::min(value.find(',', from), value.size());
      list.push_back(value.substr(from, comma - from));
      from = comma + 1;
    }
    return list;
  }
  case FieldKind::Choice:
  case FieldKind::Text:
    break;
  }
  return value;
}

/// The text that fields take: numbers, true and false as they are, lists joined by commas.
std::string valueText(const Json& value, std::string_view key) {
  if (value.is_string())
    return value.get<std::string>();
  if (value.is_boolean())
    return value.get<bool>() ? "true" : "false";
  if (value.is_number_float())
    return listening::realText(value.get<double>());
  if (value.is_number())
    return value.dump();
  if (!value.is_array() || value.empty())
    throw core::UsageError(
        fmt::format("{}: a value is text, a number, true, false or a list of these, not {}.", key,
                    value.is_array() ? "an empty list" : value.type_name()));
  std::string text;
  for (const auto& each : value) {
    if (each.is_structured())
      throw core::UsageError(fmt::format("{}: a list of values cannot hold another list or object.", key));
    text += (text.empty() ? "" : ",") + valueText(each, key);
  }
  return text;
}

/// JSON lets the last of several values of a key win, which hides a slip of the pen.
class OnceOnly {
public:
  bool operator()(int, Json::parse_event_t event, const Json& value) {
    if (event == Json::parse_event_t::object_start)
      m_keys.emplace_back();
    else if (event == Json::parse_event_t::object_end)
      m_keys.pop_back();
    else if (event == Json::parse_event_t::key && !m_keys.back().insert(value.get<std::string>()).second)
      throw core::UsageError(
          fmt::format("{} stands twice in one object; keep one of them.", value.get<std::string>()));
    return true;
  }

private:
  std::vector<std::set<std::string>> m_keys; ///< of the objects open
};

Json parsed(std::string_view text, std::string_view what, const Json::parser_callback_t& callback = nullptr) {
  try {
    return Json::parse(text, callback);
  } catch (const nlohmann::json::parse_error& error) {
    throw core::UsageError(fmt::format("{} is not JSON: reading stopped at byte {}.", what, error.byte));
  }
}

std::vector<std::pair<std::string, std::string>> assignments(const Json& object, std::string_view what) {
  if (!object.is_object())
    throw core::UsageError(fmt::format("{} must be an object of settings, {{\"key\": value, …}}.", what));
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [key, value] : object.items()) {
    requireKey(key);
    pairs.emplace_back(key, valueText(value, key));
  }
  return pairs;
}

SweepBlock block(const Json& object) {
  SweepBlock made;
  if (!object.is_object())
    throw core::UsageError(
        "A configuration file is an object or a list of objects {\"set\": {…}, \"sweep\": {…}}.");
  if (!object.contains("set") && !object.contains("sweep")) { // plain settings, as `show --json` prints them
    made.set = assignments(object, "A configuration file");
    return made;
  }
  for (const auto& [part, content] : object.items()) {
    if (part == "set") {
      made.set = assignments(content, "\"set\"");
    } else if (part == "sweep") {
      if (!content.is_object())
        throw core::UsageError("\"sweep\" must be an object {\"key\": [values]}.");
      for (const auto& [key, values] : content.items()) {
        requireKey(key);
        if (!values.is_array() || values.empty())
          throw core::UsageError(fmt::format("{}: the values of a sweep are a list that is not empty.", key));
        std::vector<std::string> texts;
        for (const auto& value : values)
          texts.push_back(valueText(value, key));
        made.sweep.emplace_back(key, std::move(texts));
      }
    } else {
      throw core::UsageError(
          fmt::format("A block of a configuration file holds \"set\" and \"sweep\", not \"{}\".", part));
    }
  }
  return made;
}

nlohmann::json asJson(const Configuration& configuration) {
  auto json = nlohmann::json::object(); // sorts its keys
  for (const auto& field : configurationFields())
    json[field.text.key] = valueJson(field.text, field.get(configuration));
  return json;
}

/// XXH3-128 as 32 hex digits, the high half first.
std::string hash128(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

} // namespace

std::string toJson(const Configuration& configuration) {
  return asJson(configuration).dump();
}

Configuration fromJson(std::string_view json) {
  Configuration configuration;
  for (const auto& [key, value] : assignments(parsed(json, "The configuration"), "The configuration"))
    setField(configuration, key, value);
  return configuration;
}

std::string configurationHash(const Configuration& configuration) {
  auto json = asJson(canonical(configuration));
  json.erase("training.threads"); // changes speed, not numbers
  // Keys that came after runs had been stored: those ran as with this value, and stay the same runs.
  const std::pair<const char*, nlohmann::json> later[] = {{"loss.gbce_t", 0.75},
                                                          {"objective.mask_share", 0.2},
                                                          {"model.feedback_shuffled", false},
                                                          {"training.select_by", "accuracy"}};
  for (const auto& [key, value] : later)
    if (json.at(key) == value)
      json.erase(key);
  return hash128(json.dump());
}

std::string runIdentity(std::string_view datasetFingerprint, const Configuration& configuration,
                        std::uint64_t seed) {
  return hash128(fmt::format("{}\n{}\n{}\n{}", datasetFingerprint, configurationHash(configuration), seed,
                             kMethodVersion));
}

ConfigurationFile parseConfigurationFile(std::string_view json) {
  const Json root = parsed(json, "The configuration file", OnceOnly());
  ConfigurationFile content;
  const bool named = root.is_object() && root.contains("blocks");
  const Json words = named ? root : Json::object();
  for (const auto& [key, value] : words.items()) {
    if (key == "blocks")
      continue;
    if (!value.is_string() || (key != "about" && key != "seeds"))
      throw core::UsageError(fmt::format(
          "\"{}\" beside \"blocks\" is not understood; there can be \"about\" and \"seeds\", as text.", key));
    value.get_to(key == "about" ? content.about : content.seeds);
  }
  if (!content.seeds.empty())
    parseSeeds(content.seeds);
  const Json& blocks = named ? root.at("blocks") : root;
  if (!blocks.is_array()) {
    content.blocks.push_back(block(blocks));
    return content;
  }
  for (const auto& object : blocks)
    content.blocks.push_back(block(object));
  if (content.blocks.empty())
    throw core::UsageError("The configuration file is an empty list; it needs at least one block.");
  return content;
}

} // namespace skipscope::experiment
