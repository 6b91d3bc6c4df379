// Hand-worked cases of the models of the Listeners page.

#include "core/listening/dataset.h"
#include "ui/models/display_text.h"
#include "ui/models/history_model.h"
#include "ui/models/recommendations_model.h"
#include "ui/models/run_choices_model.h"
#include "ui/models/runs_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QLocale>

namespace {

using namespace skipscope;
using listening::Feedback;
using ui::Hearing;
constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

/// One play a second, each of another song.
std::vector<listening::Event> plays(const std::vector<Feedback>& kinds) {
  std::vector<listening::Event> events;
  for (const Feedback kind : kinds) {
    listening::Event event;
    event.time = static_cast<std::int64_t>(events.size()) * 1000;
    event.song = static_cast<std::uint32_t>(events.size());
    event.feedback = kind;
    events.push_back(event);
  }
  return events;
}

std::shared_ptr<const store::ListenerHistory> history(const std::vector<listening::Event>& events) {
  auto made = std::make_shared<store::ListenerHistory>();
  made->listener = "anna";
  for (const listening::Event& event : events)
    made->events.push_back({event, "s" + std::to_string(event.song), "Title", "Artist", "rock"});
  return made;
}

ui::RecommendedSong song(const QString& id, bool played = false) {
  return {id, id + "'s title", {}, 0.5, played};
}

QString cell(const QAbstractItemModel& model, int row, int column) {
  return model.index(row, column).data().toString();
}

store::Run finishedRun(const std::string& id, std::int64_t number, const std::string& fingerprint) {
  store::Run run;
  run.id = id;
  run.number = number;
  run.state = store::RunState::Finished;
  run.fingerprint = fingerprint;
  run.experiments = {"First"};
  run.seed = static_cast<std::uint64_t>(number);
  return run;
}

TEST(Hearings, inputsAreHeardUntilTheWindowIsFull) {
  store::Run run;
  run.configuration.inputs = {Feedback::Like, Feedback::Skip};
  run.configuration.maxLength = 2;
  run.configuration.split = experiment::Split::Time;
  const auto heard =
      ui::hearings(plays({Feedback::Like, Feedback::Skip, Feedback::Listen, Feedback::Like}), run, {});
  ASSERT_EQ(heard.size(), 4U);
  EXPECT_EQ(heard[0].reason, Hearing::Reason::TooOld);
  EXPECT_EQ(heard[1].reason, Hearing::Reason::Heard);
  EXPECT_EQ(heard[2].reason, Hearing::Reason::NotAnInput);
  EXPECT_EQ(heard[3].reason, Hearing::Reason::Heard);
  EXPECT_FALSE(heard[3].heldOut);
}

TEST(Hearings, theNewestPairAndTheOneBeforeAreHeldOut) {
  store::Run run;
  listening::DatasetSummary log;
  log.likes = log.dislikes = 3;
  const auto heard = ui::hearings(plays({Feedback::Like, Feedback::Dislike, Feedback::Like, Feedback::Dislike,
                                         Feedback::Like, Feedback::Dislike}),
                                  run, log);
  ASSERT_EQ(heard.size(), 6U);
  for (std::size_t i = 0; i < heard.size(); ++i)
    EXPECT_EQ(heard[i].heldOut, i >= 2) << i;
}

TEST(Hearings, momentsCutAndBaselinesHearNobody) {
  store::Run run;
  run.configuration.model = experiment::ModelKind::Popularity;
  run.configuration.split = experiment::Split::Time;
  run.configuration.times = "1000,2000";
  const auto heard = ui::hearings(plays({Feedback::Like, Feedback::Like}), run, {});
  EXPECT_EQ(heard[0].reason, Hearing::Reason::NoHistory);
  EXPECT_FALSE(heard[0].heldOut);
  EXPECT_TRUE(heard[1].heldOut);
}

TEST(HistoryModel, showsTheNewestFirstAndWhatRunsHear) {
  ui::HistoryModel model;
  const QAbstractItemModelTester tester(&model, kFatal);
  model.setHistory(history(plays({Feedback::Like, Feedback::Skip})));
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(cell(model, 0, ui::HistoryModel::Feedback), "skipped");
  EXPECT_EQ(cell(model, 1, ui::HistoryModel::Feedback), "liked");
  EXPECT_EQ(cell(model, 0, ui::HistoryModel::Song), QStringLiteral("Artist – Title"));
  EXPECT_EQ(cell(model, 0, ui::HistoryModel::Station), "rock");
  EXPECT_EQ(cell(model, 1, ui::HistoryModel::HeardByA), "");
  model.setHearings(ui::HistoryModel::HeardByA, {{}, {Hearing::Reason::NotAnInput, true}});
  EXPECT_EQ(cell(model, 1, ui::HistoryModel::HeardByA), "like");
  EXPECT_EQ(cell(model, 0, ui::HistoryModel::HeardByA), QStringLiteral("–"));
  EXPECT_TRUE(model.index(0, ui::HistoryModel::HeardByA).data(Qt::ToolTipRole).toString().contains("'skip'"));
  EXPECT_EQ(cell(model, 0, ui::HistoryModel::HeardByB), "");
  model.setHistory(nullptr);
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(RecommendationsModel, countsRanksAgainstTheOtherRun) {
  ui::RecommendationsModel model;
  const QAbstractItemModelTester tester(&model, kFatal);
  model.setSongs({song("a"), song("b", true), song("c"), song("d")});
  EXPECT_EQ(cell(model, 0, ui::RecommendationsModel::Shift), "");
  model.setOther(std::vector{song("c"), song("b"), song("a")});
  EXPECT_EQ(cell(model, 0, ui::RecommendationsModel::Shift), QStringLiteral("▲2"));
  EXPECT_EQ(cell(model, 1, ui::RecommendationsModel::Shift), "=");
  EXPECT_EQ(cell(model, 2, ui::RecommendationsModel::Shift), QStringLiteral("▼2"));
  EXPECT_EQ(cell(model, 3, ui::RecommendationsModel::Shift), "new");
  EXPECT_EQ(cell(model, 1, ui::RecommendationsModel::Rank), "2");
  EXPECT_EQ(cell(model, 1, ui::RecommendationsModel::Song), "b's title");
  EXPECT_EQ(cell(model, 1, ui::RecommendationsModel::PlayedBefore), QStringLiteral("✓"));
  EXPECT_EQ(cell(model, 0, ui::RecommendationsModel::PlayedBefore), "");
  EXPECT_EQ(cell(model, 0, ui::RecommendationsModel::Score), QLocale().toString(0.5, 'f', 3));
  model.setOther({});
  EXPECT_EQ(cell(model, 3, ui::RecommendationsModel::Shift), "");
}

TEST(RunChoicesModel, offersFinishedRunsOfTheDatasetNewestFirst) {
  ui::RunsModel runs;
  store::Changes changes;
  changes.runs = {finishedRun("11111111-a", 1, "here"), finishedRun("22222222-b", 2, "here"),
                  finishedRun("33333333-c", 3, "elsewhere"), finishedRun("44444444-d", 4, "here")};
  changes.runs.back().state = store::RunState::Running;
  changes.runs[1].configuration.inputs = {Feedback::Like, Feedback::Skip};
  runs.apply(changes);
  ui::RunChoicesModel model(&runs, true);
  const QAbstractItemModelTester tester(&model, kFatal);
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_TRUE(model.refresh("here"));
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(cell(model, 0, 0), "none");
  EXPECT_EQ(model.index(1).data(ui::RunChoicesModel::IdRole).toString(), "22222222-b");
  EXPECT_TRUE(cell(model, 1, 0).contains("like, skip") && cell(model, 1, 0).contains("22222222"))
      << cell(model, 1, 0).toStdString();
  EXPECT_EQ(model.rowOf("11111111-a"), 2);
  EXPECT_EQ(model.rowOf("33333333-c"), -1);
  EXPECT_FALSE(model.refresh("here")) << "nothing changed";
  EXPECT_TRUE(model.refresh("nowhere"));
  EXPECT_EQ(model.rowCount(), 1);
}

} // namespace
