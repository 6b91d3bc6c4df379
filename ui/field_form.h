#pragma once

#include "core/field.h"

#include <QWidget>
#include <map>
#include <set>
#include <string>
#include <vector>

class QGridLayout;
class QLabel;

namespace skipscope::ui {

class FieldEditor;

/// A form made from a description of fields: a card per group, and per field its label, control, unit,
/// tooltip and the problem with its value.
class FieldForm : public QWidget {
  Q_OBJECT
public:
  /// `several` lets every field take several values; cards stand in `columns` columns.
  FieldForm(const std::vector<core::FieldText>& fields, bool several, int columns, QWidget* parent = nullptr);

  QString text(const std::string& key) const;
  void setText(const std::string& key, const QString& text);
  /// Every shown field: key → text.
  std::map<std::string, std::string> texts() const;

  /// Shows these problems and no others.
  void setProblems(const std::map<std::string, std::string>& problems);
  /// Greys these fields and no others.
  void setInactive(const std::set<std::string>& keys);

signals:
  void edited(const QString& key);

private:
  struct Entry {
    core::FieldText field;
    QLabel* label = nullptr;
    FieldEditor* editor = nullptr;
    QLabel* unit = nullptr;
    QLabel* problem = nullptr;
  };
  void addField(const core::FieldText& field, bool several, QGridLayout* grid);

  std::map<std::string, Entry> m_entries;
};

/// The descriptions of a list of fields.
template <class Struct>
std::vector<core::FieldText> fieldTexts(const std::vector<core::Field<Struct>>& fields) {
  std::vector<core::FieldText> texts;
  for (const auto& field : fields)
    texts.push_back(field.text);
  return texts;
}

} // namespace skipscope::ui
