// Presets in the Experiment page: chosen, edited, saved, told to the next window.

#include "core/error.h"
#include "core/experiment/presets.h"
#include "tests/ui/fresh_settings.h"
#include "tests/ui/sample_workspace.h"
#include "ui/main_window.h"
#include "ui/message_bar.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

namespace {

using namespace skipscope;

constexpr int kPatienceMs = 20'000;

class PresetsTest : public testing::Test {
protected:
  void SetUp() override {
    m_sample.importLog();
    m_window.show();
    m_window.openWorkspace(QString::fromStdString(m_sample.folder().string()));
    ASSERT_TRUE(eventually([&] { return find<QLabel>("datasetTitleLabel")->text() == "radio"; }));
    ASSERT_TRUE(eventually([&] { return presets()->findData("quick_look") > 0; }));
    m_window.showPage(ui::MainWindow::Experiment);
  }
  static bool eventually(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, kPatienceMs);
  }
  template <class Widget> Widget* find(const char* name) const { return m_window.findChild<Widget*>(name); }
  QComboBox* presets() const { return find<QComboBox>("presetCombo"); }
  void choose(const char* name) const {
    presets()->setCurrentIndex(presets()->findData(name));
    emit presets()->activated(presets()->currentIndex());
  }
  QString runs() const { return find<QLabel>("runCountLabel")->text(); }
  QStringList messages() const { return m_window.findChild<ui::MessageBar*>()->sentences(); }

  tests::FreshSettings m_fresh;
  tests::SampleWorkspace m_sample;
  ui::MainWindow m_window;
};

TEST_F(PresetsTest, onePartFillsTheFormAndAnEditMakesItOnesOwn) {
  find<QLineEdit>("seedsEdit")->setText("1");
  choose("quick_look");
  EXPECT_TRUE(eventually([&] { return runs() == "2 runs"; })) << runs().toStdString();
  EXPECT_EQ(find<QLineEdit>("modelDimensionEdit")->text(), "32");
  EXPECT_EQ(find<QLineEdit>("experimentEdit")->text(), "Quick look");
  EXPECT_EQ(presets()->currentText(), "Quick look");
  find<QLineEdit>("modelDimensionEdit")->setText("16, 32");
  EXPECT_TRUE(eventually([&] { return runs() == "4 runs"; }));
  EXPECT_EQ(presets()->currentIndex(), 0);
}

TEST_F(PresetsTest, severalPartsStayAsTheyAre) {
  choose("p1_inputs_and_negatives");
  EXPECT_TRUE(eventually([&] { return find<QLineEdit>("seedsEdit")->text() == "1..5"; }));
  EXPECT_EQ(presets()->currentText(), "Paper P1: inputs and negatives");
  find<QLineEdit>("seedsEdit")->setText("1");
  EXPECT_TRUE(eventually([&] { return runs() == "15 runs"; })) << runs().toStdString();
  EXPECT_TRUE(find<QLabel>("presetNoteLabel")->isVisible());
  EXPECT_FALSE(find<QLineEdit>("negativesCountEdit")->isEnabled());
  find<QLineEdit>("modelDimensionEdit")->setText("16, 32");
  EXPECT_TRUE(eventually([&] { return runs() == "30 runs"; })) << runs().toStdString();
  choose("");
  EXPECT_TRUE(eventually([&] { return find<QLineEdit>("negativesCountEdit")->isEnabled(); }));
  EXPECT_FALSE(find<QLabel>("presetNoteLabel")->isVisible());
}

TEST_F(PresetsTest, onesOwnAreSavedAndCanBeReadAgain) {
  find<QLineEdit>("negativesCountEdit")->setText("2, 8");
  const auto save = [&](const QString& name) {
    QTest::mouseClick(find<QPushButton>("savePresetButton"), Qt::LeftButton);
    auto* dialog = m_window.findChild<QInputDialog*>("presetNameDialog");
    ASSERT_TRUE(dialog);
    dialog->setTextValue(name);
    dialog->accept();
  };
  save("Two numbers");
  ASSERT_TRUE(eventually([&] { return presets()->currentText() == "Two numbers"; }))
      << messages().join(" | ").toStdString();
  EXPECT_EQ(experiment::expand({}, experiment::readPreset("Two numbers").blocks).size(), 2U);
  find<QLineEdit>("negativesCountEdit")->setText("1");
  EXPECT_EQ(presets()->currentIndex(), 0);
  choose("Two numbers");
  EXPECT_TRUE(eventually([&] { return find<QLineEdit>("negativesCountEdit")->text() == "2, 8"; }));

  save("quick_look");
  EXPECT_TRUE(eventually([&] { return messages().size() == 1; }));
  EXPECT_THROW(experiment::savePreset("a/b", {}), core::UsageError);
  EXPECT_THROW(experiment::savePreset("", {}), core::UsageError);
}

} // namespace
