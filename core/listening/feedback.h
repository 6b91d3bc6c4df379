#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace skipscope::listening {

/// What a listener did with one play: thumb-up, thumb-down, skip, or heard through without an opinion.
enum class Feedback : std::uint8_t { Like, Dislike, Skip, Listen };

inline constexpr std::size_t kFeedbackKinds = 4;
inline constexpr std::array<Feedback, kFeedbackKinds> kAllFeedback = {Feedback::Like, Feedback::Dislike,
                                                                      Feedback::Skip, Feedback::Listen};

/// "like", "dislike", "skip" or "listen": the words of files, commands and configurations.
std::string_view feedbackName(Feedback feedback);
std::optional<Feedback> parseFeedback(std::string_view name);

/// A set of feedback kinds, such as the inputs a model hears.
class FeedbackSet {
public:
  constexpr FeedbackSet() = default;
  constexpr FeedbackSet(std::initializer_list<Feedback> kinds) {
    for (Feedback kind : kinds)
      insert(kind);
  }
  constexpr void insert(Feedback kind) { m_bits |= bit(kind); }
  constexpr bool contains(Feedback kind) const { return (m_bits & bit(kind)) != 0; }
  constexpr bool empty() const { return m_bits == 0; }
  constexpr FeedbackSet united(FeedbackSet other) const {
    FeedbackSet both;
    both.m_bits = static_cast<std::uint8_t>(m_bits | other.m_bits);
    return both;
  }
  friend constexpr bool operator==(FeedbackSet, FeedbackSet) = default;

  /// "like,skip" in the order of the enumeration; the empty set is "".
  std::string text() const;
  /// Reads text(); any order, repeated words count once. Nothing where a word is unknown.
  static std::optional<FeedbackSet> parse(std::string_view text);

private:
  static constexpr std::uint8_t bit(Feedback kind) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
  }
  std::uint8_t m_bits = 0;
};

} // namespace skipscope::listening
