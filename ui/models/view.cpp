#include "ui/models/view.h"

#include "core/error.h"
#include "core/evaluation/listener_metric.h"
#include "core/evaluation/segments.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QJsonDocument>
#include <algorithm>
#include <array>

namespace skipscope::ui {

namespace {

constexpr int kVersion = 2;
constexpr std::size_t kMostBytes = 1024 * 1024;
constexpr std::size_t kMostFigures = 24;
constexpr std::size_t kMostName = 1000; ///< bytes of a name or title
constexpr std::array<const char*, 5> kAxes = {"steps", "epochs", "targets", "seconds", "wall_time"};

QString tr(const char* text) {
  return QCoreApplication::translate("View", text);
}

/// Cut between characters: a byte of 10xxxxxx goes on with the one before.
std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most)
    return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
    --most;
  text.resize(most);
  return text;
}

std::string escaped(std::string json) {
  std::string safe;
  safe.reserve(json.size());
  for (const char letter : json)
    // Two spaces in a row would become one: Qt simplifies texts of pictures.
    if (letter == '<' || letter == '>' || letter == '&' || (letter == ' ' && safe.ends_with(' ')))
      safe += fmt::format("\\u{:04x}", static_cast<int>(letter));
    else
      safe += letter;
  return safe;
}

nlohmann::ordered_json figureDocument(const FigureSettings& figure) {
  nlohmann::ordered_json document = {{"kind", figure.kind},
                                     {"metric", figure.metric},
                                     {"axis", kAxes[static_cast<std::size_t>(figure.axis)]},
                                     {"traces", figure.traces}};
  if (const FigureKind* kind = figureKind(figure.kind); kind && kind->takesSegment)
    document["segment"] = figure.segment;
  else if (kind && kind->takesCentred)
    document["centred"] = figure.centred;
  return document;
}

FigureSettings readFigure(const nlohmann::json& document) {
  FigureSettings figure;
  figure.kind = document.at("kind").get<std::string>();
  figure.metric = cut(document.value("metric", figure.metric), kMostName);
  const auto axis = std::find(kAxes.begin(), kAxes.end(), document.value("axis", std::string(kAxes[0])));
  if (axis != kAxes.end())
    figure.axis = static_cast<CurveAxis>(axis - kAxes.begin());
  figure.traces = document.value("traces", false);
  if (const auto segment = document.value("segment", figure.segment); evaluation::parseSegmentBy(segment))
    figure.segment = segment;
  figure.centred = document.value("centred", figure.centred);
  return figure;
}

View readView(const nlohmann::json& document) {
  if (document.at("skipscope_view").get<int>() > kVersion)
    throw core::Error("This view was made by a newer version of Skipscope: update Skipscope to open it.");
  View view;
  view.experiment = cut(document.value("experiment", std::string()), kMostName);
  view.dataset = cut(document.value("dataset", std::string()), kMostName);
  view.title = cut(document.value("title", std::string()), kMostName);
  view.notes = document.value("notes", std::string());
  view.table = document.value("table", true);
  view.finishedRuns = document.value("finished_runs", std::int64_t{0});
  if (const auto figures = document.find("figures"); figures != document.end() && figures->is_array()) {
    view.figures.clear();
    for (const auto& each : *figures)
      if (FigureSettings figure = readFigure(each);
          figureKind(figure.kind) && view.figures.size() < kMostFigures)
        view.figures.push_back(std::move(figure));
  }
  return view;
}

} // namespace

const std::vector<FigureKind>& figureKinds() {
  static const std::vector<FigureKind> kinds = {
      {"learning_curves", tr("Learning curves"), tr("How fast does each configuration learn, and how far?"),
       true, true, true},
      {"accuracy", tr("Accuracy by configuration"),
       tr("Which configuration is best on the test pairs, and how sure is that?"), true},
      {"coverage", tr("User coverage"), tr("How many listeners can be served at all?")},
      {"negatives", tr("Accuracy against number of negatives"),
       tr("Do more drawn negatives help, and do they reach the real ones?"), true},
      {"accuracy_coverage", tr("Accuracy against coverage"),
       tr("Which configuration serves many listeners and serves them well?"), true},
      {"differences", tr("Difference to the baseline by listener"),
       tr("For how many listeners is each configuration better than the baseline, and for how many worse?"),
       true, false, false, false, false, true},
      {"training_cost", tr("Training cost"),
       tr("How much training does each configuration need, to its own best and to that of the reference?"),
       false, true},
      {"segments", tr("Accuracy by history and feedback mix"),
       tr("For which listeners and songs is each configuration right?"), false, false, false, true},
      {"cosines", tr("Cosines of feedback types"), tr("Which kinds of feedback does a model treat alike?"),
       false, false, false, false, true},
  };
  return kinds;
}

const FigureKind* figureKind(std::string_view name) {
  const auto& kinds = figureKinds();
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const FigureKind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

FigureNeeds needsOf(const std::vector<FigureSettings>& figures) {
  FigureNeeds needs;
  for (const FigureSettings& figure : figures) {
    needs.segments = needs.segments || figure.kind == "segments";
    needs.cosines = needs.cosines || figure.kind == "cosines";
    if (figure.kind == "differences" && evaluation::isListenerMetric(figure.metric))
      needs.differences.insert(figure.metric);
  }
  return needs;
}

std::vector<FigureSettings> defaultFigures() {
  std::vector<FigureSettings> figures;
  for (const char* kind : {"learning_curves", "accuracy", "coverage"}) {
    figures.emplace_back();
    figures.back().kind = kind;
  }
  return figures;
}

std::string viewJson(const View& view) {
  nlohmann::ordered_json document = {{"skipscope_view", kVersion},
                                     {"program", SKIPSCOPE_VERSION},
                                     {"experiment", view.experiment},
                                     {"dataset", view.dataset},
                                     {"figures", nlohmann::ordered_json::array()},
                                     {"table", view.table},
                                     {"title", view.title},
                                     {"notes", view.notes},
                                     {"finished_runs", view.finishedRuns}};
  for (const FigureSettings& figure : view.figures)
    document["figures"].push_back(figureDocument(figure));
  const auto write = [&] {
    return escaped(document.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
  };
  if (std::string text = write(); text.size() <= kMostBytes)
    return text;
  document["notes"] = ""; // the report itself still shows them
  return write();
}

View parseView(std::string_view json) {
  if (json.size() > kMostBytes)
    throw core::Error("The view in this file is larger than 1 MB: no report of Skipscope has such a one.");
  try {
    return readView(nlohmann::json::parse(json));
  } catch (const nlohmann::json::exception&) {
    throw core::Error("This is no view of Skipscope: open a report, or a picture that it saved.");
  }
}

QJsonObject keptView(const View& view) {
  return QJsonDocument::fromJson(QByteArray::fromStdString(viewJson(view))).object();
}

std::optional<View> viewFrom(const QJsonObject& kept) {
  try {
    return parseView(QJsonDocument(kept).toJson(QJsonDocument::Compact).toStdString());
  } catch (const core::Error&) {
    return std::nullopt;
  }
}

} // namespace skipscope::ui
