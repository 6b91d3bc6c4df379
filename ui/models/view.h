#pragma once

#include "ui/models/figure_data.h"

#include <QJsonObject>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skipscope::ui {

/// A figure of the Compare page and of reports, as lists offer it.
struct FigureKind {
  const char* name; ///< as stored: "learning_curves"
  QString title;
  QString question;         ///< what it answers, in one sentence
  bool takesMetric = false; ///< which of FigureSettings act
  bool takesAxis = false;
  bool takesTraces = false;
  bool takesSegment = false;
  bool takesCentred = false;
  bool byListener = false; ///< takes only metrics that evaluation::listenerMetrics() has
};
const std::vector<FigureKind>& figureKinds();
/// nullptr for an unknown name.
const FigureKind* figureKind(std::string_view name);

/// One figure as a person set it up.
struct FigureSettings {
  std::string kind = "learning_curves"; ///< name of figureKinds()
  std::string metric = "accuracy";      ///< name of evaluation::metricTexts()
  CurveAxis axis = CurveAxis::Steps;
  bool traces = false;
  std::string segment = "history"; ///< name of evaluation::segmentName()
  bool centred = true;             ///< cosines less the mean of the types, else raw

  bool operator==(const FigureSettings&) const = default;
};
/// What has to be read of an experiment to show these.
FigureNeeds needsOf(const std::vector<FigureSettings>& figures);

/// Learning curves, accuracy by configuration, user coverage.
std::vector<FigureSettings> defaultFigures();

/// What is on screen, by identifiers and without paths: kept for the next session, embedded in reports,
/// reopened from them.
struct View {
  std::string experiment;
  std::string dataset; ///< fingerprint
  std::vector<FigureSettings> figures = defaultFigures();
  bool table = true;             ///< numbers by configuration
  std::string title;             ///< of the report; empty = the experiment's name
  std::string notes;             ///< Markdown
  std::int64_t finishedRuns = 0; ///< that a report was made of; 0 on a page, which shows those there are

  bool operator==(const View&) const = default;
};

/// One line of ASCII JSON without <, > and & or two spaces in a row, so that no text in it can end what it is
/// embedded in, and nothing is lost there; at most 1 MB.
std::string viewJson(const View& view);
/// Reads what viewJson() wrote, as well as what anybody else may have written: throws core::Error where it is
/// no view, is larger than 1 MB, or comes from a newer version; leaves out figures it does not know.
View parseView(std::string_view json);

/// A view as a session keeps it, and back; nothing where it is none that this version can read.
QJsonObject keptView(const View& view);
std::optional<View> viewFrom(const QJsonObject& kept);

} // namespace skipscope::ui
