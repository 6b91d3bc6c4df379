// The program around its commands: help, version, exit codes, standard streams.

#include "tests/app/cli/cli_test.h"

#include <fstream>
#include <sstream>

namespace skipscope::tests {
namespace {

class Program : public CliTest {};

const Words kCommands = {"simulate", "import",   "datasets",  "coverage", "launch", "work",  "queue",
                         "runs",     "show",     "recommend", "cancel",   "resume", "retry", "delete",
                         "restore",  "tag",      "note",      "compare",  "export", "check", "clean",
                         "keys",     "segments", "cosines",   "claims"};

TEST_F(Program, helpNamesEveryCommand) {
  const auto help = done({"--help"});
  for (const auto& command : kCommands)
    EXPECT_NE(help.find("  " + command + " "), std::string::npos) << command;
}

TEST_F(Program, everyCommandExplainsItself) {
  for (const auto& command : kCommands) {
    const auto help = done({command, "--help"});
    EXPECT_TRUE(help.starts_with("Usage: skipscope-cli " + command + " ")) << help;
    for (const char* part : {"Options:", "--help", "Example:\n  skipscope-cli "})
      EXPECT_NE(help.find(part), std::string::npos) << command << " lacks " << part;
  }
}

TEST_F(Program, versionIsOneLine) {
  EXPECT_TRUE(done({"--version"}).starts_with("skipscope-cli "));
}

TEST_F(Program, wrongUsageIsExitCodeTwo) {
  refused({}, 2, "command is missing");
  refused({"improt"}, 2, "improt");
  for (const auto& command : kCommands)
    refused({command, "--no-such-option"}, 2, "--no-such-option");
}

TEST_F(Program, missingWordsAreNamed) {
  for (const char* command : {"import",    "datasets", "coverage", "work",  "queue",    "runs",    "show",
                              "recommend", "cancel",   "resume",   "retry", "delete",   "restore", "tag",
                              "note",      "compare",  "check",    "clean", "segments", "cosines"})
    refused({command}, 2, " missing; see 'skipscope-cli " + std::string(command) + " --help'");
  refused({"simulate"}, 2, "--output");
  refused({"export", "w"}, 2, "--output");
  refused({"launch", "w"}, 2, "--dataset");
  refused({"claims", "w"}, 2, "--dataset");
  refused({"check", "w", "x"}, 2, "Too many words");
}

TEST_F(Program, optionsAreNotGuessed) {
  refused({"keys", "--js"}, 2, "--js");
}

TEST_F(Program, aClosedOutputIsAnError) {
  ChildProcess::Conditions closed;
  closed.outputClosed = true;
  refused({"keys"}, 1, "Standard output", closed);
}

TEST_F(Program, aReaderThatLeavesEarlyEndsItQuietly) {
  const auto command = program("skipscope-cli") + " simulate -o - | head -n 1";
  const auto ended = ChildProcess({"bash", "-c", command}).wait();
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_FALSE(ended.out.empty());
}

TEST_F(Program, aFullDiskUnderStandardOutputIsAnError) {
  const auto command = program("skipscope-cli") + " keys > /dev/full";
  const auto ended = ChildProcess({"bash", "-c", command}).wait();
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.err.find("No space left"), std::string::npos) << ended.err;
}

TEST_F(Program, keysListsFieldsRulesRatesAndMetrics) {
  const auto text = done({"keys"});
  for (const char* key : {"negatives.count", "skip.max_played_ms", "skip.taste_share"})
    EXPECT_NE(text.find(key), std::string::npos) << key;
  const auto document = doneJson({"keys", "--json"});
  bool found = false;
  for (const auto& field : document.at("configuration"))
    if (field.at("key") == "model.dimension") {
      found = true;
      EXPECT_EQ(field.at("default"), "64");
      EXPECT_EQ(field.at("kind"), "integer");
      EXPECT_EQ(field.at("minimum"), 1);
    }
  EXPECT_TRUE(found);
  for (const char* section : {"rules", "simulator", "metrics"})
    EXPECT_FALSE(document.at(section).empty()) << section;
  refused({"keys", "--json", "--markdown"}, 2, "exclude");
}

TEST_F(Program, theConfigurationPageIsUpToDate) {
  std::ifstream file(std::string(SKIPSCOPE_SOURCE_DIR) + "/docs/configuration.md");
  std::ostringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), done({"keys", "--markdown"}))
      << "write it anew: skipscope-cli keys --markdown > docs/configuration.md";
}

} // namespace
} // namespace skipscope::tests
