#include "host/redaction.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jeton {
namespace {

Redaction of(std::string_view secret) {
  Redaction redaction;
  redaction.add(secret);
  return redaction;
}

TEST(Redaction, TakesASecretOutWhereverItStands) {
  EXPECT_EQ(of("hunter2")("hunter2 is no hunter2, hunter22"), "<redacted> is no <redacted>, <redacted>2");
  EXPECT_EQ(of("hunter2")("hunter, 2"), "hunter, 2");
}

TEST(Redaction, KnowsASecretInEveryFormInWhichItIsSent) {
  const auto redacted = of("a/+ \"b\" \\ü");
  for (const auto* const form :
       {"a/+ \"b\" \\ü", "a%2F%2B+%22b%22+%5C%C3%BC", "a%2f%2b+%22b%22+%5c%c3%bc", "a%2F%2B%20%22b%22%20%5C%C3%BC",
        "a%2f%2b%20%22b%22%20%5c%c3%bc", R"(a/+ \"b\" \\ü)", R"(a\/+ \"b\" \\ü)", R"(a/+ \"b\" \\\u00fc)"}) {
    EXPECT_EQ(redacted(std::string("you sent ") + form + '.'), "you sent <redacted>.") << form;
  }
}

TEST(Redaction, TakesOutTheWholeOfASecretThatHasAnotherInIt) {
  Redaction redaction;
  redaction.add("pass");
  redaction.add("user:password");
  redaction.add("word");
  EXPECT_EQ(redaction("user:password, pass, word"), "<redacted>, <redacted>, <redacted>");
}

TEST(Redaction, LeavesAloneWhatIsTooShortToBeASecret) {
  EXPECT_EQ(of("abc")("abcabc"), "abcabc");
  EXPECT_EQ(of("")("text"), "text");
  EXPECT_EQ(of("abcd")("abcd"), "<redacted>");
}

TEST(Redaction, TakesBytesThatAreNotUtf8AsTheyAre) {
  EXPECT_EQ(of("ab\xff\xfe")("x ab\xff\xfe y"), "x <redacted> y");
}

}  // namespace
}  // namespace jeton
