#include "core/listening/radio_world.h"

namespace skipscope::listening {

namespace {

constexpr std::string_view kAdjectives[] = {
    "Silver",  "Velvet",  "Golden",   "Quiet",   "Electric", "Paper",  "Midnight", "Crystal",
    "Lonely",  "Burning", "Hollow",   "Distant", "Gentle",   "Neon",   "Wild",     "Frozen",
    "Scarlet", "Broken",  "Secret",   "Early",   "Endless",  "Copper", "Restless", "Amber",
    "Faded",   "Lucky",   "Northern", "Hidden",  "Winter",   "Summer", "Blue",     "Second"};
constexpr std::string_view kNouns[] = {
    "Rivers",  "Foxes",    "Harbour", "Mornings", "Letters", "Mirrors",    "Trains",   "Gardens",
    "Shadows", "Lanterns", "Oceans",  "Sparrows", "Stairs",  "Signals",    "Feathers", "Islands",
    "Engines", "Orchards", "Stars",   "Rooftops", "Wolves",  "Postcards",  "Fires",    "Clouds",
    "Windows", "Bridges",  "Echoes",  "Candles",  "Roads",   "Satellites", "Tides",    "Valleys"};
constexpr std::string_view kTails[] = {"",
                                       " at Dawn",
                                       " of Tomorrow",
                                       " in the Rain",
                                       " for You",
                                       " Forever",
                                       " Tonight",
                                       " on the Water",
                                       " in Colour",
                                       " Without You",
                                       " Coming Home",
                                       " (Slow)",
                                       " by the Sea",
                                       " Again",
                                       " in June",
                                       " Somewhere"};
constexpr std::string_view kGenres[] = {"Folk",   "Soul",   "House", "Indie Rock", "Jazz",    "Ambient",
                                        "Pop",    "Metal",  "Funk",  "Blues",      "Hip Hop", "Country",
                                        "Techno", "Reggae", "Punk",  "Disco"};

template <std::size_t n> std::string_view pick(const std::string_view (&words)[n], std::uint64_t number) {
  return words[number % n];
}

} // namespace

std::string songTitle(std::uint64_t bits) {
  std::string title(pick(kAdjectives, bits));
  title += ' ';
  title += pick(kNouns, bits >> 8);
  title += pick(kTails, bits >> 16);
  return title;
}

std::string artistName(std::uint64_t number) {
  constexpr std::uint64_t pairs = std::size(kAdjectives) * std::size(kNouns);
  const std::uint64_t shuffled = (number * 389 + 71) % pairs; // 389 shares no factor with the number of pairs
  std::string name = "The ";
  name += pick(kAdjectives, shuffled / std::size(kNouns));
  name += ' ';
  name += pick(kNouns, shuffled);
  if (number >= pairs)
    name += ' ' + std::to_string(number / pairs + 1);
  return name;
}

std::string genreName(std::uint64_t number) {
  std::string name(pick(kGenres, number));
  if (number >= std::size(kGenres))
    name += ' ' + std::to_string(number / std::size(kGenres) + 1);
  return name;
}

} // namespace skipscope::listening
