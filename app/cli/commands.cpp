#include "app/cli/commands.h"

namespace skipscope::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"simulate", "write a simulated radio log, with the truth behind it", simulateCommand},
      {"import", "read a listening log into a workspace", importCommand},
      {"datasets", "list the datasets of a workspace", datasetsCommand},
      {"describe", "shares, history lengths and other figures of a dataset", describeCommand},
      {"coverage", "how many listeners have at least m events to hear", coverageCommand},
      {"launch", "queue runs: a configuration, values to sweep, seeds", launchCommand},
      {"work", "compute queued runs", workCommand},
      {"queue", "show, pause or reorder the queue", queueCommand},
      {"runs", "list runs, filtered, as a table, JSON or CSV", runsCommand},
      {"show", "everything about one run", showCommand},
      {"recommend", "songs that a finished run would play next for a listener", recommendCommand},
      {"serve", "answer requests about listeners, as JSON lines", serveCommand},
      {"cancel", "stop runs, or take them off the queue", cancelCommand},
      {"resume", "queue interrupted or cancelled runs from where they stopped", resumeCommand},
      {"retry", "queue failed runs from scratch", retryCommand},
      {"delete", "put runs into the bin", deleteCommand},
      {"restore", "take runs out of the bin", restoreCommand},
      {"tag", "add tags to runs or take them off", tagCommand},
      {"note", "write a note on runs", noteCommand},
      {"compare", "differences between configurations, with intervals", compareCommand},
      {"segments", "accuracy of a run by history, feedback mix or popularity", segmentsCommand},
      {"cosines", "how alike the feedback types are to a run", cosinesCommand},
      {"claims", "what the runs of a dataset say about the claims of the paper", claimsCommand},
      {"export", "write runs, validations and outcomes as files", exportCommand},
      {"check", "look for damage", checkCommand},
      {"clean", "empty the bin and free disk space", cleanCommand},
      {"keys", "list every configuration key, import rule and simulator rate", keysCommand},
  };
  return table;
}

} // namespace skipscope::cli
