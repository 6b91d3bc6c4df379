#pragma once

#include <functional>
#include <string>

namespace skipscope::core {

/// How blocking work in core tells its caller how far it is. Both functions may be empty.
struct Observer {
  std::function<void(double share, const std::string& what)> progress; ///< share in [0, 1]
  std::function<void(const std::string& sentence)> note; ///< something worth telling, not a fault

  void report(double share, const std::string& what) const {
    if (progress)
      progress(share, what);
  }
  void tell(const std::string& sentence) const {
    if (note)
      note(sentence);
  }
};

} // namespace skipscope::core
