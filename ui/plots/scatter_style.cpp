#include "ui/plots/scatter_style.h"

#include <qcustomplot.h>

namespace skipscope::ui {

QCPScatterStyle scatterStyle(Mark mark, const QPen& pen, const QBrush& fill) {
  constexpr double kSize = 9;
  switch (mark) {
  case Mark::Circle:
    return {QCPScatterStyle::ssCircle, pen, fill, kSize};
  case Mark::Square:
    return {QCPScatterStyle::ssSquare, pen, fill, kSize};
  case Mark::Triangle:
    return {QCPScatterStyle::ssTriangle, pen, fill, kSize};
  case Mark::InvertedTriangle:
    return {QCPScatterStyle::ssTriangleInverted, pen, fill, kSize};
  case Mark::Diamond:
    return {QCPScatterStyle::ssDiamond, pen, fill, kSize};
  case Mark::None:
    break;
  }
  return {};
}

} // namespace skipscope::ui
