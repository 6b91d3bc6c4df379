#include "core/error.h"
#include "core/listening/radio_truth.h"
#include "core/listening/simulator.h"
#include "tests/core/listening/log_fixture.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numeric>
#include <set>
#include <sstream>

namespace skipscope::listening {

using nlohmann::json;
using testing::HasSubstr;

namespace {

SimulatorSettings smallSettings() {
  SimulatorSettings settings;
  settings.listeners = 300;
  settings.songs = 400;
  settings.stations = 12;
  settings.eventsPerListener = 60;
  return settings;
}

struct Simulated {
  std::string log;
  std::string truth;
  SimulatedCounts counts;
};

Simulated simulate(const SimulatorSettings& settings) {
  std::ostringstream log, truth;
  Simulated result;
  result.counts = simulateLog(settings, log, &truth, {}, {});
  result.log = log.str();
  result.truth = truth.str();
  return result;
}

double product(const json& a, const json& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += a[i].get<double>() * b[i].get<double>();
  return sum;
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

/// One play with the chances computed from the truth file alone, by the formulas of docs/simulator.md.
struct Play {
  Feedback feedback = Feedback::Listen;
  double liking = 0, like = 0, dislike = 0, skip = 0;
};

std::vector<Play> playsWithChances(const Dataset& data, const json& truth) {
  const json& rates = truth["settings"];
  const auto rate = [&](const char* key) { return rates[key].get<double>(); };
  std::map<std::string, json> songs;
  for (const json& song : truth["songs"])
    songs[song["id"]] = song["vector"];
  std::vector<Play> plays;
  for (std::size_t l = 0; l < data.listeners(); ++l) {
    const json& listener = truth["listeners"][l];
    EXPECT_EQ(listener["id"], data.listenerIds[l]);
    const auto history = data.history(l);
    std::size_t i = 0;
    for (const json& session : listener["sessions"]) {
      EXPECT_EQ(history[i].time, session["start"].get<std::int64_t>());
      const double share = (session["start"].get<double>() - truth["start"].get<double>()) /
                           (truth["end"].get<double>() - truth["start"].get<double>());
      std::vector<double> taste;
      for (std::size_t d = 0; d < listener["taste"].size(); ++d)
        taste.push_back(listener["taste"][d].get<double>() + share * listener["drift"][d].get<double>());
      const double length = std::sqrt(std::inner_product(taste.begin(), taste.end(), taste.begin(), 0.0));
      const json& station = truth["stations"][session["station"].get<std::size_t>()];
      for (const json& thousandths : session["moods"]) {
        const double mood = thousandths.get<double>() / 1000;
        const json& vector = songs[data.songIds[history[i].song]];
        EXPECT_EQ(station["id"], data.stationIds[history[i].station]);
        double fatigue = 0;
        for (std::size_t j = 0; j < i; ++j)
          if (history[j].song == history[i].song)
            fatigue += std::exp(-static_cast<double>(i - j) / rate("fatigue.memory"));
        Play play;
        play.feedback = history[i].feedback;
        play.liking = rate("appeal.taste") * product(taste, vector) / length +
                      rate("appeal.station") * product(station["vector"], vector);
        const double appeal = play.liking + mood - rate("fatigue.strength") * fatigue;
        const double vote = listener["vote"];
        play.like = vote * logistic(rate("vote.sharpness") * (appeal - rate("vote.like")));
        play.dislike = vote * logistic(rate("vote.sharpness") * (rate("vote.dislike") - appeal));
        const double cause =
            listener["skip_habit"].get<double>() - rate("skip.mood") * mood + rate("skip.fatigue") * fatigue;
        play.skip = (1 - play.like - play.dislike) *
                    logistic(std::log(rate("habit.skip") / (1 - rate("habit.skip"))) +
                             (1 - rate("skip.taste_share")) * cause -
                             rate("skip.taste_share") * rate("skip.taste") *
                                 (play.liking - (rate("vote.like") + rate("vote.dislike")) / 2));
        plays.push_back(play);
        ++i;
      }
    }
    EXPECT_EQ(i, history.size());
  }
  return plays;
}

} // namespace

class SimulatorTest : public LogTest {
protected:
  Dataset datasetOf(const Simulated& simulated) const {
    auto asked = request(write("radio.csv", simulated.log));
    setRule(asked.rules, "duplicates", "keep");
    return read(asked).dataset;
  }
  std::vector<Play> playsOf(const SimulatorSettings& settings) const {
    const Simulated simulated = simulate(settings);
    return playsWithChances(datasetOf(simulated), json::parse(simulated.truth));
  }
};

TEST_F(SimulatorTest, TheSameSeedGivesTheSameBytes) {
  const Simulated once = simulate(smallSettings());
  const Simulated again = simulate(smallSettings());
  EXPECT_TRUE(once.log == again.log);
  EXPECT_TRUE(once.truth == again.truth);
  auto other = smallSettings();
  other.seed = 2;
  EXPECT_FALSE(simulate(other).log == once.log);
}

TEST_F(SimulatorTest, TheSampleIsWrittenAgainByteForByte) {
  SimulatorSettings settings;
  settings.listeners = 20;
  settings.songs = 60;
  settings.stations = 4;
  settings.eventsPerListener = 25;
  settings.seed = 7;
  EXPECT_TRUE(simulate(settings).log == fileContent(samplePath("simulated.csv")));
}

TEST_F(SimulatorTest, OurReaderReadsEveryRow) {
  const Simulated simulated = simulate(smallSettings());
  const ImportResult result = read(request(write("radio.csv", simulated.log)));
  EXPECT_EQ(result.summary.format, "csv");
  EXPECT_EQ(result.summary.events, simulated.counts.events);
  EXPECT_EQ(result.summary.likes, simulated.counts.likes);
  EXPECT_EQ(result.summary.dislikes, simulated.counts.dislikes);
  EXPECT_EQ(result.summary.skips, simulated.counts.skips);
  EXPECT_EQ(result.summary.listens, simulated.counts.listens);
  EXPECT_EQ(result.summary.merged, 0);
  EXPECT_EQ(result.summary.listeners, 300);
  EXPECT_TRUE(result.rejections.empty());
  EXPECT_TRUE(result.notes.empty());
}

TEST_F(SimulatorTest, SharesAreThoseOfARadio) {
  SimulatorSettings settings;
  const Simulated simulated = simulate(settings);
  const auto share = [&](std::int64_t count) {
    return static_cast<double>(count) / static_cast<double>(simulated.counts.events);
  };
  EXPECT_NEAR(static_cast<double>(simulated.counts.events), 100'000, 200);
  EXPECT_GT(share(simulated.counts.likes), 0.04);
  EXPECT_LT(share(simulated.counts.likes), 0.12);
  EXPECT_GT(simulated.counts.likes, simulated.counts.dislikes);
  EXPECT_GT(share(simulated.counts.skips), 0.1);
  EXPECT_LT(share(simulated.counts.skips), 0.4);
  const json truth = json::parse(simulated.truth);
  const auto never = std::count_if(truth["listeners"].begin(), truth["listeners"].end(),
                                   [](const json& listener) { return listener["vote"] == 0; });
  EXPECT_NEAR(static_cast<double>(never), 400, 50);
}

TEST_F(SimulatorTest, NeverVotersHaveNoVotes) {
  auto settings = smallSettings();
  settings.neverVoteShare = 1;
  const Simulated simulated = simulate(settings);
  EXPECT_EQ(simulated.counts.likes + simulated.counts.dislikes, 0);
  EXPECT_GT(simulated.counts.skips, 0);
}

TEST_F(SimulatorTest, ChancesComputedFromTheTruthFitWhatHappened) {
  double like = 0, dislike = 0, skip = 0;
  double likes = 0, dislikes = 0, skips = 0;
  for (const Play& play : playsOf(smallSettings())) {
    like += play.like;
    dislike += play.dislike;
    skip += play.skip;
    likes += play.feedback == Feedback::Like;
    dislikes += play.feedback == Feedback::Dislike;
    skips += play.feedback == Feedback::Skip;
  }
  // A sum of independent outcomes with these chances has a variance below its mean: four standard deviations.
  EXPECT_NEAR(likes, like, 4 * std::sqrt(like));
  EXPECT_NEAR(dislikes, dislike, 4 * std::sqrt(dislike));
  EXPECT_NEAR(skips, skip, 4 * std::sqrt(skip));
}

TEST_F(SimulatorTest, TheTruthReadBackGivesTheSameChances) {
  const Simulated simulated = simulate(smallSettings());
  const Dataset data = datasetOf(simulated);
  const std::vector<Play> plays = playsWithChances(data, json::parse(simulated.truth));
  const RadioTruth truth = readTruth(simulated.truth, data, "truth.json");
  EXPECT_EQ(truth.settings, smallSettings());
  std::size_t i = 0;
  for (std::uint32_t listener = 0; listener < data.listeners(); ++listener)
    for (const Event& event : data.history(listener)) {
      const PlayChances chances =
          RadioMoment(truth, data, listener, event.time, event.station).chances(event.song);
      ASSERT_NEAR(chances.like, plays[i].like, 1e-6);
      ASSERT_NEAR(chances.dislike, plays[i].dislike, 1e-6);
      ASSERT_NEAR(chances.skip, plays[i].skip, 1e-6);
      ++i;
    }
}

TEST_F(SimulatorTest, TheTruthOfAnotherLogIsRefused) {
  auto settings = smallSettings();
  const Simulated simulated = simulate(settings);
  settings.seed = 2;
  const Simulated other = simulate(settings);
  settings.listeners = 299;
  const Simulated fewer = simulate(settings);
  const auto refusal = [&](const std::string& truth, const std::map<std::string, std::string>& rules = {}) {
    auto asked = request(write("radio.csv", simulated.log));
    for (const auto& [key, value] : rules)
      setRule(asked.rules, key, value);
    asked.truth = write("truth.json", truth);
    return errorOf(asked);
  };
  EXPECT_THAT(refusal(other.truth),
              HasSubstr("is not the truth of this log (the plays of listener L001 differ)"));
  EXPECT_THAT(refusal(fewer.truth), HasSubstr("is not the truth of this log"));
  EXPECT_THAT(refusal(simulated.truth, {{"filter.song_events", "40"}}),
              HasSubstr("rules that leave nothing out"));
  json renamed = json::parse(simulated.truth);
  renamed["songs"].erase(renamed["songs"].begin());
  EXPECT_THAT(refusal(renamed.dump()), HasSubstr("it has no song S001"));
  for (const std::string& junk : {std::string(), std::string("{}"), simulated.log, std::string("[1,2]"),
                                  simulated.truth.substr(0, simulated.truth.size() / 2)})
    EXPECT_THAT(refusal(junk), HasSubstr("is not the truth of a simulated log"));
  json strange = json::parse(simulated.truth);
  strange["listeners"][0]["sessions"][0]["station"] = 99;
  EXPECT_THAT(refusal(strange.dump()), HasSubstr("is not the truth of"));
  strange = json::parse(simulated.truth);
  strange["songs"][0]["vector"] = {1, 2};
  EXPECT_THAT(refusal(strange.dump()), HasSubstr("is not the truth of a simulated log"));
  strange = json::parse(simulated.truth);
  strange["version"] = 2;
  EXPECT_THAT(refusal(strange.dump()), HasSubstr("newer version"));
  auto asked = request(write("radio.csv", simulated.log));
  asked.truth = (m_folder / "missing.json").string();
  EXPECT_THAT(errorOf(asked), HasSubstr("cannot be read"));
}

TEST_F(SimulatorTest, TheTruthIsNoPartOfTheFingerprint) {
  const Simulated simulated = simulate(smallSettings());
  auto asked = request(write("radio.csv", simulated.log));
  const ImportResult without = read(asked);
  asked.truth = write("truth.json", simulated.truth);
  const ImportResult with = read(asked);
  EXPECT_EQ(with.summary.fingerprint, without.summary.fingerprint);
  EXPECT_EQ(with.truth, simulated.truth);
  EXPECT_EQ(with.summary.truth.size(), 32U);
  EXPECT_EQ(without.summary.truth, "");
}

TEST_F(SimulatorTest, ManySongsOnFewStationsAreTold) {
  auto settings = smallSettings();
  settings.songs = 2000;
  settings.stations = 3;
  settings.stationSongs = 100;
  const auto counts = simulate(settings).counts;
  EXPECT_LE(counts.songsOnStations, 300);
  EXPECT_GE(counts.songsOnStations, 100);
  EXPECT_THAT(fewSongsNote(settings, counts), HasSubstr("of the 2000 songs are on any station"));
  EXPECT_THAT(fewSongsNote(settings, counts), HasSubstr("station.songs (now 100)"));
  EXPECT_EQ(fewSongsNote(smallSettings(), simulate(smallSettings()).counts), "");
}

TEST_F(SimulatorTest, TasteShareDecidesWhatSkipsSayOfTaste) {
  const auto gap = [&](double tasteShare) {
    auto settings = smallSettings();
    settings.neverVoteShare = 1; // votes would take loved and hated songs away from the skips
    settings.skipTasteShare = tasteShare;
    double skipped = 0, heard = 0, skips = 0, listens = 0;
    for (const Play& play : playsOf(settings)) {
      const bool skip = play.feedback == Feedback::Skip;
      (skip ? skipped : heard) += play.liking;
      (skip ? skips : listens) += 1;
    }
    return heard / listens - skipped / skips;
  };
  const double none = gap(0);
  const double half = gap(0.5);
  const double all = gap(1);
  EXPECT_LT(std::abs(none), 0.15);
  EXPECT_GT(half, none + 0.2);
  EXPECT_GT(all, half + 0.2);
}

TEST_F(SimulatorTest, EveryFieldIsDescribedAndReadsBack) {
  std::set<std::string> keys;
  for (const auto& field : simulatorFields()) {
    EXPECT_TRUE(keys.insert(field.text.key).second) << field.text.key;
    EXPECT_FALSE(field.text.tooltip.empty()) << field.text.key;
    SimulatorSettings settings;
    EXPECT_EQ(field.set(settings, field.get(SimulatorSettings{})), std::nullopt) << field.text.key;
    EXPECT_TRUE(field.set(settings, "much")) << field.text.key;
  }
  EXPECT_TRUE(keys.contains("skip.taste_share"));
}

TEST_F(SimulatorTest, TheManualListsEveryRateWithItsDefault) {
  const std::string manual = fileContent(SKIPSCOPE_SOURCE_DIR "/docs/simulator.md");
  for (const auto& field : simulatorFields())
    EXPECT_THAT(manual,
                HasSubstr("| `" + field.text.key + "` | " + field.get(SimulatorSettings{}) + " | " +
                          field.text.unit + " | " + field.text.label + ". " + field.text.tooltip + " |"));
}

TEST_F(SimulatorTest, RatesOutOfRangeAreRefused) {
  auto settings = smallSettings();
  settings.skipTasteShare = 1.5;
  std::ostringstream log;
  try {
    simulateLog(settings, log, nullptr, {}, {});
    FAIL() << "taken";
  } catch (const core::UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("skip.taste_share"));
  }
  settings = smallSettings();
  settings.likeThreshold = -2;
  EXPECT_THROW(simulateLog(settings, log, nullptr, {}, {}), core::UsageError);
}

TEST_F(SimulatorTest, TellsAFullDiskAndStops) {
  std::ostringstream full;
  full.setstate(std::ios::badbit);
  EXPECT_THROW(simulateLog(smallSettings(), full, nullptr, {}, {}), core::Error);
  std::stop_source source;
  source.request_stop();
  std::ostringstream log;
  EXPECT_THROW(simulateLog(smallSettings(), log, nullptr, source.get_token(), {}), core::Stopped);
}

} // namespace skipscope::listening
