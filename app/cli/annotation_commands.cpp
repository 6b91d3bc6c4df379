// tag and note: what people write on runs.

#include "app/cli/command_line.h"
#include "app/cli/output.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace skipscope::cli {

namespace {

using Words = std::vector<std::string>;

/// Each run that the words name, once: two beginnings of one id are one run.
std::vector<store::Run> runsOf(const store::RunStore& store, const Words& words) {
  std::vector<store::Run> runs;
  std::set<std::string> seen;
  for (const std::string& word : words)
    if (store::Run run = store.run(word); seen.insert(run.id).second)
      runs.push_back(std::move(run));
  return runs;
}

} // namespace

int tagCommand(const Arguments& arguments) {
  std::string folder;
  Words words, added, removed;
  CommandLine line({"tag", "WORKSPACE RUN… --add TAG | --remove TAG",
                    "Adds tags to runs or takes them off. 'runs --where night' finds the word in any column, "
                    "'runs --where\ntags=night' the very tag.",
                    "  skipscope-cli tag radio.skipscope 3f2a 77c0 --add night"});
  line.positional("workspace", &folder);
  line.positional("run", &words);
  line.options()("add", boost::program_options::value(&added), "a tag to add; may be repeated")(
      "remove", boost::program_options::value(&removed), "a tag to take off; may be repeated");
  if (!line.parse(arguments))
    return 0;
  added = store::tidyTags(added);
  removed = store::tidyTags(removed);
  if (added.empty() && removed.empty())
    throw core::UsageError("tag needs --add TAG or --remove TAG; see 'skipscope-cli tag --help'.");
  auto workspace = openForWriting(folder);
  std::vector<store::TagsChange> changes;
  for (const store::Run& run : runsOf(store::RunStore(workspace), words)) {
    std::set<std::string> tags(run.tags.begin(), run.tags.end());
    tags.insert(added.begin(), added.end());
    for (const std::string& tag : removed)
      tags.erase(tag);
    changes.push_back({run.id, run.tags, {tags.begin(), tags.end()}});
  }
  store::Annotations(workspace).changeTags(changes);
  print(fmt::format("{} tagged\n", counted(static_cast<std::int64_t>(changes.size()), "run")));
  return 0;
}

int noteCommand(const Arguments& arguments) {
  std::string folder, text;
  Words words;
  CommandLine line(
      {"note", "WORKSPACE RUN… --text TEXT",
       "Replaces the note of runs; an empty text takes it away. 'runs --where' looks into notes, too.",
       "  skipscope-cli note radio.skipscope 3f2a --text 'the one for the talk'"});
  line.positional("workspace", &folder);
  line.positional("run", &words);
  line.options()("text", boost::program_options::value(&text)->required(), "the new note");
  if (!line.parse(arguments))
    return 0;
  auto workspace = openForWriting(folder);
  std::vector<store::NoteChange> changes;
  for (const store::Run& run : runsOf(store::RunStore(workspace), words))
    changes.push_back({run.id, run.note, text});
  store::Annotations(workspace).changeNotes(changes);
  print(fmt::format("{} noted\n", counted(static_cast<std::int64_t>(changes.size()), "run")));
  return 0;
}

} // namespace skipscope::cli
