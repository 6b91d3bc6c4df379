// The arrows of docs/architecture.md, read from the includes: a folder may include what stands below it and
// nothing else, and each heavy library has one home.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// Where files lie, and what their includes may begin with among the project's own folders.
struct Layer {
  std::string folder;
  std::vector<std::string> mayInclude;
};

const std::vector<Layer> kLayers = {
    {"core/listening/", {"core/error.h", "core/field.h", "core/observer.h", "core/listening/"}},
    {"core/experiment/", {"core/error.h", "core/field.h", "core/listening/", "core/experiment/"}},
    {"core/evaluation/", {"core/error.h", "core/listening/", "core/experiment/", "core/evaluation/"}},
    {"core/store/",
     {"core/error.h", "core/observer.h", "core/field.h", "core/listening/", "core/experiment/",
      "core/evaluation/", "core/store/"}},
    {"core/learning/fast/",
     {"core/error.h", "core/learning/fast/", "core/learning/adam_rates.h", "core/learning/dropout.h",
      "core/learning/initial_weights.h", "core/learning/network.h", "core/learning/random.h",
      "core/learning/thread_team.h"}},
    {"core/learning/plain/",
     {"core/error.h", "core/learning/plain/", "core/learning/adam_rates.h", "core/learning/dropout.h",
      "core/learning/initial_weights.h", "core/learning/network.h", "core/learning/random.h",
      "core/learning/thread_team.h"}},
    {"core/learning/", {"core/"}},
    {"core/", {"core/error.h", "core/field.h", "core/observer.h"}},
    {"ui/models/",
     {"core/error.h", "core/field.h", "core/observer.h", "core/listening/", "core/experiment/",
      "core/evaluation/", "core/store/", "ui/models/"}},
    {"ui/",
     {"core/error.h", "core/field.h", "core/observer.h", "core/listening/", "core/experiment/",
      "core/evaluation/", "core/store/", "ui/"}},
    {"app/cli/",
     {"core/error.h", "core/field.h", "core/observer.h", "core/listening/", "core/experiment/",
      "core/evaluation/", "core/store/", "app/cli/"}},
    {"app/learn/", {"core/", "app/learn/"}},
    {"app/skipscope/",
     {"core/error.h", "core/field.h", "core/observer.h", "core/listening/", "core/experiment/",
      "core/evaluation/", "core/store/", "ui/", "app/skipscope/"}},
};

/// A library and the only folder whose sources (never its headers) may include it.
struct Home {
  std::vector<std::string> includes;
  std::string folder;
  bool headersToo = false;
};

const std::vector<Home> kHomes = {
    {{"torch/", "ATen/", "c10/"}, "core/learning/plain/"},
    {{"hwy/"}, "core/learning/fast/"},
    {{"SQLiteCpp/", "sqlite3.h"}, "core/store/"},
    {{"archive.h", "archive_entry.h"}, "core/listening/"},
    {{"qcustomplot.h"}, "ui/plots/"},
};

bool startsWithAny(const std::string& text, const std::vector<std::string>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& beginning) { return text.rfind(beginning, 0) == 0; });
}

/// The name inside `#include "…"` or `#include <…>`, or nothing.
std::string includedName(const std::string& line) {
  const auto start = line.find_first_not_of(" \t");
  if (start == std::string::npos || line.compare(start, 8, "#include") != 0)
    return {};
  const auto open = line.find_first_of("\"<", start);
  const auto close = line.find_first_of("\">", open + 1);
  return open == std::string::npos || close == std::string::npos ? ""
                                                                 : line.substr(open + 1, close - open - 1);
}

/// One sentence for each include of `file` (a path below the root) that breaks the layering.
std::vector<std::string> violationsOf(const std::string& file, const std::string& name) {
  std::vector<std::string> found;
  const bool header = file.ends_with(".h") && !file.ends_with("-inl.h"); // part of a source, compiled many times
  const auto layer = std::find_if(kLayers.begin(), kLayers.end(),
                                  [&](const Layer& each) { return file.rfind(each.folder, 0) == 0; });
  const bool own = startsWithAny(name, {"core/", "ui/", "app/"});
  if (layer != kLayers.end() && own && !startsWithAny(name, layer->mayInclude))
    found.push_back(file + " includes " + name);
  for (const Home& home : kHomes)
    if (startsWithAny(name, home.includes) && (file.rfind(home.folder, 0) != 0 || header))
      found.push_back(file + " includes " + name + ", which belongs into sources of " + home.folder);
  const bool qt = name.size() > 1 && name[0] == 'Q' && std::isupper(static_cast<unsigned char>(name[1]));
  if (qt && file.rfind("core/", 0) == 0)
    found.push_back(file + " includes Qt: " + name);
  if (qt && (file.rfind("app/cli/", 0) == 0 || file.rfind("app/learn/", 0) == 0))
    found.push_back(file + " includes Qt: " + name);
  if (header && file.rfind("core/", 0) == 0 &&
      startsWithAny(name, {"nlohmann/", "fmt/", "spdlog/", "boost/", "xxhash"}))
    found.push_back(file + " includes " + name + ", but core's headers include std only");
  return found;
}

std::vector<std::string> violations(const fs::path& root) {
  std::vector<std::string> found;
  for (const char* top : {"core", "ui", "app"}) {
    if (!fs::exists(root / top))
      continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp")
        continue;
      const std::string file = fs::relative(entry.path(), root).generic_string();
      std::ifstream text(entry.path());
      for (std::string line; std::getline(text, line);) {
        const std::string name = includedName(line);
        if (!name.empty())
          for (auto& sentence : violationsOf(file, name))
            found.push_back(std::move(sentence));
      }
    }
  }
  return found;
}

TEST(Layering, everyIncludeFollowsTheArrows) {
  const auto found = violations(SKIPSCOPE_SOURCE_DIR);
  for (const auto& sentence : found)
    ADD_FAILURE() << sentence;
}

TEST(Layering, plantedViolationsAreFound) {
  const fs::path root = fs::temp_directory_path() / ("skipscope-layering-" + std::to_string(::getpid()));
  const auto plant = [&](const std::string& file, const std::string& line) {
    fs::create_directories((root / file).parent_path());
    std::ofstream(root / file) << line << '\n';
  };
  plant("core/evaluation/a.cpp", "#include \"core/store/workspace.h\"");
  plant("core/listening/b.h", "#include <nlohmann/json.hpp>");
  plant("core/store/c.h", "#include <SQLiteCpp/SQLiteCpp.h>");
  plant("core/experiment/d.cpp", "  #include <QString>");
  plant("ui/models/e.cpp", "#include \"ui/main_window.h\"");
  plant("ui/pages/f.cpp", "#include <qcustomplot.h>");
  plant("app/cli/g.cpp", "#include <torch/torch.h>");
  plant("core/learning/h.cpp", "#include <torch/torch.h>");
  plant("core/learning/fast/i.cpp", "#include \"core/learning/plain/encoder.h\"");
  plant("ui/plots/fine.cpp", "#include <qcustomplot.h>");
  plant("core/learning/plain/fine.cpp", "#include <torch/torch.h>");
  EXPECT_EQ(violations(root).size(), 9U);
  fs::remove_all(root);
}

} // namespace
