#pragma once

#include <QFrame>

class QLabel;
class QProgressBar;

namespace skipscope::ui {

class BackgroundJob;

/// One line about a job under way: what it does, how far it is, and a button that cancels it. Removes itself
/// and the job when the job has ended.
class JobStrip : public QFrame {
  Q_OBJECT
public:
  explicit JobStrip(BackgroundJob* job, QWidget* parent = nullptr);

private:
  QLabel* m_what;
  QProgressBar* m_bar;
};

} // namespace skipscope::ui
