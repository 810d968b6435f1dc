#include "base/text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace jeton {
namespace {

TEST(Printable, LeavesTextAloneThatATerminalMayShow) {
  for (const auto* const text : {"plain text, 100 %", "quotes \" ' and \\", "Zürich", "日本語", "🪙"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, EscapesControlCharacters) {
  EXPECT_EQ(printable("a\nb\rc\td"), R"(a\x0ab\x0dc\x09d)");
  EXPECT_EQ(printable("\x1b[31mred\x1b]0;title\x07"), R"(\x1b[31mred\x1b]0;title\x07)");
  EXPECT_EQ(printable(std::string_view("\0\x7f", 2)), R"(\x00\x7f)");
}

TEST(Printable, EscapesTheControlCharactersAboveAscii) {
  EXPECT_EQ(printable("\u009b31m"), R"(\xc2\x9b31m)");
  EXPECT_EQ(printable("\u0080\u009f"), R"(\xc2\x80\xc2\x9f)");
  EXPECT_EQ(printable("\u00a0"), "\u00a0");
}

TEST(Printable, EscapesWhatReordersTheTextBehindIt) {
  for (const auto* const control :
       {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    const auto shown = printable(std::string("a") + control + "b");
    EXPECT_EQ(shown.find('\xe2'), std::string::npos) << shown;
  }
}

TEST(Printable, EscapesWhatBreaksTheLineOrIsNotSeen) {
  EXPECT_EQ(printable("a\u2028b\u2029c"), R"(a\xe2\x80\xa8b\xe2\x80\xa9c)");
  EXPECT_EQ(printable("pay\u200bpal"), R"(pay\xe2\x80\x8bpal)");
  for (const auto* const unseen :
       {"\u00ad", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\u2064", "\u206f",
        "\ufeff", "\ufff9", "\ufffb", "\U000e0000", "\U000e0041", "\U000e007f"}) {
    EXPECT_TRUE(printable(unseen).starts_with("\\x")) << unseen;
  }
}

TEST(Printable, ShowsTheNeighboursOfWhatIsNotSeen) {
  for (const auto* const seen : {"\u00ac", "\u00ae", "\u061b", "\u061d", "\u200a", "\u2010", "\u2027", "\u202f",
                                 "\u205f", "\u2070", "\ufefe", "\uff00", "\ufffc", "\ufffd", "\U000e0080"}) {
    EXPECT_EQ(printable(seen), seen);
  }
}

TEST(Escaped, TakesWhatIsEscapedAsItIs) {
  const auto once = escaped("\x1b[31m\xff C:\\temp");
  EXPECT_EQ(once, R"(\x1b[31m\xff C:\temp)");
  EXPECT_EQ(escaped(once), once);
}

TEST(Escaped, CutsNothing) {
  const std::string path(5000, 'x');
  EXPECT_EQ(escaped(path), path);
}

TEST(Printable, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("a\xff"), R"(a\xff)");
  EXPECT_EQ(printable("\x80"), R"(\x80)");
  EXPECT_EQ(printable("\xc3("), R"(\xc3()");
  EXPECT_EQ(printable("cut \xe6\x97"), R"(cut \xe6\x97)");
  EXPECT_EQ(printable("\xf8\x88\x80\x80\x80"), R"(\xf8\x88\x80\x80\x80)");
}

/// RFC 3629 section 3: overlong forms, surrogates and what lies above U+10FFFF are no UTF-8. A lenient terminal would
/// read an escape character out of the first three.
TEST(Printable, EscapesUtf8ThatIsOverlongOrOutOfRange) {
  EXPECT_EQ(printable("\xc0\x9b"), R"(\xc0\x9b)");
  EXPECT_EQ(printable("\xe0\x80\x9b"), R"(\xe0\x80\x9b)");
  EXPECT_EQ(printable("\xf0\x80\x80\x9b"), R"(\xf0\x80\x80\x9b)");
  EXPECT_EQ(printable("\xed\xa0\x80"), R"(\xed\xa0\x80)");
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), R"(\xf4\x90\x80\x80)");
}

TEST(Printable, CutsALongText) {
  const auto shown = printable(std::string(100'000, 'x'));
  EXPECT_GE(shown.size(), 300U);
  EXPECT_LT(shown.size(), 320U);
  EXPECT_EQ(printable(std::string(300, 'x')), std::string(300, 'x'));
}

TEST(Printable, CutsNoCharacterInTwo) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "日";
  auto shown = printable(many);
  ASSERT_TRUE(shown.ends_with("…"));
  shown.resize(shown.size() - std::string_view("…").size());
  EXPECT_EQ(shown.size() % 3, 0U);
}

TEST(Nearest, FindsTheWordThatWasProbablyMeant) {
  constexpr std::array<std::string_view, 4> words = {"client_id", "client_secret", "urls", "provider"};
  EXPECT_EQ(nearest("clientid", words), "client_id");
  EXPECT_EQ(nearest("client_scret", words), "client_secret");
  EXPECT_EQ(nearest("url", words), "urls");
  EXPECT_EQ(nearest("providre", words), "provider");
  EXPECT_EQ(nearest("urls", words), "urls");
}

TEST(Nearest, FindsNothingForAWordThatIsFarFromAll) {
  constexpr std::array<std::string_view, 3> words = {"client_id", "urls", "x"};
  EXPECT_EQ(nearest("colour", words), std::nullopt);
  EXPECT_EQ(nearest("", words), std::nullopt);
  EXPECT_EQ(nearest("y", words), std::nullopt);
  EXPECT_EQ(nearest("anything", {}), std::nullopt);
}

TEST(DidYouMean, IsTheEndOfASentence) {
  constexpr std::array<std::string_view, 1> words = {"urls"};
  EXPECT_EQ(did_you_mean("url", words), "; did you mean \"urls\"?");
  EXPECT_EQ(did_you_mean("colour", words), "");
}

TEST(ParseInteger, TakesDecimalDigitsAlone) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("0042"), 42);
  EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807);
  for (const auto* const text : {"", " 1", "1 ", "+1", "-1", "1.0", "1e3", "0x1", "9223372036854775808", "١"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

TEST(Split, MakesOnePartMoreThanThereAreSeparators) {
  EXPECT_EQ(split("", ','), std::vector<std::string_view>({""}));
  EXPECT_EQ(split("a,,b,", ','), std::vector<std::string_view>({"a", "", "b", ""}));
}

TEST(Trim, TakesBlanksFromTheEndsAlone) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(ToLower, FoldsAsciiAlone) {
  EXPECT_EQ(to_lower("AbC-Ä"), "abc-Ä");
}

TEST(EqualSecrets, AreEqualFromEndToEnd) {
  EXPECT_TRUE(equal_secrets("abc", "abc"));
  EXPECT_TRUE(equal_secrets("", ""));
  EXPECT_FALSE(equal_secrets("abc", "abd"));
  EXPECT_FALSE(equal_secrets("abc", "ab"));
  EXPECT_FALSE(equal_secrets("abc", ""));
}

TEST(Wipe, LeavesNothingInTheMemoryThatTheTextHad) {
  std::string secret = "a secret that is long enough to be on the heap";
  const std::string_view memory(secret.data(), secret.size());
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(memory.find("secret"), std::string_view::npos);
}

}  // namespace
}  // namespace jeton
