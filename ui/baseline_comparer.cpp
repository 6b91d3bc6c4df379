#include "ui/baseline_comparer.h"

#include "ui/models/display_text.h"
#include "ui/models/runs_model.h"
#include "ui/workspace_tasks.h"

#include <exception>
#include <utility>
#include <variant>

namespace skipscope::ui {

namespace {
constexpr std::size_t kAtOnce = 16;

using Answer = std::variant<BaselineDifferences, QString>; ///< or why there is none
} // namespace

BaselineComparer::BaselineComparer(RunsModel* runs, QObject* parent) : QObject(parent), m_runs(runs) {}

void BaselineComparer::setWorkspace(WorkspaceTasks* tasks) {
  m_tasks = tasks;
  m_answer.reset();
  delete std::exchange(m_inFlight, nullptr);
}

void BaselineComparer::refresh() {
  if (!m_tasks || m_inFlight)
    return; // looks again when it is back
  const BaselineQuestion question = m_runs->baselineQuestion();
  if (m_answer ? m_answer->complete && m_answer->question == question : question.baselines.empty())
    return;
  m_inFlight = new QObject(this);
  m_tasks->run(
      m_inFlight,
      [question, previous = m_answer](store::Workspace& workspace) -> Answer {
        try {
          return compareWithBaselines(workspace, question, previous.get(), kAtOnce);
        } catch (const std::exception& error) {
          return fromCore(error.what());
        }
      },
      [this](Answer answer) {
        delete std::exchange(m_inFlight, nullptr);
        if (const auto* sentence = std::get_if<QString>(&answer)) {
          emit failed(*sentence);
          return;
        }
        m_answer =
            std::make_shared<const BaselineDifferences>(std::get<BaselineDifferences>(std::move(answer)));
        m_runs->setDifferences(m_answer);
        refresh();
      });
}

} // namespace skipscope::ui
