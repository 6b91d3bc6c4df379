#pragma once

#include <string>
#include <vector>

namespace skipscope::cli {

/// What was typed after the name of the command.
using Arguments = std::vector<std::string>;

/// One command of skipscope-cli; `run` returns the exit code and throws core::Error or core::UsageError.
struct Command {
  const char* name;
  const char* summary; ///< one line of `skipscope-cli --help`
  int (*run)(const Arguments& arguments);
};

/// Every command, in the order of --help.
const std::vector<Command>& commands();

int simulateCommand(const Arguments& arguments);
int importCommand(const Arguments& arguments);
int datasetsCommand(const Arguments& arguments);
int describeCommand(const Arguments& arguments);
int coverageCommand(const Arguments& arguments);
int launchCommand(const Arguments& arguments);
int workCommand(const Arguments& arguments);
int queueCommand(const Arguments& arguments);
int runsCommand(const Arguments& arguments);
int showCommand(const Arguments& arguments);
int recommendCommand(const Arguments& arguments);
int serveCommand(const Arguments& arguments);
int cancelCommand(const Arguments& arguments);
int resumeCommand(const Arguments& arguments);
int retryCommand(const Arguments& arguments);
int deleteCommand(const Arguments& arguments);
int restoreCommand(const Arguments& arguments);
int tagCommand(const Arguments& arguments);
int noteCommand(const Arguments& arguments);
int compareCommand(const Arguments& arguments);
int segmentsCommand(const Arguments& arguments);
int cosinesCommand(const Arguments& arguments);
int claimsCommand(const Arguments& arguments);
int exportCommand(const Arguments& arguments);
int checkCommand(const Arguments& arguments);
int cleanCommand(const Arguments& arguments);
int keysCommand(const Arguments& arguments);

} // namespace skipscope::cli
