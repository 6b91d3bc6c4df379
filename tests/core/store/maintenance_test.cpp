#include "core/store/checkpoint_file.h"
#include "core/store/database.h"
#include "core/store/uuid.h"
#include "tests/core/simulated_radio.h"
#include "tests/core/store/store_fixture.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace skipscope::store {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class MaintenanceTest : public StoreTest {
protected:
  /// Ends the oldest queued run with a checkpoint of one kilobyte and this validation accuracy.
  std::string finishNext(double accuracy) {
    const WorkerLock worker(workspace);
    Queue queue(workspace);
    const Claim claim = *queue.claim(worker);
    Validation validation;
    validation.step = 100;
    validation.metrics = {{"accuracy", accuracy}};
    queue.addValidation(claim, validation);
    checkpoint(claim.run.id, "1-100.safetensors");
    queue.nameCheckpoint(claim, "1-100.safetensors", {});
    queue.finish(claim, {}, 100, {}, tinyOutcomes(), "");
    return claim.run.id;
  }

  fs::path checkpoint(const std::string& run, const std::string& name) const {
    fs::create_directories(workspace.checkpointFolder(run));
    const auto headerWith = [](std::string_view checksum) {
      std::string header = fmt::format("{{\"__metadata__\":{{\"{}\":\"{}\"}}}}", kChecksumKey, checksum);
      return header + std::string(64 + 32 - header.size() % 32, ' ');
    };
    const std::string data(1024 - 8 - headerWith(kNoChecksum).size(), 'w');
    const std::string header = headerWith(checkpointChecksum(headerWith(kNoChecksum), {data}));
    const std::uint64_t size = header.size();
    writeFile(workspace.checkpointFolder(run) / name,
              std::string(reinterpret_cast<const char*>(&size), sizeof size) + header + data);
    return workspace.checkpointFolder(run) / name;
  }

  Workspace workspace = open();
  RunStore store{workspace};
};

TEST_F(MaintenanceTest, SoundWorkspaceHasNoProblemsAndNothingToClean) {
  launch(workspace, 2);
  finishNext(0.5);
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty());
  const auto before = snapshot(folder() / "checkpoints");
  const Cleaned cleaned = cleanWorkspace(workspace);
  EXPECT_EQ(cleaned.files, 0);
  EXPECT_EQ(cleaned.bytes, 0);
  EXPECT_EQ(cleaned.runs, 0);
  EXPECT_EQ(snapshot(folder() / "checkpoints"), before);
}

TEST_F(MaintenanceTest, TheTruthOfALogIsKeptCheckedAndCleanedLikeItsFile) {
  const auto radio = listening::simulateRadio();
  const std::string fingerprint = radio.log.summary.fingerprint;
  listening::ImportResult without = radio.log;
  without.truth.clear();
  without.summary.truth.clear();
  workspace.addDataset(without, "radio", {}, {});
  const listening::Dataset dataset = workspace.loadDataset(fingerprint);
  EXPECT_EQ(workspace.loadTruth(fingerprint, dataset), std::nullopt);
  EXPECT_EQ(workspace.loadTruth(std::string(32, 'a'), workspace.loadDataset(std::string(32, 'a'))),
            std::nullopt);
  // With the log again the truth is added, and is not lost when the log comes without it.
  const std::int64_t stamp = workspace.stamp();
  EXPECT_EQ(workspace.addDataset(radio.log, "", {}, {}).summary.truth, radio.log.summary.truth);
  EXPECT_GT(workspace.stamp(), stamp);
  EXPECT_EQ(workspace.addDataset(without, "", {}, {}).summary.truth, radio.log.summary.truth);
  EXPECT_EQ(workspace.loadTruth(fingerprint, dataset), radio.truth);
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty());
  EXPECT_EQ(cleanWorkspace(workspace).files, 0);
  EXPECT_EQ(open(Access::ReadOnly).loadTruth(fingerprint, dataset), radio.truth);

  const fs::path file = folder() / "datasets" / (fingerprint + ".truth");
  const std::string sound = readFile(file);
  for (const bool gone : {false, true}) {
    writeFile(file, sound.substr(1));
    if (gone)
      fs::remove(file);
    EXPECT_THAT(messageOf([&] { workspace.loadTruth(fingerprint, dataset); }),
                HasSubstr(gone ? "is gone: import the log again with --truth" : "is damaged"));
    EXPECT_THAT(checkWorkspace(workspace), ElementsAre(HasSubstr("The truth file")));
    workspace.addDataset(radio.log, "", {}, {});
    EXPECT_EQ(readFile(file), sound);
  }
  const fs::path nobodys = folder() / "datasets" / (std::string(32, 'e') + ".truth");
  writeFile(nobodys, sound);
  EXPECT_THAT(checkWorkspace(workspace), ElementsAre(HasSubstr("left over")));
  EXPECT_EQ(cleanWorkspace(workspace).files, 1);
  EXPECT_FALSE(fs::exists(nobodys));
  EXPECT_TRUE(fs::exists(file));
}

