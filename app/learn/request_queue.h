#pragma once

#include <nlohmann/json.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace skipscope::learn {

/// Requests between the thread that reads them and the one that answers. A request drops those not begun on
/// the same channel: whoever turns a knob quickly wants the last answer only.
class RequestQueue {
public:
  /// Adds requests in their order; returns those that were dropped.
  std::vector<nlohmann::json> add(const std::vector<nlohmann::json>& requests);
  /// No more will come.
  void close();
  /// Waits for a request; nothing once closed and empty.
  std::optional<nlohmann::json> next();

private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<nlohmann::json> m_waiting;
  bool m_closed = false;
};

} // namespace skipscope::learn
