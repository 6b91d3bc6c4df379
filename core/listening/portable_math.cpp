#include "core/listening/portable_math.h"

#include <array>
#include <bit>

namespace skipscope::listening {

namespace {
constexpr double kLn2High =
    0.693147180369123816490; // the high bits of ln 2, so that k·ln 2 loses nothing (fdlibm)
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr int kTerms = 11; // of the series, for |r| <= ln 2 / 2
constexpr auto kInverse = [] {
  std::array<double, kTerms + 1> inverse{};
  for (int n = 1; n <= kTerms; ++n)
    inverse[n] = 1.0 / n;
  return inverse;
}();
} // namespace

double portableExp(double x) {
  if (x > 700)
    x = 700;
  if (x < -700)
    return 0;
  const double k = std::floor(x * 1.44269504088896338700 + 0.5);
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double sum = 1;
  for (int n = kTerms; n > 0; --n)
    sum = 1 + sum * r * kInverse[n];
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023) << 52);
}

double portableLog(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.70710678118654752440) {
    mantissa *= 2;
    --exponent;
  }
  const double t = (mantissa - 1) / (mantissa + 1); // log m = 2 atanh t
  const double square = t * t;
  double sum = 0;
  for (int n = 25; n > 0; n -= 2)
    sum = sum * square + 1.0 / n;
  return 2 * t * sum + exponent * kLn2Low + exponent * kLn2High;
}

} // namespace skipscope::listening
