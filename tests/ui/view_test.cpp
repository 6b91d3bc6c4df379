#include "core/error.h"
#include "ui/models/view.h"

#include <gmock/gmock.h>

namespace skipscope::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

View sample() {
  View view;
  view.experiment = "Küche & <b>Bad</b>";
  view.dataset = "0f3c";
  view.figures = {{"learning_curves", "ndcg@10", CurveAxis::WallTime, true}, {"coverage"}};
  view.table = false;
  view.title = "</script> \"title\"";
  view.notes = "# Notes\n*first* line\n\n    code   of  four\n";
  return view;
}

std::string messageOf(const std::string& json) {
  try {
    parseView(json);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(View, ReadsWhatItWrote) {
  EXPECT_EQ(parseView(viewJson(sample())), sample());
  EXPECT_EQ(parseView(viewJson(View())), View());
}

TEST(View, TextsCannotEndWhatTheyAreEmbeddedIn) {
  const std::string json = viewJson(sample());
  for (const char* sign : {"<", ">", "&", "\n", "  "})
    EXPECT_THAT(json, Not(HasSubstr(sign)));
  for (const char letter : json)
    EXPECT_EQ(static_cast<unsigned char>(letter) & 0x80U, 0U);
}

TEST(View, StaysWithinAMegabyte) {
  View large = sample();
  large.notes = std::string(2 * 1024 * 1024, 'x');
  EXPECT_LE(viewJson(large).size(), 1024U * 1024U);
  EXPECT_EQ(parseView(viewJson(large)).title, large.title);
}

TEST(View, SettingsOfSegmentsAndCosinesComeBack) {
  View view;
  view.figures = {{"segments"}, {"cosines"}};
  view.figures[0].segment = "skip_share";
  view.figures[1].centred = false;
  EXPECT_EQ(parseView(viewJson(view)), view);
  const View strange = parseView(
      R"({"skipscope_view": 2, "figures": [{"kind": "segments", "segment": "mood"}, {"kind": "cosines"}]})");
  EXPECT_EQ(strange.figures.at(0).segment, "history") << "what is not known is as usual";
  EXPECT_TRUE(strange.figures.at(1).centred);
}

TEST(View, FiguresThatAreNotKnownAreLeftOut) {
  const View view =
      parseView(R"({"skipscope_view": 2, "figures": [{"kind": "hologram"}, {"kind": "coverage"}]})");
  ASSERT_EQ(view.figures.size(), 1U);
  EXPECT_EQ(view.figures.front().kind, "coverage");
}

TEST(View, WhatIsNoViewIsRefused) {
  for (const char* json :
       {"", "{", "[]", "7", "null", "{}", R"({"skipscope_view": "two"})",
        R"({"skipscope_view": 2, "figures": [7]})", R"({"skipscope_view": 2, "title": {}})"})
    EXPECT_THAT(messageOf(json), HasSubstr("no view")) << json;
  EXPECT_THAT(messageOf(R"({"skipscope_view": 99})"), HasSubstr("newer version"));
  EXPECT_THAT(messageOf(std::string(2 * 1024 * 1024, ' ')), HasSubstr("larger than 1 MB"));
  std::string deep = R"({"skipscope_view": 2, "notes": )" + std::string(100'000, '[');
  EXPECT_THAT(messageOf(deep), HasSubstr("no view"));
}

} // namespace
} // namespace skipscope::ui
