#pragma once

#include "ui/models/recommendations.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QTimer>
#include <map>

namespace skipscope::ui {

/// Asks models in a process of its own (`skipscope-learn serve`), which starts with the first request. When
/// it dies it starts again, later each time, and what was not answered is asked again.
class ServingProcess : public QObject {
  Q_OBJECT
public:
  struct Request {
    QString run;
    QString listener;
    QString channel; ///< a newer request of a channel takes the place of an older one
    int top = 10;
  };

  /// `program` stands in the place of `skipscope-learn` where it is not empty.
  explicit ServingProcess(const QString& workspace, QObject* parent = nullptr, const QString& program = {});
  ~ServingProcess() override;

  /// Returns at once; answered() or refused() follows with the id that is returned, neither where a newer
  /// request took its place.
  int recommend(const Request& request);
  /// Drops what was asked on a channel.
  void forget(const QString& channel);
  qint64 processId() const { return m_process.processId(); } ///< 0 while there is none

signals:
  void answered(int id, const skipscope::ui::Recommendations& answer);
  /// One sentence about this request.
  void refused(int id, const QString& sentence);
  /// It died again and again without an answer: one sentence for the MessageBar. All requests were refused;
  /// the next one tries anew.
  void failed(const QString& sentence);

private:
  void start();
  void send(int id, const Request& request);
  void readAnswers();
  void takeLine(const QByteArray& line);
  void died(const QString& cause);
  void giveUp(const QString& cause);

  QString m_workspace;
  QString m_program;
  QProcess m_process;
  QTimer m_restart;
  std::map<int, Request> m_pending; ///< by id, in the order asked
  int m_lastId = 0;
  int m_deaths = 0;    ///< since the last answer
  QString m_lastError; ///< last line on its standard error
};

} // namespace skipscope::ui
