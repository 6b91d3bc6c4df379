#include "ui/serving_process.h"

#include "core/store/worker_process.h"
#include "ui/models/display_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace skipscope::ui {

namespace {

constexpr int kProtocol = 1;
constexpr int kMostDeaths = 5;
constexpr int kFirstDelayMs = 100; ///< doubles with every death
constexpr int kMostErrorLength = 300;

using nlohmann::json;

QString textOf(const json& object, const char* key) {
  return fromCore(object.at(key).get_ref<const std::string&>());
}

/// Throws where the answer is not as the protocol says.
Recommendations readAnswer(const json& document) {
  Recommendations answer;
  answer.run = textOf(document, "run");
  answer.listener = textOf(document, "listener");
  for (const json& item : document.at("items"))
    answer.songs.push_back({textOf(item, "song"), textOf(item, "title"), textOf(item, "artist"),
                            item.at("score").get<double>(), item.at("played_before").get<bool>()});
  return answer;
}

} // namespace

ServingProcess::ServingProcess(const QString& workspace, QObject* parent, const QString& program)
    : QObject(parent), m_workspace(workspace), m_program(program) {
  m_restart.setSingleShot(true);
  connect(&m_restart, &QTimer::timeout, this, &ServingProcess::start);
  connect(&m_process, &QProcess::readyReadStandardOutput, this, &ServingProcess::readAnswers);
  connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
    const auto lines = m_process.readAllStandardError().split('\n');
    for (const QByteArray& line : lines)
      if (!line.trimmed().isEmpty())
        m_lastError = QString::fromUtf8(line.trimmed()).left(kMostErrorLength);
  });
  connect(&m_process, &QProcess::finished, this, [this] {
    readAnswers();
    died(m_lastError);
  });
  connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) // else finished() follows
      died(m_process.errorString());
  });
}

ServingProcess::~ServingProcess() {
  m_process.disconnect(this);
  m_process.kill(); // it holds nothing that has to be saved
  m_process.waitForFinished();
}

int ServingProcess::recommend(const Request& request) {
  forget(request.channel);
  const int id = ++m_lastId;
  m_pending.emplace(id, request);
  if (m_process.state() != QProcess::NotRunning)
    send(id, request);
  else if (!m_restart.isActive())
    m_restart.start(0); // never from here: what it finds is told after the id is known
  return id;
}

void ServingProcess::forget(const QString& channel) {
  std::erase_if(m_pending, [&](const auto& entry) { return entry.second.channel == channel; });
}

void ServingProcess::start() {
  m_lastError.clear();
  try {
    if (m_program.isEmpty())
      m_program = fromCore(store::siblingProgram("skipscope-learn").string());
  } catch (const std::exception& error) {
    giveUp(fromCore(error.what()));
    return;
  }
  m_process.start(m_program, {QStringLiteral("serve"), m_workspace});
  if (m_process.state() == QProcess::NotRunning)
    return; // died() knows
  for (const auto& [id, request] : m_pending)
    send(id, request);
}

void ServingProcess::send(int id, const Request& request) {
  const json line = {{"id", id},
                     {"channel", toCore(request.channel)},
                     {"kind", "recommend"},
                     {"run", toCore(request.run)},
                     {"listener", toCore(request.listener)},
                     {"top", request.top}};
  m_process.write(
      QByteArray::fromStdString(line.dump(-1, ' ', false, json::error_handler_t::replace) + '\n'));
}

void ServingProcess::readAnswers() {
  while (m_process.canReadLine())
    takeLine(m_process.readLine());
}

void ServingProcess::takeLine(const QByteArray& line) {
  const json document = json::parse(line.begin(), line.end(), nullptr, false);
  if (!document.is_object())
    return;
  if (document.contains("protocol")) {
    if (document.at("protocol") != kProtocol) {
      giveUp(
          tr("The programs skipscope and skipscope-learn are of different versions: install both of one."));
      m_process.kill();
    }
    return;
  }
  const auto id = document.find("id");
  if (id == document.end() || !id->is_number_integer() || !m_pending.contains(id->get<int>()))
    return; // a newer one took its place
  const int asked = id->get<int>();
  m_pending.erase(asked);
  m_deaths = 0;
  try {
    if (document.contains("error"))
      emit refused(asked, textOf(document, "error"));
    else if (!document.contains("dropped"))
      emit answered(asked, readAnswer(document));
  } catch (const json::exception&) {
    emit refused(asked,
                 tr("The answer about this listener cannot be read: install all programs of one version."));
  }
}

void ServingProcess::died(const QString& cause) {
  ++m_deaths;
  if (m_pending.empty())
    return; // starts with the next request
  if (m_deaths >= kMostDeaths)
    giveUp(cause.isEmpty() ? tr("it said nothing") : cause);
  else
    m_restart.start(m_deaths == 1 ? 0 : kFirstDelayMs << m_deaths);
}

void ServingProcess::giveUp(const QString& cause) {
  m_deaths = 0;
  const auto dropped = std::exchange(m_pending, {});
  const QString sentence = tr("The program that asks the models (skipscope-learn serve) cannot work: %1. "
                              "Choose the listener again "
                              "to try once more.")
                               .arg(cause.endsWith(QChar('.')) ? cause.chopped(1) : cause);
  for (const auto& [id, request] : dropped)
    emit refused(id, tr("No answer: see the message above the page."));
  emit failed(sentence);
}

} // namespace skipscope::ui
