#pragma once

#include "ui/models/view.h"

#include <QString>

namespace skipscope::store {
class Workspace;
}

namespace skipscope::ui {

/// The view that a report or picture of Skipscope carries (.png, .html, .svg, .pdf), or that a file is
/// (.json). The content tells which it is. Takes the file for hostile: pixels are not decoded, and no more
/// than a few megabytes are held. Throws core::Error where there is no view that can be read.
View readEmbeddedView(const QString& file);

/// Throws core::Error naming what is missing where the workspace lacks the dataset or the experiment of a
/// view.
void requireInWorkspace(store::Workspace& workspace, const View& view);

} // namespace skipscope::ui
