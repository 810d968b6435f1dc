#include "base/time.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace jeton {
namespace {

TEST(Duration, IsAWholeNumberWithOrWithoutAUnit) {
  EXPECT_EQ(parse_duration("90"), 90);
  EXPECT_EQ(parse_duration("90s"), 90);
  EXPECT_EQ(parse_duration("5m"), 300);
  EXPECT_EQ(parse_duration("2h"), 7200);
  EXPECT_EQ(parse_duration("0"), 0);
  EXPECT_EQ(parse_duration("0s"), 0);
}

TEST(Duration, IsNothingElse) {
  for (const auto* const text : {"s", "m", "-1", "-1s", "+5", "1.5h", " 5", "5 ", "5 s", "5ms", "5min", "1h30m", "5S",
                                 "one", "1e3", "0x10", "9223372036854775807h", "99999999999999999999"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Duration, IsNotAnEmptyText) {
  EXPECT_EQ(parse_duration(""), std::nullopt);
  // Nothing beside an empty text is read: a sanitizer sees it.
  const std::vector<char> memory(1, '5');
  EXPECT_EQ(parse_duration(std::string_view(memory.data(), memory.size()).substr(1)), std::nullopt);
}

TEST(Duration, IsNotMoreThanAHundredYears) {
  EXPECT_TRUE(parse_duration("876600h"));
  EXPECT_EQ(parse_duration("876601h"), std::nullopt);
}

TEST(Rfc3339, IsUtcToTheSecond) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(1795341600), "2026-11-22T10:00:00Z");
  EXPECT_EQ(rfc3339(951827696), "2000-02-29T12:34:56Z");
  EXPECT_EQ(rfc3339(4102444799), "2099-12-31T23:59:59Z");
}

TEST(InWords, IsForPeople) {
  EXPECT_EQ(in_words(45), "45 s");
  EXPECT_EQ(in_words(720), "12 min");
  EXPECT_EQ(in_words(12000), "3 h 20 min");
  EXPECT_EQ(in_words(10800), "3 h");
  EXPECT_EQ(in_words(777600), "9 days");
}

}  // namespace
}  // namespace jeton