TEST_F(MaintenanceTest, PlantedFaultsAreFoundAndLeftOversCleaned) {
  const std::string queued = launch(workspace, 2).at(1);
  const std::string finished = finishNext(0.5);
  const std::string unknownRun = makeUuid();
  const std::vector<fs::path> leftOvers = {folder() / "datasets" / (std::string(32, 'e') + ".db"),
                                           folder() / "datasets" / (std::string(32, 'f') + ".db.part"),
                                           folder() / "workers" / (makeUuid() + ".lock"),
                                           checkpoint(finished, "1-50.safetensors"),
                                           checkpoint(queued, "1-10.safetensors.part"),
                                           checkpoint(unknownRun, "1-10.safetensors")};
  for (std::size_t i = 0; i < 3; ++i)
    writeFile(leftOvers[i], std::string(1024, 'x'));
  const std::vector<std::string> problems = checkWorkspace(workspace);
  EXPECT_EQ(problems.size(), leftOvers.size());
  for (const fs::path& file : leftOvers)
    EXPECT_THAT(problems, testing::Contains(
                              testing::AllOf(HasSubstr(file.filename().string()), HasSubstr("left over"))));

  const Cleaned cleaned = cleanWorkspace(workspace);
  EXPECT_EQ(cleaned.files, 6);
  EXPECT_EQ(cleaned.bytes, 6 * 1024);
  for (const fs::path& file : leftOvers)
    EXPECT_FALSE(fs::exists(file)) << file;
  EXPECT_FALSE(fs::exists(workspace.checkpointFolder(unknownRun)));
  EXPECT_TRUE(fs::exists(workspace.checkpointFolder(finished) / "1-100.safetensors"));
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty());
}

TEST_F(MaintenanceTest, MissingFilesAreProblemsThatCleaningDoesNotHide) {
  launch(workspace, 1);
  const std::string finished = finishNext(0.5);
  fs::remove(workspace.checkpointFolder(finished) / "1-100.safetensors");
  fs::remove(folder() / "datasets" / (std::string(32, 'a') + ".db"));
  const auto found = testing::UnorderedElementsAre(
      testing::AllOf(HasSubstr(finished), HasSubstr("1-100.safetensors is gone")),
      testing::AllOf(HasSubstr("\"tiny\""), HasSubstr("is gone")));
  EXPECT_THAT(checkWorkspace(workspace), found);
  cleanWorkspace(workspace);
  EXPECT_THAT(checkWorkspace(workspace), found);
}

