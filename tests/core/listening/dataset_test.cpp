#include "core/listening/dataset.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace skipscope::listening {

TEST(IdOrder, NumbersByValueThenWordsByBytes) {
  const std::vector<std::string> expected = {"-12", "-3", "0", "7", "10", "99999999999999999999999",
                                             "B",   "a"};
  std::vector<std::string> ids(expected.rbegin(), expected.rend());
  std::sort(ids.begin(), ids.end(), idLess);
  EXPECT_EQ(ids, expected);
}

TEST(IdOrder, IsStrictAndDistinguishesSpellingsOfOneValue) {
  EXPECT_FALSE(idLess("7", "7"));
  EXPECT_TRUE(idLess("007", "7"));
  EXPECT_FALSE(idLess("7", "007"));
  EXPECT_TRUE(idLess("007", "8"));
  EXPECT_TRUE(idLess("9", "12a")) << "12a is a word";
  EXPECT_TRUE(idLess("", "a"));
}

} // namespace skipscope::listening
