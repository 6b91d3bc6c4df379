// Whether intervals and corrected p values hold what they promise, on simulated outcomes with known truth:
// one pair a listener, won or lost; listeners differ in how hard they are and in what a configuration does to
// them, and a seed moves everybody.
#include "core/evaluation/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace skipscope::evaluation {
namespace {

constexpr double kEasy = 0.6; ///< log odds of the mean listener under the baseline

/// Standard deviations on the scale of log odds.
struct Spread {
  double listeners = 1; ///< how hard a listener is, whatever the configuration
  double effect = 0.5;  ///< what one configuration does to one listener
  double seeds = 0.1;   ///< what a seed does to all listeners

  double all() const { return std::sqrt(listeners * listeners + effect * effect + seeds * seeds); }
};
void PrintTo(const Spread& spread, std::ostream* out) {
  *out << "listeners " << spread.listeners << ", effect " << spread.effect << ", seeds " << spread.seeds;
}

double probability(double logOdds) {
  return 1 / (1 + std::exp(-logOdds));
}

/// Mean probability of a pair won over listeners and seeds: the truth, integrated over the normal of log
/// odds.
double truth(double shift, const Spread& spread) {
  double sum = 0, weights = 0;
  for (int step = -600; step <= 600; ++step) {
    const double z = step / 100.0;
    const double weight = std::exp(-z * z / 2);
    sum += weight * probability(kEasy + shift + spread.all() * z);
    weights += weight;
  }
  return sum / weights;
}

class Simulation {
public:
  Simulation(std::uint64_t seed, Spread spread) : m_generator(seed), m_spread(spread) {}

  std::vector<double> listeners(int count) {
    std::vector<double> hard;
    for (int i = 0; i < count; ++i)
      hard.push_back(m_spread.listeners * m_normal(m_generator));
    return hard;
  }
  std::vector<ListenerValues> configuration(const std::vector<double>& hard, double shift, int seeds) {
    std::vector<double> logOdds;
    for (const double each : hard)
      logOdds.push_back(kEasy + shift + each + m_spread.effect * m_normal(m_generator));
    std::vector<ListenerValues> runs(static_cast<std::size_t>(seeds));
    for (ListenerValues& run : runs) {
      const double seed = m_spread.seeds * m_normal(m_generator);
      for (std::uint32_t i = 0; i < hard.size(); ++i) {
        run.listeners.push_back(i);
        run.values.push_back(m_uniform(m_generator) < probability(logOdds[i] + seed) ? 1 : 0);
      }
    }
    return runs;
  }
  int count(int least, int most) { return std::uniform_int_distribution<int>(least, most)(m_generator); }

private:
  std::mt19937_64 m_generator;
  std::normal_distribution<double> m_normal;
  std::uniform_real_distribution<double> m_uniform;
  Spread m_spread;
};

/// Share of 1,000 comparisons whose interval holds the true difference.
double coverage(std::uint64_t seed, const Spread& spread, int resamples) {
  constexpr int kComparisons = 1000;
  constexpr double kShift = 0.3;
  const double difference = truth(kShift, spread) - truth(0, spread);
  Simulation simulation(seed, spread);
  int covered = 0;
  for (int i = 0; i < kComparisons; ++i) {
    const auto hard = simulation.listeners(simulation.count(60, 400));
    const auto baseline = simulation.configuration(hard, 0, 5);
    const Comparison result = compare(baseline, simulation.configuration(hard, kShift, 5), resamples);
    covered += result.low <= difference && difference <= result.high;
  }
  return covered / static_cast<double>(kComparisons);
}

class IntervalCoverage : public testing::TestWithParam<Spread> {};

TEST_P(IntervalCoverage, isWhatItPromises) {
  const double share = coverage(7, GetParam(), 0);
  RecordProperty("coverage", std::to_string(share));
  EXPECT_GE(share, 0.93);
  EXPECT_LE(share, 0.97);
}

// Seeds that hardly matter, matter some, much; listeners who are alike and who differ; outcomes that are
// nearly fixed by the listener.
INSTANTIATE_TEST_SUITE_P(Spreads, IntervalCoverage,
                         testing::Values(Spread{1, 0.5, 0.05}, Spread{1, 0.5, 0.1}, Spread{1, 0.5, 0.3},
                                         Spread{1, 1.5, 0.1}, Spread{3, 1.5, 0.1}, Spread{5, 3, 0.1}));

TEST(IntervalCoverage, ResamplesAreAsGoodAsTheFormula) {
  const double share = coverage(8, {1, 0.5, 0.2}, 200);
  EXPECT_GE(share, 0.93);
  EXPECT_LE(share, 0.97);
}

TEST(FamilyWiseError, HolmKeepsItWhereNothingDiffers) {
  constexpr int kFamilies = 1000;
  constexpr int kConfigurations = 8;
  Simulation simulation(9, {1, 0.5, 0.1});
  int alarms = 0;
  for (int i = 0; i < kFamilies; ++i) {
    const auto hard = simulation.listeners(simulation.count(60, 400));
    const auto baseline = simulation.configuration(hard, 0, 5);
    std::vector<double> p;
    for (int each = 0; each < kConfigurations; ++each)
      p.push_back(compare(baseline, simulation.configuration(hard, 0, 5), 0).p);
    p = holm(p);
    alarms += *std::min_element(p.begin(), p.end()) < 0.05;
  }
  // 5 % of 1,000 are 50, with a standard error of 6.9: at most two of these above.
  EXPECT_LE(alarms, 64);
  EXPECT_GE(alarms, 5) << "a test that never finds anything keeps it, too";
}

} // namespace
} // namespace skipscope::evaluation
