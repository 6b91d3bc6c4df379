#include "app/skipscope/first_paint.h"
#include "app/skipscope/report_command.h"
#include "ui/icons.h"
#include "ui/main_window.h"

#include <boost/program_options.hpp>

#include <QApplication>
#include <QFontInfo>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace options = boost::program_options;

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

/// Reads `skipscope [WORKSPACE]`. Sets `exitCode` where there is nothing more to do than to end.
std::string readWorkspace(int argc, char** argv, std::optional<int>& exitCode) {
  options::options_description visible("Options");
  visible.add_options()("help,h", "say what can be given")("version", "say the version")(
      "platform", options::value<std::string>()->value_name("P"),
      "Qt's platform, such as xcb, wayland or offscreen");
  options::options_description all;
  all.add(visible).add_options()("workspace", options::value<std::string>()->default_value(""));
  options::positional_options_description positions;
  positions.add("workspace", 1);
  options::variables_map values;
  options::store(options::command_line_parser(argc, argv).options(all).positional(positions).run(), values);
  options::notify(values);
  if (values.count("help") > 0) {
    std::cout
        << "skipscope [WORKSPACE]              the window, on a workspace or on the one that was open last\n"
           "skipscope report WORKSPACE …       draws an experiment without a display; see report --help\n\n"
        << visible;
    exitCode = 0;
  } else if (values.count("version") > 0) {
    std::cout << "skipscope " SKIPSCOPE_VERSION "\n";
    exitCode = 0;
  }
  return values["workspace"].as<std::string>();
}

/// Qt would end the program by abort where it finds no display, after several lines.
void tellNoDisplay(QtMsgType type, const QMessageLogContext& context, const QString& message) {
  if (type == QtFatalMsg) {
    std::cerr << "skipscope: no display can be opened: start it in a desktop session; 'skipscope report' and "
                 "skipscope-cli need none.\n";
    std::_Exit(kFailed);
  }
  if (!QLatin1String(context.category).startsWith(QLatin1String("qt.qpa")))
    std::cerr << qPrintable(message) << '\n';
}

int showWindow(int argc, char** argv) {
  std::optional<int> exitCode; // before Qt, which ends the program where there is no display
  const std::string workspace = readWorkspace(argc, argv, exitCode);
  if (exitCode)
    return *exitCode;
  const auto ordinary = qInstallMessageHandler(&tellNoDisplay);
  const QApplication application(argc, argv);
  qInstallMessageHandler(ordinary);
  QApplication::setApplicationName(QStringLiteral("skipscope"));
  QApplication::setApplicationDisplayName(QStringLiteral("Skipscope"));
  QApplication::setApplicationVersion(QStringLiteral(SKIPSCOPE_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("io.github.skipscope.Skipscope"));
  if (QFontInfo(QApplication::font()).family().isEmpty())
    std::cerr << "skipscope: no font is installed, text will show as boxes; install fonts-dejavu-core.\n";
  skipscope::ui::MainWindow window;
  window.setWindowIcon(skipscope::ui::makeProgramIcon());
  new skipscope::app::FirstPaint(&window);
  window.show();
  if (!workspace.empty())
    window.openWorkspace(QString::fromStdString(workspace));
  else
    window.reopenLast();
  return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN); // a file-size limit is a fault to tell, not a death
  try {
    if (argc > 1 && std::string(argv[1]) == "report")
      return skipscope::app::runReport(std::vector<std::string>(argv + 2, argv + argc));
    return showWindow(argc, argv);
  } catch (const options::error& error) {
    std::cerr << "skipscope: " << error.what() << "; see skipscope --help.\n";
    return kWrongUsage;
  } catch (const std::exception& error) {
    std::cerr << "skipscope: " << error.what() << '\n';
    return kFailed;
  }
}
