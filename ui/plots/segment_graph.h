#pragma once

class QCPAxis;
class QCPGraph;

namespace skipscope::ui {

/// A graph that draws its line and the band to its channel fill graph piece by piece on a screen: Qt needs
/// some thirty times as long for one path of hundreds of points. Vectors stay whole. Belongs to the plot of
/// the axes.
QCPGraph* addSegmentGraph(QCPAxis* keys, QCPAxis* values);

} // namespace skipscope::ui
