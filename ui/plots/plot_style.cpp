#include "ui/plots/plot_style.h"

#include <array>

namespace skipscope::ui {

namespace {

// Found by search: all pairs stay at least 20 apart (CIE 1976 ΔE*) as seen normally and with the protan,
// deutan and tritan simulations of Machado, Oliveira and Fernandes (2009).
constexpr std::array<QRgb, kSeriesColours> kLight = {0xff1155a4, 0xffee6b00, 0xff00984e, 0xff7c4dff,
                                                     0xff9d4810, 0xff4690ff, 0xffae6885, 0xff535030};
constexpr std::array<QRgb, kSeriesColours> kDark = {0xff5486ff, 0xffff664a, 0xff1fd57a, 0xffabb6ff,
                                                    0xfff3bf15, 0xffabeeff, 0xffd662b5, 0xfff5e1cc};

constexpr std::array<Mark, 4> kMarks = {Mark::Circle, Mark::Square, Mark::Triangle, Mark::InvertedTriangle};
constexpr std::array<Qt::PenStyle, 4> kStyles = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};

} // namespace

PlotColours lightColours() {
  return {false, QColor(0xff, 0xff, 0xff), QColor(0x1f, 0x23, 0x28), QColor(0x5c, 0x63, 0x6c),
          QColor(0xe6, 0xe8, 0xeb)};
}

PlotColours darkColours() {
  return {true, QColor(0x1e, 0x1f, 0x22), QColor(0xe8, 0xea, 0xed), QColor(0xa4, 0xaa, 0xb2),
          QColor(0x35, 0x38, 0x3d)};
}

PlotColours coloursFor(const QPalette& palette) {
  const QColor base = palette.color(QPalette::Active, QPalette::Base);
  PlotColours colours = base.lightnessF() < 0.5 ? darkColours() : lightColours();
  colours.background = base;
  return colours;
}

QColor seriesColour(int index, const PlotColours& colours) {
  const auto& palette = colours.dark ? kDark : kLight;
  return QColor(palette[static_cast<std::size_t>(index % kSeriesColours)]);
}

Mark seriesMark(int index) {
  return kMarks[static_cast<std::size_t>(index / kSeriesColours) % kMarks.size()];
}

QPen seriesPen(int index, double width, const PlotColours& colours) {
  QPen pen(seriesColour(index, colours), width);
  pen.setStyle(kStyles[static_cast<std::size_t>(index / kSeriesColours) % kStyles.size()]);
  pen.setCapStyle(Qt::FlatCap);
  pen.setJoinStyle(Qt::RoundJoin);
  return pen;
}

} // namespace skipscope::ui
