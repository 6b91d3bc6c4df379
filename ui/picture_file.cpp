#include "ui/picture_file.h"

#include "core/error.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QImageWriter>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSvgGenerator>

namespace skipscope::ui {

namespace {

constexpr int kPngRatio = 2;
constexpr int kMostPngPixels = 32'000; ///< QPainter draws nothing beyond 32,767
constexpr int kPdfResolution = 96;     ///< logical pixels per inch

using Paint = std::function<void(QPainter&)>;

QByteArray png(const PictureFile& picture, const Paint& paint) {
  const int ratio = picture.size.height() * kPngRatio <= kMostPngPixels ? kPngRatio : 1;
  QImage image;
  if (picture.size.height() * ratio <= kMostPngPixels)
    image = QImage(picture.size * ratio, QImage::Format_RGB32);
  if (image.isNull())
    throw core::Error("This is too long for one PNG picture; save it as .html, .svg or .pdf, or show less.");
  image.setDevicePixelRatio(ratio);
  image.fill(picture.background);
  {
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter);
  }
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QImageWriter writer(&buffer, "png");
  writer.setText("Title", picture.title);
  if (!picture.description.isEmpty())
    writer.setText(kDescriptionKey, picture.description);
  if (!writer.write(image))
    throw core::Error("The picture could not be made: " + writer.errorString().toStdString() + ".");
  return bytes;
}

QByteArray svg(const PictureFile& picture, const Paint& paint) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(picture.size);
  generator.setViewBox(QRect(QPoint(), picture.size));
  generator.setResolution(kPdfResolution);
  // Neither is escaped by every version of Qt; the description is asked to be safe as it is.
  generator.setTitle(QString(picture.title).remove(QRegularExpression("[<>&]")));
  generator.setDescription(picture.description);
  QPainter painter(&generator);
  painter.fillRect(QRect(QPoint(), picture.size), picture.background);
  paint(painter);
  painter.end();
  return bytes;
}

/// Metadata of a PDF as XMP (ISO 16684-1), which is the one part of a file that is never compressed.
QByteArray xmp(const PictureFile& picture) {
  return QStringLiteral(
             "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta "
             "xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
             "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:skipscope=\"urn:skipscope\">"
             "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%1</rdf:li></rdf:Alt></dc:title>"
             "%2%3%4</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
      .arg(picture.title.toHtmlEscaped(), kPdfDescriptionBegin, picture.description, kPdfDescriptionEnd)
      .toUtf8();
}

QByteArray pdf(const PictureFile& picture, const Paint& paint) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(kPdfResolution);
  writer.setTitle(picture.title);
  writer.setPageMargins(QMarginsF());
  writer.setPageSize(QPageSize(QSizeF(picture.size) * 72 / kPdfResolution, QPageSize::Point));
  if (!picture.description.isEmpty())
    writer.setDocumentXmpMetadata(xmp(picture));
  QPainter painter(&writer);
  painter.fillRect(QRect(QPoint(), picture.size), picture.background);
  paint(painter);
  painter.end();
  return bytes;
}

} // namespace

void writePicture(const PictureFile& picture, const Paint& paint) {
  const QString extension = QFileInfo(picture.file).suffix().toLower();
  if (extension == "png")
    writeWhole(picture.file, png(picture, paint));
  else if (extension == "svg")
    writeWhole(picture.file, svg(picture, paint));
  else if (extension == "pdf")
    writeWhole(picture.file, pdf(picture, paint));
  else
    throw core::UsageError("The extension of '" + picture.file.toStdString() +
                           "' is not one of png, svg and pdf; choose one of them.");
}

void writeWhole(const QString& file, const QByteArray& bytes) {
  QSaveFile output(file);
  bool written = output.open(QIODevice::WriteOnly);
  // What a full disk takes in part has no error yet: only writing the rest tells why.
  for (qint64 at = 0; written && at < bytes.size();) {
    const qint64 taken = output.write(bytes.constData() + at, bytes.size() - at);
    written = taken > 0;
    at += taken;
  }
  if (!written || !output.commit())
    throw core::Error("'" + file.toStdString() + "' could not be written: " +
                      output.errorString().toStdString() + "; choose another folder or make room.");
}

} // namespace skipscope::ui
