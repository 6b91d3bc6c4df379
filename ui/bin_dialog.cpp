#include "ui/bin_dialog.h"

#include "core/store/run_store.h"
#include "ui/models/runs_model.h"
#include "ui/theme.h"
#include "ui/workspace_tasks.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace skipscope::ui {

BinDialog::BinDialog(WorkspaceTasks* tasks, QWidget* parent)
    : QDialog(parent), m_runs(new RunsModel(this)), m_view(new QTableView(this)),
      m_note(makeLabel(tr("Looking into the bin …"), TextLevel::Secondary, this)),
      m_restore(new QPushButton(tr("&Restore"), this)) {
  setObjectName(QStringLiteral("binDialog"));
  setWindowTitle(tr("Bin"));
  setModal(false);
  resize(760, 420);
  makeView();
  m_note->setObjectName(QStringLiteral("binNoteLabel"));
  m_restore->setObjectName(QStringLiteral("restoreButton"));
  m_restore->setProperty("primary", true); // before the style sheet looks at it
  m_restore->setEnabled(false);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  buttons->addButton(m_restore, QDialogButtonBox::AcceptRole);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(20, 18, 20, 16);
  layout->setSpacing(12);
  layout->addWidget(m_note);
  layout->addWidget(m_view, 1);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    emit restoreWanted(chosenIds());
    accept();
  });
  connect(tasks, &QObject::destroyed, this, &QDialog::reject);
  tasks->run(
      this,
      [](store::Workspace& workspace) {
        store::Changes deleted;
        deleted.runs = store::RunStore(workspace).bin();
        for (store::Run& run : deleted.runs)
          run.deleted = false; // else the model would leave it out
        return deleted;
      },
      [this](const store::Changes& deleted) {
        m_runs->apply(deleted);
        showRuns();
      });
}

void BinDialog::makeView() {
  m_view->setObjectName(QStringLiteral("binView"));
  m_view->setAccessibleName(tr("Deleted runs"));
  m_view->setModel(m_runs);
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->setShowGrid(false);
  m_view->setWordWrap(false);
  m_view->verticalHeader()->hide();
  m_view->horizontalHeader()->setHighlightSections(false);
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this] { m_restore->setEnabled(m_view->selectionModel()->hasSelection()); });
}

void BinDialog::showRuns() {
  for (int column = 0; column < m_runs->columnCount(); ++column)
    m_view->setColumnHidden(column, !m_runs->worthShowing(column));
  m_view->setColumnWidth(m_runs->columnOf("experiment"), 180);
  m_note->setText(m_runs->rowCount() > 0
                      ? tr("Choose the runs to bring back. Their files stay until the bin is emptied "
                           "(skipscope-cli clean).")
                      : tr("The bin is empty."));
}

QStringList BinDialog::chosenIds() const {
  QStringList ids;
  for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
    ids << index.data(RunsModel::IdRole).toString();
  return ids;
}

} // namespace skipscope::ui
