#include "app/learn/commands.h"
#include "app/learn/recommendation_json.h"
#include "core/error.h"
#include "core/learning/model_cache.h"
#include "core/learning/plain/library_threads.h"

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include <iostream>

namespace skipscope::learn {

namespace po = boost::program_options;

int recommendCommand(const std::vector<std::string>& arguments) {
  std::string folder;
  std::string prefix;
  std::string listener;
  int top = 10;
  bool json = false;
  po::options_description shown("Options");
  shown.add_options()("help", "this text")("listener", po::value(&listener)->value_name("L"),
                                           "id in the log")(
      "top", po::value(&top)->default_value(top)->value_name("K"),
      "number of songs")("json", po::bool_switch(&json), "one JSON document");
  po::options_description all;
  all.add(shown).add_options()("workspace", po::value(&folder))("run", po::value(&prefix));
  po::positional_options_description positions;
  positions.add("workspace", 1).add("run", 1);
  po::variables_map values;
  po::store(po::command_line_parser(arguments).options(all).positional(positions).run(), values);
  if (values.count("help") > 0) {
    std::cout
        << "skipscope-learn recommend WORKSPACE RUN --listener L [options]\n\nThe songs that a finished run "
           "would play next for a listener.\n\n"
        << shown;
    return 0;
  }
  po::notify(values);
  if (folder.empty() || prefix.empty() || listener.empty())
    throw core::UsageError(
        "Name workspace, run and listener: skipscope-learn recommend WORKSPACE RUN --listener L.");
  if (top < 1)
    throw core::UsageError("--top is a number of songs, at least 1.");

  learning::plain::requireOpenBlas();
  store::Workspace workspace = store::Workspace::open(folder, store::Access::ReadOnly);
  learning::ModelCache models(workspace);
  learning::Recommender& model = models.of(prefix);
  const auto best = model.recommend(listener, static_cast<std::size_t>(top));
  if (!json) {
    for (const auto& each : best)
      std::cout << fmt::format("{:>9.4f}  {}  {}{}\n", each.score, each.song, each.title,
                               each.playedBefore ? "  (played before)" : "");
    return 0;
  }
  std::cout << recommendationJson(listener, model.run().id, best).dump(2) << '\n';
  return 0;
}

} // namespace skipscope::learn
