#include "ui/models/figure_segments.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace skipscope::ui {

namespace {

using evaluation::SegmentBy;

QString tr(const char* text) {
  return QCoreApplication::translate("FigureSegments", text);
}

const StoredSegments* find(const ExperimentRecords& records, const std::string& run) {
  const auto found = std::find_if(records.segments.begin(), records.segments.end(),
                                  [&](const StoredSegments& each) { return each.run == run; });
  return found == records.segments.end() ? nullptr : &*found;
}

bool isShare(SegmentBy by) {
  return by == SegmentBy::LikeShare || by == SegmentBy::DislikeShare || by == SegmentBy::SkipShare;
}

/// The seeds of one configuration, all judged on the same pairs and so in the same segments.
std::vector<SegmentPoint> pointsOf(const std::vector<const std::vector<evaluation::Segment>*>& seeds,
                                   const QString& onlyRun) {
  std::vector<SegmentPoint> points;
  for (std::size_t i = 0; i < seeds.front()->size(); ++i) {
    const evaluation::Segment& first = (*seeds.front())[i];
    SegmentPoint point{first.from, first.to, first.pairs, first.listeners, {}, 0, onlyRun};
    std::vector<double> values;
    for (const auto* seed : seeds)
      if (i < seed->size()) {
        values.push_back((*seed)[i].accuracy);
        point.se += (*seed)[i].se.value_or(0);
      }
    point.se /= static_cast<double>(values.size());
    point.value = evaluation::summarise(values);
    points.push_back(std::move(point));
  }
  return points;
}

} // namespace

QString segmentText(SegmentBy by) {
  switch (by) {
  case SegmentBy::History:
    return tr("Length of history");
  case SegmentBy::LikeShare:
    return tr("Share of likes");
  case SegmentBy::DislikeShare:
    return tr("Share of dislikes");
  case SegmentBy::SkipShare:
    return tr("Share of skips");
  case SegmentBy::Popularity:
    break;
  }
  return tr("Popularity of the liked song");
}

QString segmentTitle(SegmentBy by) {
  switch (by) {
  case SegmentBy::History:
    return tr("events of the listener before the moment");
  case SegmentBy::LikeShare:
    return tr("share of likes in the history before the moment");
  case SegmentBy::DislikeShare:
    return tr("share of dislikes in the history before the moment");
  case SegmentBy::SkipShare:
    return tr("share of skips in the history before the moment");
  case SegmentBy::Popularity:
    break;
  }
  return tr("positive targets of the liked song in training");
}

std::vector<SegmentLine> segmentLines(const ExperimentRecords& records, SegmentBy by) {
  std::vector<SegmentLine> lines;
  for (const ConfigurationGroup& group : groupByConfiguration(records)) {
    std::vector<const std::vector<evaluation::Segment>*> seeds;
    for (const RunRecord* record : group.finished)
      if (const StoredSegments* stored = find(records, record->run.id))
        if (const auto& segments = stored->segments[static_cast<std::size_t>(by)]; !segments.empty())
          seeds.push_back(&segments);
    if (seeds.empty())
      continue;
    const QString onlyRun =
        group.finished.size() == 1 ? QString::fromStdString(group.finished.front()->run.id) : QString();
    lines.push_back({group.label, group.colour, group.baseline, pointsOf(seeds, onlyRun)});
  }
  return lines;
}

QString segmentRange(const SegmentPoint& point, SegmentBy by) {
  const bool share = isShare(by);
  const auto number = [&](double value) {
    const QLocale english(QLocale::English);
    return share ? english.toString(100 * value, 'f', 0) : english.toString(value, 'f', 0);
  };
  QString text = number(point.from);
  if (number(point.to) != text)
    text += QStringLiteral("–") + number(point.to);
  return share ? text + QStringLiteral(" %") : text;
}

} // namespace skipscope::ui
