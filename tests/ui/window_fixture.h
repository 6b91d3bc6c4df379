#pragma once

#include "tests/ui/fresh_settings.h"
#include "ui/main_window.h"

#include <gtest/gtest.h>

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <filesystem>
#include <functional>

class QAbstractItemModel;

namespace skipscope::ui {
class ImportDialog;
}

namespace skipscope::tests {

/// How long whatever is waited for may take: a worker loads LibTorch and trains, on a busy machine.
constexpr int kPatienceMs = 120'000;

/// The real window, offscreen, driven by objectName; it begins as if the program had never run.
class WindowFixture : public testing::Test {
protected:
  void SetUp() override { m_window.show(); }
  void TearDown() override { m_window.closeWorkspace(); }

  template <class Widget> Widget* find(const char* name) const { return findIn<Widget>(&m_window, name); }
  template <class Widget> static Widget* findIn(const QObject* parent, const char* name) {
    auto* widget = parent->findChild<Widget*>(name);
    EXPECT_TRUE(widget) << "there is no " << name;
    return widget;
  }
  static bool eventually(const std::function<bool()>& condition);

  void click(const char* name) const;
  void type(const char* name, const QString& text) const;
  QString text(const char* name) const; ///< of a label
  QAbstractItemModel* runs() const;     ///< what the Runs dock shows
  QStringList messages() const;
  std::string told() const { return messages().join(" | ").toStdString(); }
  bool idle() const; ///< no job is shown at work

  void openWorkspace(const std::filesystem::path& folder);
  /// The import dialog, asked for on the Data page, with a file in it.
  ui::ImportDialog* openImport(const QString& file);

  FreshSettings m_fresh;
  ui::MainWindow m_window;
};

/// Workers and other programs that were started for a workspace and have not ended.
int programsAt(const std::filesystem::path& workspace);

/// What the window system sends when the mouse lets go over `widget`; whether that was accepted.
bool drop(QWidget* widget, const QList<QUrl>& urls);
/// A local file as it is dropped.
QUrl urlOf(const std::filesystem::path& path);

} // namespace skipscope::tests
