#pragma once

#include "core/store/workspace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace skipscope::store {

/// The configuration that others on a dataset are compared with.
struct Baseline {
  std::string fingerprint;       ///< of the dataset
  std::string configurationHash; ///< empty = none any more
  std::int64_t stamp = 0;
};

/// From what somebody saw to what it shall be.
struct NoteChange {
  std::string run; ///< id or a unique beginning of one
  std::string from, to;
};
struct TagsChange {
  std::string run;
  std::vector<std::string> from, to; ///< in any order
};
struct BaselineChange {
  std::string fingerprint; ///< of the dataset
  std::string from, to;    ///< hashes of configurations; empty = none
};

/// Tags in order, each once, without spaces around them and without empty ones.
std::vector<std::string> tidyTags(const std::vector<std::string>& tags);

/// What people write on runs. Every change is guarded: where a value is no longer what the change begins
/// with, core::Error says so and nothing is changed.
class Annotations {
public:
  explicit Annotations(Workspace& workspace) : m_workspace(workspace) {}

  void changeNotes(const std::vector<NoteChange>& changes);
  void changeTags(const std::vector<TagsChange>& changes);
  void changeBaselines(const std::vector<BaselineChange>& changes);

  /// Baselines with a newer stamp, those taken back included.
  std::vector<Baseline> baselines(std::int64_t newerThan = -1) const;

private:
  Workspace& m_workspace;
};

} // namespace skipscope::store
