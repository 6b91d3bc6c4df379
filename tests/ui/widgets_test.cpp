#include "core/experiment/configuration.h"
#include "tests/ui/fresh_settings.h"
#include "ui/field_form.h"
#include "ui/icons.h"
#include "ui/message_bar.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

namespace {

using namespace skipscope;

TEST(MessageBar, errorsStackAndStayUntilClosed) {
  ui::MessageBar bar;
  EXPECT_TRUE(bar.isHidden());
  bar.showError("The disk is full; make room.");
  bar.showError("The log is empty; choose another.");
  bar.showError("The disk is full; make room.");
  bar.showNote("3 runs queued.");
  bar.showNote("4 runs queued.");
  EXPECT_EQ(bar.sentences(), QStringList({"The disk is full; make room.", "The log is empty; choose another.",
                                          "4 runs queued."}));
  QTest::mouseClick(bar.findChild<QToolButton*>("closeMessageButton"), Qt::LeftButton);
  EXPECT_EQ(bar.sentences().size(), 2);
  bar.clearNote();
  EXPECT_EQ(bar.sentences(), QStringList({"The log is empty; choose another."}));
}

TEST(MessageBar, aNoteOffersWhatCanBeDone) {
  ui::MessageBar bar;
  bool undone = false;
  bar.showNote("2 runs moved to the bin.", "Undo", [&] { undone = true; });
  QTest::mouseClick(bar.findChild<QPushButton*>("noteActionButton"), Qt::LeftButton);
  EXPECT_TRUE(undone);
  EXPECT_TRUE(bar.isHidden());
}

TEST(MessageBar, markupInAMessageIsShownAsItIs) {
  ui::MessageBar bar;
  bar.showError("<b>bold</b> is not a dataset; choose another.");
  EXPECT_EQ(bar.findChild<QLabel*>("messageLabel")->textFormat(), Qt::PlainText);
}

class FieldFormTest : public testing::Test {
protected:
  template <class Widget> Widget* find(const char* name) const { return m_form.findChild<Widget*>(name); }
  ui::FieldForm m_form{ui::fieldTexts(experiment::configurationFields()), true, 2};
};

TEST_F(FieldFormTest, everyFieldComesBackAsItWasPut) {
  const experiment::Configuration defaults;
  for (const auto& field : experiment::configurationFields())
    m_form.setText(field.text.key, QString::fromStdString(field.get(defaults)));
  for (const auto& [key, text] : m_form.texts())
    EXPECT_EQ(text, experiment::fieldText(defaults, key)) << key;
}

TEST_F(FieldFormTest, everyControlHasANameAndAnAccessibleName) {
  for (const auto* widget : m_form.findChildren<QWidget*>()) {
    if (!qobject_cast<const QLineEdit*>(widget) && !qobject_cast<const QComboBox*>(widget) &&
        !qobject_cast<const QCheckBox*>(widget) && !qobject_cast<const QToolButton*>(widget))
      continue;
    EXPECT_FALSE(widget->objectName().isEmpty());
    EXPECT_FALSE(widget->accessibleName().isEmpty()) << widget->objectName().toStdString();
  }
}

TEST_F(FieldFormTest, scrollingOverAChoiceDoesNotChangeIt) {
  m_form.setText("negatives.strategy", "hardest");
  QComboBox* choice = nullptr;
  for (auto* combo : m_form.findChildren<QComboBox*>())
    if (combo->currentText() == "hardest")
      choice = combo;
  ASSERT_TRUE(choice);
  const auto turnWheel = [&] {
    QWheelEvent down({5, 5}, choice->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                     Qt::NoScrollPhase, false);
    QApplication::sendEvent(choice, &down);
  };
  m_form.show();
  m_form.setFocus();
  turnWheel();
  EXPECT_EQ(choice->currentText(), "hardest");
  choice->setFocus();
  ASSERT_TRUE(QTest::qWaitFor([&] { return choice->hasFocus(); }));
  turnWheel();
  EXPECT_NE(choice->currentText(), "hardest") << "with the keyboard on it, it is meant";
}

TEST_F(FieldFormTest, choicesBecomeASweepByAddingRows) {
  m_form.setText("negatives.strategy", "real");
  QTest::mouseClick(find<QToolButton>("negativesStrategyAddButton"), Qt::LeftButton);
  EXPECT_EQ(m_form.text("negatives.strategy"), "real,random");
  QTest::mouseClick(find<QToolButton>("negativesStrategyRemoveButton"), Qt::LeftButton);
  EXPECT_EQ(m_form.text("negatives.strategy"), "real");
}

TEST_F(FieldFormTest, setsBecomeASweepOfLargerSets) {
  m_form.setText("inputs", "like");
  const QSignalSpy edited(&m_form, &ui::FieldForm::edited);
  QTest::mouseClick(find<QToolButton>("inputsAddButton"), Qt::LeftButton);
  EXPECT_EQ(m_form.text("inputs"), "like/like,dislike");
  EXPECT_FALSE(edited.isEmpty());
  m_form.setText("inputs", "like,skip/like");
  EXPECT_EQ(m_form.text("inputs"), "like,skip/like");
  EXPECT_TRUE(find<QCheckBox>("inputsSkipCheck")->isChecked());
}

TEST_F(FieldFormTest, problemsStandBesideTheirField) {
  auto* label = find<QLabel>("negativesCountProblemLabel");
  ASSERT_TRUE(label);
  m_form.setProblems({{"negatives.count", "Give a whole number."}});
  EXPECT_EQ(label->text(), "Give a whole number.");
  EXPECT_FALSE(label->isHidden());
  EXPECT_EQ(find<QLineEdit>("negativesCountEdit")->accessibleDescription(), "Give a whole number.");
  m_form.setProblems({});
  EXPECT_TRUE(label->isHidden());
}

TEST_F(FieldFormTest, fieldsThatDoNotActAreGreyed) {
  m_form.setInactive({"negatives.count"});
  EXPECT_FALSE(find<QLineEdit>("negativesCountEdit")->isEnabled());
  m_form.setInactive({});
  EXPECT_TRUE(find<QLineEdit>("negativesCountEdit")->isEnabled());
}

TEST(Theme, darkAndLightDifferAndAreTold) {
  ui::Theme theme;
  const QSignalSpy changed(&theme, &ui::Theme::changed);
  theme.apply(ui::Theme::Choice::Dark);
  EXPECT_TRUE(theme.dark());
  EXPECT_LT(QApplication::palette().color(QPalette::Window).lightness(), 100);
  theme.apply(ui::Theme::Choice::Light);
  EXPECT_GT(QApplication::palette().color(QPalette::Window).lightness(), 200);
  EXPECT_EQ(changed.count(), 2);
  EXPECT_FALSE(qApp->styleSheet().contains('@')) << "every colour word of the style sheet has a colour";
  for (const char* name : {"system", "light", "dark"})
    EXPECT_EQ(ui::Theme::nameOf(ui::Theme::choiceNamed(name)), name);
}

TEST(Icons, areDrawnInTheColourAsked) {
  const ui::Theme theme; // brings the resources
  const QImage image = ui::makeIcon("launch", Qt::red).pixmap(32, 32).toImage();
  bool red = false;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      red = red || image.pixelColor(x, y) == QColor(Qt::red);
  EXPECT_TRUE(red);
  EXPECT_TRUE(ui::makeIcon("no such icon", Qt::red).isNull());
}

TEST(Settings, areKeptAndHaveDefaults) {
  const tests::FreshSettings fresh;
  {
    ui::Settings settings;
    EXPECT_EQ(settings.value(ui::Setting::Theme).toString(), "system");
    settings.set(ui::Setting::Theme, "dark");
    for (int i = 0; i < 12; ++i)
      settings.rememberWorkspace(QStringLiteral("/tmp/%1.skipscope").arg(i));
    settings.rememberWorkspace("/tmp/5.skipscope");
  }
  ui::Settings again;
  EXPECT_EQ(again.value(ui::Setting::Theme).toString(), "dark");
  ASSERT_EQ(again.recentWorkspaces().size(), 10);
  EXPECT_EQ(again.recentWorkspaces().first(), "/tmp/5.skipscope");
  EXPECT_EQ(again.recentWorkspaces().count("/tmp/5.skipscope"), 1);
  again.forgetWorkspace("/tmp/5.skipscope");
  EXPECT_FALSE(again.recentWorkspaces().contains("/tmp/5.skipscope"));
}

} // namespace
