// The presets of ExperimentPage.

#include "core/experiment/presets.h"
#include "ui/field_form.h"
#include "ui/models/display_text.h"
#include "ui/pages/experiment_page.h"
#include "ui/theme.h"
#include "ui/workspace_tasks.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <algorithm>

namespace skipscope::ui {

namespace {

/// "quick_look" → "Quick look", "p2_number_of_negatives_small" → "Paper P2: number of negatives (small)".
QString titleOf(const std::string& name) {
  static const QRegularExpression paper(QStringLiteral("^p(\\d) "));
  static const QRegularExpression small(QStringLiteral(" small$"));
  QString title = fromCore(name).replace(QChar('_'), QChar(' '));
  title.replace(paper, QStringLiteral("Paper P\\1: ")).replace(small, QStringLiteral(" (small)"));
  if (!title.isEmpty())
    title[0] = title[0].toUpper();
  return title;
}

} // namespace

QHBoxLayout* ExperimentPage::makePresets(QWidget* head) {
  m_preset = new QComboBox(head);
  m_preset->setObjectName(QStringLiteral("presetCombo"));
  m_preset->setMinimumWidth(180);
  m_preset->addItem(tr("Own settings"), QString());
  m_preset->setToolTip(tr("Fills the form with a stored set of settings"));
  auto* label = new QLabel(tr("&Preset"), head);
  label->setBuddy(m_preset);
  auto* save = new QPushButton(tr("Save as preset …"), head);
  save->setObjectName(QStringLiteral("savePresetButton"));
  save->setToolTip(tr("Keeps what the form holds now, for every workspace and for 'launch --preset'"));
  m_presetNote =
      makeLabel(tr("The preset combines the grey settings in its own way; the others act on all of "
                   "it. Choose 'Own settings' to change the grey ones too."),
                TextLevel::Secondary, head);
  m_presetNote->setObjectName(QStringLiteral("presetNoteLabel"));
  m_presetNote->hide();
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(makeLabel(tr("New experiment"), TextLevel::Title, head));
  row->addStretch(1);
  row->addWidget(label);
  row->addWidget(m_preset);
  row->addWidget(save);
  connect(m_preset, &QComboBox::activated, this, [this] { choosePreset(true); });
  connect(save, &QPushButton::clicked, this, &ExperimentPage::askPresetName);
  return row;
}

void ExperimentPage::readPresets(const QString& chosen) {
  m_tasks->run(
      this, [](store::Workspace&) { return experiment::presets(); },
      [this, chosen](const std::vector<experiment::Preset>& presets) {
        while (m_preset->count() > 1)
          m_preset->removeItem(1);
        for (const auto& preset : presets)
          m_preset->addItem(titleOf(preset.name), fromCore(preset.name));
        m_preset->setCurrentIndex(std::max(0, m_preset->findData(chosen)));
        if (m_preset->currentIndex() > 0)
          choosePreset(false);
      });
}

void ExperimentPage::choosePreset(bool anew) {
  const std::string name = toCore(m_preset->currentData().toString());
  if (name.empty()) {
    leavePreset();
    recount();
    return;
  }
  if (!m_tasks)
    return;
  m_tasks->run(
      this, [name](store::Workspace&) { return experiment::readPreset(name); },
      [this, name, anew](const experiment::ConfigurationFile& preset) {
        if (toCore(m_preset->currentData().toString()) == name)
          usePreset(preset, anew);
      });
}

void ExperimentPage::usePreset(const experiment::ConfigurationFile& preset, bool anew) {
  const auto& blocks = preset.blocks;
  m_draft.setFromPreset(true);
  if (anew) {
    m_draft.usePreset(blocks);
    showDraft();
    if (!preset.seeds.empty())
      m_seeds->setText(fromCore(preset.seeds));
    m_experiment->setText(m_preset->currentText());
  } else if (blocks.size() > 1) { // the form comes from the last window; only it cannot hold blocks
    m_draft.keepBlocks(blocks);
  }
  m_presetNote->setVisible(m_draft.keepsBlocks());
  recount();
}

void ExperimentPage::leavePreset() {
  m_preset->setCurrentIndex(0);
  m_draft.setFromPreset(false);
  m_draft.keepBlocks({});
  m_presetNote->hide();
}

void ExperimentPage::showDraft() {
  const QScopedValueRollback filling(m_filling, true);
  for (const auto& [key, text] : m_form->texts())
    m_form->setText(key, fromCore(m_draft.text(key)));
}

void ExperimentPage::askPresetName() {
  if (!m_tasks)
    return;
  readForm();
  auto* dialog = new QInputDialog(this);
  dialog->setObjectName(QStringLiteral("presetNameDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Save as preset"));
  dialog->setLabelText(tr("Name of the preset"));
  dialog->setTextValue(m_experiment->text());
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
    m_tasks->run(
        this,
        [draft = m_draft, name = toCore(name.trimmed())](store::Workspace&) {
          experiment::savePreset(name, draft.asPreset());
          return name;
        },
        [this](const std::string& saved) { readPresets(fromCore(saved)); });
  });
  dialog->open();
}

} // namespace skipscope::ui
