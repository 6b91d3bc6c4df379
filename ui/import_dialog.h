#pragma once

#include "core/listening/import.h"

#include <QDialog>
#include <QTimer>
#include <map>
#include <string>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace skipscope::ui {

class FieldForm;
class PreviewModel;

/// Asks what to import and how: files, format and mapping (guessed, editable), rules, and a preview of the
/// first rows. Reads the preview in the background; the import itself is whoever's connected to
/// importRequested().
class ImportDialog : public QDialog {
  Q_OBJECT
public:
  /// `folder` is where the file choice begins.
  explicit ImportDialog(const QString& folder, QWidget* parent = nullptr);

  void setFiles(const QStringList& files);
  QStringList files() const;

signals:
  void importRequested(const skipscope::listening::ImportRequest& request, const QString& name);

private:
  QWidget* makeSource();
  QWidget* makeMapping();
  static QString mappingHint(bool mapsColumns);
  QWidget* makeRules();
  void chooseFiles();
  void askPreview();
  void startPreview();
  void showPreview(const listening::LogPreview& preview);
  void showProblem(const QString& sentence);
  void checkRules();
  listening::ImportRequest request() const;

  QString m_folder;
  QLineEdit* m_files = nullptr;
  QLineEdit* m_name = nullptr;
  QComboBox* m_format = nullptr;
  QDoubleSpinBox* m_maxRejected = nullptr;
  std::map<std::string, QComboBox*> m_columns; ///< field → column
  FieldForm* m_rules = nullptr;
  QTableView* m_table = nullptr;
  QLabel* m_mappingHint = nullptr;
  QLabel* m_problem = nullptr;
  QLabel* m_reading = nullptr;
  QPushButton* m_import = nullptr;
  PreviewModel* m_preview = nullptr;
  QTimer m_delay;  ///< typing asks for one preview, not one per letter
  int m_asked = 0; ///< previews asked for: an answer to an older question is dropped
  bool m_rulesAreFine = true;
  bool m_filling = false;                      ///< guesses being shown are not choices of the person
  std::map<std::string, std::string> m_chosen; ///< field → column, what the person chose
};

} // namespace skipscope::ui
