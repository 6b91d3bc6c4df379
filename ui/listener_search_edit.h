#pragma once

#include <QLineEdit>
#include <memory>
#include <string>
#include <vector>

class QCompleter;
class QStringListModel;

namespace skipscope::ui {

class WorkspaceTasks;

/// Finds listeners of a dataset by part of their id. Ids are read and searched in the background.
class ListenerSearchEdit : public QLineEdit {
  Q_OBJECT
public:
  explicit ListenerSearchEdit(QWidget* parent = nullptr);

  /// Reads the ids of a dataset; nullptr: there is none.
  void setDataset(WorkspaceTasks* tasks, const QString& fingerprint);
  /// By whole id, as soon as ids are known; chosen() or notFound() follows.
  void choose(const QString& id);
  void chooseRandom();
  const QString& wanted() const { return m_wanted; } ///< chosen while ids are not known yet

signals:
  void chosen(int index, const QString& id); ///< index in the dataset
  void notFound(const QString& sentence);

private:
  using Ids = std::shared_ptr<const std::vector<std::string>>;

  void take(Ids ids);
  void search();
  void offer(const QStringList& ids);
  void acceptTyped();
  void showState();

  WorkspaceTasks* m_tasks = nullptr;
  QString m_fingerprint;
  Ids m_ids;            ///< null until read
  int m_generation = 0; ///< of the dataset: results about another are dropped
  bool m_searching = false;
  bool m_again = false;
  QString m_wanted; ///< to choose once ids are known
  QStringListModel* m_found;
  QCompleter* m_completer;
};

} // namespace skipscope::ui
