#include "app/cli/progress_display.h"

#include "app/cli/output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace skipscope::cli {

namespace {

using namespace std::chrono_literals;
constexpr int kBarWidth = 30;
constexpr std::size_t kTextWidth = 45; ///< so that the whole fits 80 columns

} // namespace

ProgressDisplay::ProgressDisplay()
    : m_terminal(::isatty(STDERR_FILENO) == 1),
      m_next(std::chrono::steady_clock::now() + (m_terminal ? 0s : 2s)) {}

void ProgressDisplay::show(double share, const std::string& what) {
  const auto now = std::chrono::steady_clock::now();
  if (now < m_next)
    return;
  m_next = now + (m_terminal ? 100ms : 5000ms);
  share = std::clamp(share, 0.0, 1.0);
  if (!m_terminal) {
    std::cerr << fmt::format("{:3.0f} % {}\n", 100 * share, printable(what)) << std::flush;
    return;
  }
  const auto filled = static_cast<std::size_t>(share * kBarWidth);
  std::cerr << fmt::format("\r\x1b[K[{}{}] {:3.0f} % {:.{}}", std::string(filled, '#'),
                           std::string(kBarWidth - filled, '.'), 100 * share, printable(what), kTextWidth)
            << std::flush;
  m_drawn = true;
}

void ProgressDisplay::clear() {
  if (m_drawn)
    std::cerr << "\r\x1b[K" << std::flush;
  m_drawn = false;
}

core::Observer ProgressDisplay::observer() {
  core::Observer observer;
  observer.progress = [this](double share, const std::string& what) { show(share, what); };
  return observer;
}

} // namespace skipscope::cli
