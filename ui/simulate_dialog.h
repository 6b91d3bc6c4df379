#pragma once

#include "core/listening/simulator.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace skipscope::ui {

class FieldForm;

/// Asks for the size and the rates of a simulated radio log.
class SimulateDialog : public QDialog {
  Q_OBJECT
public:
  explicit SimulateDialog(QWidget* parent = nullptr);

signals:
  void simulationRequested(const skipscope::listening::SimulatorSettings& settings, const QString& name);

private:
  void check();

  QLineEdit* m_name;
  FieldForm* m_form;
  QPushButton* m_simulate;
  listening::SimulatorSettings m_settings;
};

} // namespace skipscope::ui
