#pragma once

#include <QFrame>
#include <functional>

class QVBoxLayout;

namespace skipscope::ui {

/// Messages above the page. Errors stay until closed, several stack; a note gives way to the next note.
class MessageBar : public QFrame {
  Q_OBJECT
public:
  explicit MessageBar(QWidget* parent = nullptr);

  /// The same sentence is shown once, however often it comes.
  void showError(const QString& sentence);
  /// `action` is a button that calls `act` and closes the note; none without a text. Returns the note, which
  /// is deleted when it goes.
  QWidget* showNote(const QString& sentence, const QString& action = {},
                    const std::function<void()>& act = {});
  void clearNote();

  QStringList sentences() const; ///< as shown, oldest first

protected:
  void changeEvent(QEvent* event) override;

private:
  enum class Kind { Error, Note };
  QFrame* add(Kind kind, const QString& sentence);
  void removeRow(QFrame* row);

  QVBoxLayout* m_rows;
  QFrame* m_note = nullptr;
};

} // namespace skipscope::ui
