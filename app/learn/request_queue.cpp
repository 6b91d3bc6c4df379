#include "app/learn/request_queue.h"

#include <algorithm>
#include <utility>

namespace skipscope::learn {

namespace {

bool supersedes(const nlohmann::json& newer, const nlohmann::json& older) {
  const auto channel = newer.find("channel");
  const auto other = older.find("channel");
  return channel != newer.end() && other != older.end() && *channel == *other;
}

} // namespace

std::vector<nlohmann::json> RequestQueue::add(const std::vector<nlohmann::json>& requests) {
  std::vector<nlohmann::json> dropped;
  {
    const std::scoped_lock lock(m_mutex);
    for (const auto& request : requests) {
      const auto stale =
          std::stable_partition(m_waiting.begin(), m_waiting.end(),
                                [&](const nlohmann::json& waiting) { return !supersedes(request, waiting); });
      dropped.insert(dropped.end(), stale, m_waiting.end());
      m_waiting.erase(stale, m_waiting.end());
      m_waiting.push_back(request);
    }
  }
  m_changed.notify_one();
  return dropped;
}

void RequestQueue::close() {
  {
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
  }
  m_changed.notify_one();
}

std::optional<nlohmann::json> RequestQueue::next() {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [&] { return m_closed || !m_waiting.empty(); });
  if (m_waiting.empty())
    return std::nullopt;
  nlohmann::json request = std::move(m_waiting.front());
  m_waiting.pop_front();
  return request;
}

} // namespace skipscope::learn
