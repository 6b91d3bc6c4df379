#include "ui/models/figure_table.h"

#include "core/store/csv_text.h"

#include <QLocale>
#include <QStringList>
#include <cmath>

namespace skipscope::ui {

QString cellText(const FigureCell& cell) {
  if (const auto* text = std::get_if<QString>(&cell))
    return *text;
  const double number = std::get<double>(cell);
  return std::isfinite(number) ? QString::number(number, 'g', QLocale::FloatingPointShortest) : QString();
}

std::string csvText(const FigureTable& table) {
  store::CsvText csv(false);
  for (const QString& title : table.header)
    csv.text(title.toStdString());
  csv.endRow();
  for (const auto& row : table.rows) {
    for (const FigureCell& cell : row)
      if (const auto* text = std::get_if<QString>(&cell))
        csv.text(text->toStdString());
      else
        csv.number(std::get<double>(cell));
    csv.endRow();
  }
  return csv.all();
}

QString tsvText(const FigureTable& table) {
  const auto safe = [](const QString& text) {
    return QString::fromStdString(store::guardedCell(text.simplified().toStdString()));
  };
  const auto line = [](const QStringList& cells) { return cells.join('\t') + '\n'; };
  QStringList titles;
  for (const QString& title : table.header)
    titles.append(safe(title));
  QString text = line(titles);
  for (const auto& row : table.rows) {
    QStringList cells;
    for (const FigureCell& cell : row) {
      const auto* words = std::get_if<QString>(&cell);
      cells.append(words ? safe(*words) : cellText(cell));
    }
    text += line(cells);
  }
  return text;
}

} // namespace skipscope::ui
