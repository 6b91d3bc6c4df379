#include "core/error.h"
#include "core/learning/checkpoint.h"
#include "core/learning/run_files.h"
#include "tests/core/learning/learning_fixture.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>

namespace skipscope::learning {

namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

Checkpoint sample() {
  Checkpoint checkpoint;
  checkpoint.arrays["weights/songs"] = {{2, 3},
                                        {1, -2, 0.1F, std::numeric_limits<float>::denorm_min(), 5, 6}};
  checkpoint.arrays["bias"] = {{1}, {7}};
  checkpoint.arrays["empty"] = {{0}, {}};
  checkpoint.texts = {{"state", R"({"step":3,"note":"ünï\"code"})"}, {"identity", "abc"}};
  return checkpoint;
}

std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void writeBytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

std::vector<std::string> namesIn(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename());
  return names;
}

TEST(Checkpoint, ReadsBackWhatWasWritten) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "run" / "1-20.safetensors";
  saveCheckpoint(file, sample());
  const Checkpoint read = loadCheckpoint(file);
  EXPECT_EQ(read.texts, sample().texts);
  ASSERT_EQ(read.arrays.size(), 3U);
  for (const auto& [name, array] : sample().arrays) {
    EXPECT_EQ(read.arrays.at(name).shape, array.shape);
    EXPECT_EQ(read.arrays.at(name).values, array.values);
  }
  EXPECT_THAT(namesIn(file.parent_path()), UnorderedElementsAre("1-20.safetensors"));
}

TEST(Checkpoint, IsASafetensorsFile) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.safetensors";
  saveCheckpoint(file, sample());
  const std::string bytes = bytesOf(file);
  std::uint64_t size = 0;
  std::memcpy(&size, bytes.data(), sizeof size);
  EXPECT_EQ(size % 8, 0U);
  const auto header = nlohmann::json::parse(bytes.substr(8, size));
  const auto& songs = header.at("weights/songs");
  EXPECT_EQ(songs.at("dtype"), "F32");
  EXPECT_EQ(songs.at("shape"), nlohmann::json({2, 3}));
  EXPECT_EQ(header.at("__metadata__").at("identity"), "abc");
  const auto begin = songs.at("data_offsets").at(0).get<std::size_t>();
  float second = 0;
  std::memcpy(&second, bytes.data() + 8 + size + begin + sizeof(float), sizeof second);
  EXPECT_EQ(second, -2);
  EXPECT_EQ(bytes.size(), 8 + size + 7 * sizeof(float));
}

TEST(Checkpoint, RefusesDamageAnywhere) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.safetensors";
  saveCheckpoint(file, sample());
  const std::string bytes = bytesOf(file);
  for (std::size_t i = 0; i < bytes.size(); i += 5) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    writeBytes(file, damaged);
    EXPECT_THROW(loadCheckpoint(file), core::Error) << "byte " << i;
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{7}, bytes.size() / 2, bytes.size() - 1}) {
    writeBytes(file, bytes.substr(0, length));
    EXPECT_THROW(loadCheckpoint(file), core::Error) << length << " bytes";
  }
  writeBytes(file, std::string(4096, '\0'));
  EXPECT_THROW(loadCheckpoint(file), core::Error);
  EXPECT_THROW(loadCheckpoint(folder.path() / "none.safetensors"), core::Error);
}

TEST(Checkpoint, ThatCannotBeWrittenLeavesTheFormerOne) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.safetensors";
  saveCheckpoint(file, sample());
  std::filesystem::create_directory(folder.path() / "a.safetensors.part"); // no file can be opened there
  try {
    saveCheckpoint(file, Checkpoint{});
    FAIL() << "a checkpoint was written where none could be";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot be written"));
  }
  EXPECT_EQ(loadCheckpoint(file).texts, sample().texts);
}

TEST(Checkpoint, ADeletedWorkspaceDoesNotComeBackInPart) {
  const TemporaryFolder folder;
  const auto workspace = folder.path() / "gone.skipscope";
  EXPECT_THROW(saveCheckpoint(workspace / "checkpoints" / "run" / "1-20.safetensors", sample()), core::Error);
  EXPECT_FALSE(std::filesystem::exists(workspace));
}

TEST(Checkpoint, OlderOnesGoAndNothingElse) {
  const TemporaryFolder folder;
  for (const char* name : {"1-20.safetensors", "1-40.safetensors", "2-60.safetensors", "1-best.safetensors",
                           "2-80.safetensors.part", "notes.txt", "mine.safetensors"})
    writeBytes(folder.path() / name, "x");
  removeCheckpoints(folder.path(), checkpointName(2, 60));
  EXPECT_THAT(namesIn(folder.path()),
              UnorderedElementsAre("2-60.safetensors", "notes.txt", "mine.safetensors"));
}

} // namespace

} // namespace skipscope::learning
