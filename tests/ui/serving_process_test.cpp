// The real serving process, also killed in the middle.

#include "core/store/listener_history.h"
#include "tests/ui/sample_workspace.h"
#include "ui/models/display_text.h"
#include "ui/serving_process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <map>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 60'000; ///< loads LibTorch, on a busy machine

class ServingTest : public testing::Test {
protected:
  void SetUp() override {
    m_run = ui::fromCore(m_sample.finished("First", {1}).front());
    const auto workspace = m_sample.open();
    m_listener =
        ui::fromCore(store::listenerIds(workspace, workspace.dataset("radio").summary.fingerprint).front());
  }
  /// Follows what a process tells.
  void listenTo(ui::ServingProcess& serving) {
    QObject::connect(&serving, &ui::ServingProcess::answered,
                     [this](int id, const ui::Recommendations& answer) { m_answers[id] = answer; });
    QObject::connect(&serving, &ui::ServingProcess::refused,
                     [this](int id, const QString& sentence) { m_refused[id] = sentence; });
    QObject::connect(&serving, &ui::ServingProcess::failed,
                     [this](const QString& sentence) { m_failures.append(sentence); });
  }
  QString folder() const { return ui::fromCore(m_sample.folder().string()); }
  bool hasAnswer(int id) {
    return QTest::qWaitFor([&] { return m_answers.contains(id); }, kPatienceMs);
  }

  tests::SampleWorkspace m_sample;
  QString m_run;
  QString m_listener;
  std::map<int, ui::Recommendations> m_answers;
  std::map<int, QString> m_refused;
  QStringList m_failures;
};

TEST_F(ServingTest, startsWithTheFirstRequestAndAnswers) {
  ui::ServingProcess serving(folder());
  listenTo(serving);
  EXPECT_EQ(serving.processId(), 0);
  const int id = serving.recommend({m_run, m_listener, "a", 7});
  EXPECT_EQ(serving.processId(), 0) << "it blocked the window's thread";
  ASSERT_TRUE(hasAnswer(id));
  EXPECT_EQ(m_answers[id].run, m_run);
  EXPECT_EQ(m_answers[id].listener, m_listener);
  EXPECT_EQ(m_answers[id].songs.size(), 7U);

  const int wrong = serving.recommend({m_run, "nobody", "a", 7});
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_refused.contains(wrong); }, kPatienceMs));
  EXPECT_TRUE(m_refused[wrong].contains("nobody"));
  EXPECT_TRUE(m_failures.isEmpty());
}

TEST_F(ServingTest, oneKilledInTheMiddleIsReplacedAndTheReplacementAnswers) {
  ui::ServingProcess serving(folder());
  listenTo(serving);
  ASSERT_TRUE(hasAnswer(serving.recommend({m_run, m_listener, "a", 10})));
  const qint64 first = serving.processId();
  ASSERT_GT(first, 0);
  ASSERT_EQ(::kill(static_cast<pid_t>(first), SIGSTOP), 0); // so that it cannot answer before it is killed
  const int superseded = serving.recommend({m_run, m_listener, "a", 5});
  const int again = serving.recommend({m_run, m_listener, "a", 6});
  const int beside = serving.recommend({m_run, m_listener, "b", 3});
  ASSERT_EQ(::kill(static_cast<pid_t>(first), SIGKILL), 0);
  ASSERT_TRUE(hasAnswer(again));
  ASSERT_TRUE(hasAnswer(beside));
  EXPECT_EQ(m_answers[again].songs.size(), 6U);
  EXPECT_EQ(m_answers[beside].songs.size(), 3U);
  EXPECT_FALSE(m_answers.contains(superseded));
  EXPECT_NE(serving.processId(), first);
  EXPECT_TRUE(m_failures.isEmpty());
}

TEST_F(ServingTest, oneThatDiesAgainAndAgainIsToldOnceAndTriedWithTheNextRequest) {
  ui::ServingProcess serving(folder(), nullptr, QStringLiteral("/bin/false"));
  listenTo(serving);
  for (const int round : {1, 2}) {
    const int id = serving.recommend({m_run, m_listener, "a", 10});
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_refused.contains(id); }, kPatienceMs));
    EXPECT_EQ(m_failures.size(), round);
  }
  EXPECT_TRUE(m_failures.front().contains("skipscope-learn")) << m_failures.front().toStdString();
}

TEST_F(ServingTest, aProgramThatIsMissingIsTold) {
  ui::ServingProcess serving(folder(), nullptr, QStringLiteral("/no/such/program"));
  listenTo(serving);
  const int id = serving.recommend({m_run, m_listener, "a", 10});
  ASSERT_TRUE(QTest::qWaitFor([&] { return m_refused.contains(id); }, kPatienceMs));
  EXPECT_EQ(m_failures.size(), 1);
}

} // namespace
