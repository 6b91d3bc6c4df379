#include "core/learning/model_cache.h"

#include <algorithm>

namespace skipscope::learning {

ModelCache::ModelCache(store::Workspace& workspace, std::size_t most)
    : m_workspace(workspace), m_most(most) {}

std::shared_ptr<const listening::Dataset> ModelCache::dataset(const std::string& fingerprint) {
  auto& known = m_datasets[fingerprint];
  if (auto loaded = known.lock())
    return loaded;
  auto loaded = std::make_shared<const listening::Dataset>(m_workspace.loadDataset(fingerprint));
  known = loaded;
  return loaded;
}

Recommender& ModelCache::of(std::string_view runPrefix) {
  store::Run run = store::RunStore(m_workspace).run(runPrefix);
  // The same run with other weights was trained again; without any, `clean` removed them.
  const auto found = std::find_if(m_models.begin(), m_models.end(), [&](const auto& model) {
    return model->run().id == run.id && model->run().checkpoint == run.checkpoint;
  });
  if (found != m_models.end()) {
    m_models.splice(m_models.begin(), m_models, found);
    return *m_models.front();
  }
  const auto shared = dataset(run.fingerprint); // before a model leaves, which may be its last owner
  while (m_models.size() >= m_most)
    m_models.pop_back();
  m_models.push_front(std::make_unique<Recommender>(m_workspace, std::move(run), shared));
  return *m_models.front();
}

} // namespace skipscope::learning
