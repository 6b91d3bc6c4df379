#include "app/learn/line_pipes.h"

#include "core/error.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace skipscope::learn {

std::optional<std::vector<std::string>> LineInput::read() {
  std::array<char, 65536> bytes{};
  while (!m_ended) {
    const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR)
      continue;
    m_ended = size <= 0;
    if (size > 0)
      m_rest.append(bytes.data(), static_cast<std::size_t>(size));
    else if (!m_rest.empty())
      m_rest += '\n'; // the last line may go without
    std::vector<std::string> lines;
    std::size_t from = 0;
    for (std::size_t end = 0; (end = m_rest.find('\n', from)) != std::string::npos; from = end + 1)
      lines.push_back(m_rest.substr(from, end - from));
    m_rest.erase(0, from);
    if (!lines.empty())
      return lines;
  }
  return std::nullopt;
}

JsonOutput::JsonOutput() : m_file(::dup(STDOUT_FILENO)) {
  if (m_file < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
    throw core::Error("Standard output is closed: answers would go nowhere.");
  std::signal(SIGPIPE, SIG_IGN);
}

void JsonOutput::write(const nlohmann::ordered_json& document) {
  const std::string line =
      document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
  const std::scoped_lock lock(m_mutex);
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t size = ::write(m_file, line.data() + done, line.size() - done);
    if (size < 0 && errno != EINTR)
      std::_Exit(EXIT_FAILURE);
    done += size < 0 ? 0 : static_cast<std::size_t>(size);
  }
}

} // namespace skipscope::learn
