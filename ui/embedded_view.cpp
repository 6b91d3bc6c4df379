#include "ui/embedded_view.h"

#include "core/error.h"
#include "core/store/run_store.h"
#include "ui/models/display_text.h"
#include "ui/picture_file.h"

#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <algorithm>
#include <optional>

namespace skipscope::ui {

namespace {

constexpr qint64 kMostFileBytes = 256LL * 1024 * 1024; ///< no report is larger
constexpr qint64 kBlockBytes = 1024 * 1024;
constexpr qint64 kMostViewBytes = 1024 * 1024;
constexpr qint64 kMostEscapedBytes = 6 * kMostViewBytes; ///< where every sign is an entity

/// Where a view stands in a text file.
struct Place {
  const char* begin;
  const char* end;
};
constexpr Place kHtml = {"<script type=\"application/json\" id=\"skipscope-view\">", "</script>"};
constexpr Place kSvg = {"<desc>", "</desc>"};
constexpr Place kPdf = {kPdfDescriptionBegin, kPdfDescriptionEnd};

/// Reads on until `mark` has gone by; false at the end of the file. Holds two blocks at most.
bool skipPast(QIODevice& file, QByteArray& rest, const QByteArray& mark) {
  for (;;) {
    if (const qsizetype at = rest.indexOf(mark); at >= 0) {
      rest.remove(0, at + mark.size());
      return true;
    }
    rest = rest.right(mark.size() - 1);
    const QByteArray block = file.read(kBlockBytes);
    if (block.isEmpty())
      return false;
    rest += block;
  }
}

/// What stands between the marks, if both are there and not too far apart.
std::optional<QByteArray> between(QIODevice& file, const Place& place) {
  QByteArray rest;
  if (!skipPast(file, rest, place.begin))
    return std::nullopt;
  while (rest.size() < kMostEscapedBytes && !rest.contains(place.end)) {
    const QByteArray block = file.read(kBlockBytes);
    if (block.isEmpty())
      return std::nullopt;
    rest += block;
  }
  const qsizetype end = rest.indexOf(place.end);
  return end < 0 ? std::nullopt : std::optional(rest.left(end));
}

std::optional<QByteArray> fromPng(const QString& file) {
  // Reads the chunks before the pixels only; libpng bounds what a compressed text may grow to.
  QImageReader reader(file, "png");
  const QString text = reader.text(kDescriptionKey);
  return text.isEmpty() ? std::nullopt : std::optional(text.toUtf8());
}

std::optional<QByteArray> fromSvg(QIODevice& file) {
  auto text = between(file, kSvg);
  if (text)
    text->replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  return text;
}

std::optional<QByteArray> embedded(QFile& file) {
  const QByteArray start = file.peek(1024);
  const QByteArray text = start.startsWith("\xef\xbb\xbf") ? start.mid(3).trimmed() : start.trimmed();
  if (start.startsWith("\x89PNG"))
    return fromPng(file.fileName());
  if (start.startsWith("%PDF"))
    return between(file, kPdf);
  if (text.startsWith('{') || QFileInfo(file).suffix().toLower() == QStringLiteral("json"))
    return file.read(kMostViewBytes + 1);
  if (start.contains("<svg"))
    return fromSvg(file);
  if (text.startsWith('<'))
    return between(file, kHtml);
  return std::nullopt;
}

QString shortName(const QString& file) {
  return QFileInfo(file).fileName();
}

} // namespace

View readEmbeddedView(const QString& file) {
  QFile opened(file);
  const QString name = shortName(file);
  if (!QFileInfo(file).isFile() || !opened.open(QIODevice::ReadOnly))
    throw core::Error(toCore(QStringLiteral("'%1' cannot be read; see that the file is there and may be "
                                            "read.")
                                 .arg(name)));
  if (opened.size() > kMostFileBytes)
    throw core::Error(toCore(QStringLiteral("'%1' is too large to be a report of Skipscope (more than 256 "
                                            "MB).")
                                 .arg(name)));
  const auto json = embedded(opened);
  if (!json)
    throw core::Error(toCore(
        QStringLiteral(
            "'%1' holds no view of Skipscope; open a report that Skipscope saved, as the file itself: chat "
            "programs remove the view from pictures.")
            .arg(name)));
  try {
    return parseView(std::string_view(json->constData(), static_cast<std::size_t>(json->size())));
  } catch (const core::Error& error) {
    throw core::Error(toCore(QStringLiteral("'%1': ").arg(name)) + error.what());
  }
}

void requireInWorkspace(store::Workspace& workspace, const View& view) {
  if (!view.dataset.empty()) {
    const auto datasets = workspace.datasets();
    const bool known = std::any_of(datasets.begin(), datasets.end(), [&](const store::DatasetEntry& entry) {
      return entry.summary.fingerprint == view.dataset;
    });
    if (!known)
      throw core::Error(toCore(
          QStringLiteral("The dataset of this view (fingerprint %1) is not in this workspace; open the "
                         "workspace that the report was made from.")
              .arg(fromCore(view.dataset).left(40))));
  }
  const auto experiments = store::RunStore(workspace).experiments();
  const auto found = std::find_if(experiments.begin(), experiments.end(), [&](const store::Experiment& each) {
    return each.name == view.experiment;
  });
  if (found == experiments.end())
    throw core::Error(
        toCore(QStringLiteral("The experiment '%1' of this view is not in this workspace; open the workspace "
                              "that the report was made from.")
                   .arg(fromCore(view.experiment).left(200))));
  if (view.dataset.empty())
    return;
  if (const auto entry = workspace.dataset(found->dataset); entry.summary.fingerprint != view.dataset)
    throw core::Error(
        toCore(QStringLiteral("The experiment '%1' of this workspace was made on another dataset ('%2') than "
                              "this view; open the workspace that the report was made from.")
                   .arg(fromCore(view.experiment).left(200), fromCore(found->dataset))));
}

} // namespace skipscope::ui
