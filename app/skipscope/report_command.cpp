#include "app/skipscope/report_command.h"

#include "core/error.h"
#include "core/store/workspace.h"
#include "ui/embedded_view.h"
#include "ui/report.h"

#include <boost/program_options.hpp>

#include <QApplication>
#include <QFontInfo>
#include <iostream>

namespace skipscope::app {

namespace {

namespace options = boost::program_options;

struct ReportOptions {
  std::string workspace;
  std::string experiment;
  std::string view;
  std::string output;
};

options::options_description describe(ReportOptions& report) {
  options::options_description visible("Options");
  visible.add_options()("help,h", "says this")(
      "experiment,e", options::value(&report.experiment)->value_name("NAME"), "whose runs to report")(
      "view", options::value(&report.view)->value_name("FILE"),
      "show what another report or picture of Skipscope shows; --experiment then puts another in its place")(
      "output,o", options::value(&report.output)->value_name("FILE"), "where to: .png, .html, .svg or .pdf");
  return visible;
}

void require(const std::string& value, const char* what) {
  if (value.empty())
    throw core::UsageError(std::string(what) + " is missing; see 'skipscope report --help'.");
}

/// Only faults reach stderr: Qt remarks there on the session of a server, which concerns no report.
void tellFaultsOnly(QtMsgType type, const QMessageLogContext&, const QString& message) {
  if (type == QtCriticalMsg || type == QtFatalMsg)
    std::cerr << message.toStdString() << '\n';
}

/// Without a font Qt draws boxes for letters.
void requireFont() {
  if (QFontInfo(QGuiApplication::font()).family().isEmpty())
    throw core::Error("No font is installed, so nothing could be read; install one, for instance the package "
                      "fonts-dejavu-core.");
}

ui::View viewOf(const ReportOptions& chosen, store::Workspace& workspace) {
  ui::View view;
  if (!chosen.view.empty())
    view = ui::readEmbeddedView(QString::fromStdString(chosen.view));
  if (!chosen.experiment.empty()) {
    view.experiment = chosen.experiment;
    view.dataset.clear();
  } else {
    ui::requireInWorkspace(workspace, view);
  }
  return view;
}

int report(const std::vector<std::string>& arguments) {
  ReportOptions chosen;
  const options::options_description visible = describe(chosen);
  options::options_description all;
  all.add(visible).add_options()("workspace", options::value(&chosen.workspace));
  options::positional_options_description positional;
  positional.add("workspace", 1);
  options::variables_map values;
  options::store(options::command_line_parser(arguments).options(all).positional(positional).run(), values);
  if (values.count("help")) {
    std::cout << "skipscope report WORKSPACE (--experiment NAME | --view FILE) -o FILE\n\nWrites learning "
                 "curves, accuracy "
                 "and user coverage of an experiment's finished runs,\ntheir numbers and settings, or what a "
                 "view asks for; needs no display.\n\n"
              << visible;
    return 0;
  }
  options::notify(values);
  require(chosen.workspace, "The workspace");
  require(chosen.experiment + chosen.view, "--experiment NAME or --view FILE");
  require(chosen.output, "-o FILE");
  const QString file = QString::fromStdString(chosen.output);
  ui::requireReportExtension(file);

  auto workspace = store::Workspace::open(chosen.workspace, store::Access::ReadOnly);
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  qInstallMessageHandler(tellFaultsOnly);
  int count = 1;
  std::string program = "skipscope";
  char* names[] = {program.data(), nullptr};
  const QApplication application(count, names);
  requireFont();
  ui::writeReport(chosen.view.empty() ? ui::makeReport(workspace, chosen.experiment)
                                      : ui::makeReport(workspace, viewOf(chosen, workspace)),
                  file);
  return 0;
}

} // namespace

int runReport(const std::vector<std::string>& arguments) {
  try {
    return report(arguments);
  } catch (const core::UsageError& error) {
    std::cerr << "skipscope report: " << error.what() << '\n';
    return 2;
  } catch (const options::error& error) {
    std::cerr << "skipscope report: " << error.what() << "; see 'skipscope report --help'.\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "skipscope report: " << error.what() << '\n';
    return 1;
  }
}

} // namespace skipscope::app
