#pragma once

#include "core/learning/recommender.h"

#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace skipscope::learning {

/// The models used last, at most `most` of them: the one not used for longest leaves first. Models of one
/// dataset share it in memory. No transaction is open between calls.
class ModelCache {
public:
  explicit ModelCache(store::Workspace& workspace, std::size_t most = 4);

  /// The model of a run, by a unique beginning of its id. Valid until the next call. Throws core::UsageError
  /// for an unknown run, core::Error where it cannot recommend.
  Recommender& of(std::string_view runPrefix);
  std::size_t size() const { return m_models.size(); }

private:
  std::shared_ptr<const listening::Dataset> dataset(const std::string& fingerprint);

  store::Workspace& m_workspace;
  std::size_t m_most;
  std::list<std::unique_ptr<Recommender>> m_models;                          ///< used last first
  std::map<std::string, std::weak_ptr<const listening::Dataset>> m_datasets; ///< by fingerprint
};

} // namespace skipscope::learning
