#include "core/listening/feedback.h"

#include "core/listening/number_text.h"

namespace skipscope::listening {

namespace {

constexpr std::array<std::string_view, kFeedbackKinds> kNames = {"like", "dislike", "skip", "listen"};

} // namespace

std::string_view feedbackName(Feedback feedback) {
  return kNames[static_cast<std::size_t>(feedback)];
}

std::optional<Feedback> parseFeedback(std::string_view name) {
  for (Feedback kind : kAllFeedback)
    if (feedbackName(kind) == name)
      return kind;
  return std::nullopt;
}

std::string FeedbackSet::text() const {
  std::string text;
  for (Feedback kind : kAllFeedback) {
    if (!contains(kind))
      continue;
    if (!text.empty())
      text += ',';
    text += feedbackName(kind);
  }
  return text;
}

std::optional<FeedbackSet> FeedbackSet::parse(std::string_view text) {
  FeedbackSet set;
  if (trimmed(text).empty())
    return set;
  for (;;) {
    const std::size_t comma = text.find(',');
    const auto kind = parseFeedback(trimmed(text.substr(0, comma)));
    if (!kind)
      return std::nullopt;
    set.insert(*kind);
    if (comma == std::string_view::npos)
      return set;
    text.remove_prefix(comma + 1);
  }
}

} // namespace skipscope::listening
