// JSON lines: a request a line on standard input, an answer a line on standard output (docs/commands.md).

#include "app/learn/commands.h"
#include "app/learn/line_pipes.h"
#include "app/learn/recommendation_json.h"
#include "app/learn/request_queue.h"
#include "core/error.h"
#include "core/learning/model_cache.h"
#include "core/learning/plain/library_threads.h"

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include <iostream>
#include <thread>

namespace skipscope::learn {

namespace {

namespace po = boost::program_options;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr int kProtocol = 1;
constexpr int kMostSongs = 10'000;

ordered_json idOf(const json& request) {
  return request.is_object() && request.contains("id") ? ordered_json(request.at("id")) : ordered_json();
}

ordered_json errorAnswer(const ordered_json& id, const std::string& sentence) {
  return {{"id", id}, {"error", sentence}};
}

std::string text(const json& request, const char* key) {
  const auto value = request.find(key);
  if (value == request.end() || !value->is_string())
    throw core::UsageError(fmt::format("The request lacks \"{}\", a text.", key));
  return value->get<std::string>();
}

std::size_t topOf(const json& request) {
  const auto value = request.find("top");
  if (value == request.end())
    return 10;
  if (!value->is_number_integer() || *value < 1 || *value > kMostSongs)
    throw core::UsageError(fmt::format("\"top\" is a number of songs from 1 to {}.", kMostSongs));
  return value->get<std::size_t>();
}

learning::HistoryEdits editsOf(const json& request) {
  learning::HistoryEdits edits;
  const auto list = request.find("edits");
  if (list == request.end())
    return edits;
  const std::string shape = "\"edits\" is a list of {\"event\": index, \"feedback\": like, dislike, skip, "
                            "listen or remove}.";
  if (!list->is_array())
    throw core::UsageError(shape);
  for (const json& edit : *list) {
    if (!edit.is_object() || !edit.contains("event") || !edit.at("event").is_number_unsigned() ||
        !edit.contains("feedback") || !edit.at("feedback").is_string())
      throw core::UsageError(shape);
    const auto word = edit.at("feedback").get<std::string>();
    const auto feedback = listening::parseFeedback(word);
    if (!feedback && word != "remove")
      throw core::UsageError(shape);
    edits[edit.at("event").get<std::size_t>()] = feedback;
  }
  return edits;
}

ordered_json recommend(learning::ModelCache& models, const json& request) {
  const std::string run = text(request, "run");
  const std::string listener = text(request, "listener");
  const std::size_t top = topOf(request);
  const learning::HistoryEdits edits = editsOf(request);
  learning::Recommender& model = models.of(run);
  return recommendationJson(listener, model.run().id, model.recommend(listener, top, edits));
}

ordered_json answer(learning::ModelCache& models, const json& request) {
  const ordered_json id = idOf(request);
  try {
    const std::string kind = text(request, "kind");
    if (kind != "recommend")
      throw core::UsageError(fmt::format("There is no request \"{}\": \"recommend\" is one.", kind));
    ordered_json document = {{"id", id}};
    document.update(recommend(models, request));
    return document;
  } catch (const std::bad_alloc&) {
    return errorAnswer(id, "There is not enough memory for this model: close other programs.");
  } catch (const std::exception& error) {
    return errorAnswer(id, error.what());
  }
}

/// Until the input ends: adds what can be read as a request, answers the rest at once.
void readRequests(RequestQueue& queue, JsonOutput& output) {
  LineInput input;
  while (const auto lines = input.read()) {
    std::vector<json> requests;
    for (const std::string& line : *lines) {
      json request = json::parse(line, nullptr, false);
      if (request.is_object())
        requests.push_back(std::move(request));
      else if (line.find_first_not_of(" \t\r") != std::string::npos)
        output.write(errorAnswer({}, "This line is no JSON object: a request is one, on one line."));
    }
    for (const json& dropped : queue.add(requests))
      output.write({{"id", idOf(dropped)}, {"dropped", true}});
  }
  queue.close();
}

} // namespace

int serveCommand(const std::vector<std::string>& arguments) {
  std::string folder;
  po::options_description shown("Options");
  shown.add_options()("help", "this text");
  po::options_description all;
  all.add(shown).add_options()("workspace", po::value(&folder));
  po::positional_options_description positions;
  positions.add("workspace", 1);
  po::variables_map values;
  po::store(po::command_line_parser(arguments).options(all).positional(positions).run(), values);
  if (values.count("help") > 0) {
    std::cout << "skipscope-learn serve WORKSPACE\n\nAnswers questions about listeners, as JSON lines, until "
                 "its input ends.\n\n"
              << shown;
    return 0;
  }
  po::notify(values);
  if (folder.empty())
    throw core::UsageError("Name the workspace: skipscope-learn serve WORKSPACE.");

  learning::plain::requireOpenBlas();
  store::Workspace workspace = store::Workspace::open(folder, store::Access::ReadOnly);
  learning::ModelCache models(workspace);
  RequestQueue queue;
  JsonOutput output;
  output.write({{"protocol", kProtocol}});
  std::thread reader([&] { readRequests(queue, output); });
  while (const auto request = queue.next())
    output.write(answer(models, *request));
  reader.join();
  return 0;
}

} // namespace skipscope::learn
