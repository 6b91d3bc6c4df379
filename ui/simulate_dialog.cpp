#include "ui/simulate_dialog.h"

#include "ui/field_form.h"
#include "ui/models/display_text.h"
#include "ui/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace skipscope::ui {

SimulateDialog::SimulateDialog(QWidget* parent)
    : QDialog(parent), m_name(new QLineEdit(tr("Simulated radio"), this)),
      m_form(new FieldForm(fieldTexts(listening::simulatorFields()), false, 1)) {
  setObjectName(QStringLiteral("simulateDialog"));
  setWindowTitle(tr("Simulate a radio log"));
  setModal(false);
  resize(620, 640);
  m_name->setObjectName(QStringLiteral("simulationNameEdit"));
  auto* nameLabel = new QLabel(tr("&Name"), this);
  nameLabel->setBuddy(m_name);
  auto* nameRow = new QHBoxLayout;
  nameRow->addWidget(nameLabel);
  nameRow->addWidget(m_name, 1);
  for (const auto& field : listening::simulatorFields())
    m_form->setText(field.text.key, fromCore(field.get(m_settings)));
  auto* scroll = new QScrollArea(this);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setWidget(m_form);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("cancelSimulationButton"));
  m_simulate = new QPushButton(tr("Simulate"), this);
  m_simulate->setObjectName(QStringLiteral("simulateButton"));
  m_simulate->setProperty("primary", true); // before the style sheet looks at it
  buttons->addButton(m_simulate, QDialogButtonBox::AcceptRole);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(20, 18, 20, 16);
  layout->setSpacing(12);
  layout->addWidget(
      makeLabel(tr("Invented listeners with known tastes hear invented songs on invented stations, vote "
                   "and skip. The same settings and seed always give the same log."),
                TextLevel::Secondary, this));
  layout->addLayout(nameRow);
  layout->addWidget(scroll, 1);
  layout->addWidget(buttons);
  connect(m_form, &FieldForm::edited, this, &SimulateDialog::check);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    emit simulationRequested(m_settings, m_name->text().trimmed());
    accept();
  });
}

void SimulateDialog::check() {
  std::map<std::string, std::string> problems;
  for (const auto& field : listening::simulatorFields())
    if (const auto problem = field.set(m_settings, toCore(m_form->text(field.text.key))))
      problems.emplace(field.text.key, *problem);
  m_form->setProblems(problems);
  m_simulate->setEnabled(problems.empty());
}

} // namespace skipscope::ui