TEST_F(MaintenanceTest, DamagedAndCutCheckpointsAreFound) {
  launch(workspace, 1);
  const std::string finished = finishNext(0.5);
  const fs::path file = workspace.checkpointFolder(finished) / "1-100.safetensors";
  const std::string sound = readFile(file);
  std::string flipped = sound;
  flipped.back() = 'v';
  for (const std::string& content :
       {flipped, sound.substr(0, 500), std::string(), std::string("rubbish, and long")}) {
    writeFile(file, content);
    EXPECT_THAT(checkWorkspace(workspace),
                testing::ElementsAre(testing::AllOf(HasSubstr(finished), HasSubstr("is damaged"),
                                                    HasSubstr("delete it and launch it again"))));
  }
  store.remove({finished});
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty()) << "the bin needs no mending";
  writeFile(file, sound);
  store.restore({finished});
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty());
}

TEST_F(MaintenanceTest, BrokenReferencesAreFound) {
  launch(workspace, 1);
  workspace.database().exec("PRAGMA foreign_keys = OFF; UPDATE runs SET dataset = 99");
  EXPECT_THAT(checkWorkspace(workspace),
              testing::Contains(HasSubstr("points to a row of datasets that is gone")));
}

TEST_F(StoreTest, DamagedPagesOfTheDatabaseAreFound) {
  {
    Workspace workspace = open();
    launch(workspace, 200);
  }
  std::string bytes = readFile(folder() / "workspace.db");
  const std::size_t page = 4096;
  ASSERT_GT(bytes.size(), 30 * page);
  bytes.replace(bytes.size() - 10 * page, 8 * page, std::string(8 * page, 'x'));
  writeFile(folder() / "workspace.db", bytes);
  const Workspace workspace = open();
  EXPECT_THAT(checkWorkspace(workspace), testing::Contains(HasSubstr("damaged")));
}

TEST_F(MaintenanceTest, FilesOfARunningRunAreItsWorkers) {
  const std::string id = launch(workspace, 1).at(0);
  const WorkerLock worker(workspace);
  ASSERT_TRUE(Queue(workspace).claim(worker));
  const fs::path file = checkpoint(id, "1-10.safetensors");
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty());
  EXPECT_EQ(cleanWorkspace(workspace).files, 0);
  EXPECT_TRUE(fs::exists(file));
}

TEST_F(MaintenanceTest, BinIsEmptiedWithItsFiles) {
  const std::vector<std::string> ids = launch(workspace, 2);
  ASSERT_EQ(finishNext(0.5), ids[0]);
  store.remove({ids[0]});
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty()) << "what is in the bin can come back";
  EXPECT_TRUE(fs::exists(workspace.checkpointFolder(ids[0])));
  const Cleaned cleaned = cleanWorkspace(workspace);
  EXPECT_EQ(cleaned.runs, 1);
  EXPECT_EQ(cleaned.files, 1);
  EXPECT_FALSE(fs::exists(workspace.checkpointFolder(ids[0])));
  EXPECT_THAT(messageOf([&] { store.run(ids[0]); }), HasSubstr("There is no run"));
  EXPECT_EQ(store.runs().size(), 1U);
}

TEST_F(MaintenanceTest, BestSeedOfEachConfigurationKeepsItsWeights) {
  LaunchRequest request;
  request.experiment = "first";
  request.dataset = "tiny";
  request.configurations = configurations(2);
  request.seeds = {1, 2, 3};
  const std::vector<std::string> ids = store.launch(request).added;
  for (const double accuracy : {0.5, 0.7, 0.7, 0.6, 0.2, 0.1})
    finishNext(accuracy);
  EXPECT_EQ(cleanWorkspace(workspace).files, 4);
  std::vector<std::string> kept;
  for (const StoredRun& run : store.runs()) {
    EXPECT_EQ(run.state, RunState::Finished);
    EXPECT_EQ(fs::exists(workspace.checkpointFolder(run.id)), !run.checkpoint.empty());
    if (!run.checkpoint.empty())
      kept.push_back(run.id);
  }
  EXPECT_THAT(kept, ElementsAre(ids[1], ids[3]));
  EXPECT_THAT(checkWorkspace(workspace), IsEmpty());
}

} // namespace
} // namespace skipscope::store
