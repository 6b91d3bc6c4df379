#pragma once

#include <QColor>
#include <QSize>
#include <QString>
#include <functional>

class QPainter;

namespace skipscope::ui {

/// A picture to be written; its kind follows the file's extension: .png, .svg or .pdf.
struct PictureFile {
  QString file;
  QString title;
  QString description; ///< text kept inside: a PNG text chunk, SVG `desc`, metadata of the PDF; one line
                       ///< without <, > and &; may be empty
  QSize size;          ///< logical pixels; a PNG has two device pixels for each
  QColor background;
};

/// Name of the PNG text chunk that holds the description.
inline constexpr const char* kDescriptionKey = "skipscope-view";
/// What the description stands between in the metadata of a PDF.
inline constexpr const char* kPdfDescriptionBegin = "<skipscope:view>";
inline constexpr const char* kPdfDescriptionEnd = "</skipscope:view>";

/// Paints and writes the picture, whole or not at all, on any thread that `paint` may run on. Throws
/// core::Error where the file cannot be written or the picture is too tall for a PNG, core::UsageError for
/// another extension.
void writePicture(const PictureFile& picture, const std::function<void(QPainter&)>& paint);

/// Writes bytes under a temporary name and renames: a fault leaves what was there. Throws core::Error.
void writeWhole(const QString& file, const QByteArray& bytes);

} // namespace skipscope::ui
