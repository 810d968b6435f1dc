#include <gtest/gtest.h>

#include "jeton/http.hpp"
#include "jeton/oauth.hpp"

namespace jeton::oauth {
namespace {

/// RFC 6749 appendix B.
TEST(FormEncode, IsThatOfTheRfc) {
  EXPECT_EQ(form_encode(" %&+£€"), "+%25%26%2B%C2%A3%E2%82%AC");
}

TEST(FormEncode, LeavesLettersDigitsAndFourMarksAlone) {
  constexpr std::string_view kept = "ABCXYZabcxyz0189*-._";
  EXPECT_EQ(form_encode(kept), kept);
  EXPECT_EQ(form_encode("~!'()/:=@,;?#[]\"\\"), "%7E%21%27%28%29%2F%3A%3D%40%2C%3B%3F%23%5B%5D%22%5C");
  EXPECT_EQ(form_encode(std::string_view("\0\n\xff", 3)), "%00%0A%FF");
}

TEST(BasicAuthorization, EncodesBothHalvesFirst) {
  EXPECT_EQ(basic_authorization("a:b", "c d"), "Basic YSUzQWI6Yytk");
  EXPECT_EQ(basic_authorization_raw("a", "c d"), "Basic YTpjIGQ=");
}

/// RFC 4648 section 10.
TEST(BasicAuthorization, IsPaddedBase64) {
  EXPECT_EQ(basic_authorization_raw("", ""), "Basic Og==");
  EXPECT_EQ(basic_authorization_raw("f", ""), "Basic Zjo=");
  EXPECT_EQ(basic_authorization_raw("f", "o"), "Basic Zjpv");
  EXPECT_EQ(basic_authorization_raw("\xff\xfe", "\xfb"), "Basic //46+w==");
}

TEST(FormBody, JoinsParametersInOrder) {
  EXPECT_EQ(form_body({{"b", "1 2"}, {"a", "x&y"}}), "b=1+2&a=x%26y");
  EXPECT_EQ(form_body({}), "");
}

TEST(JsonBody, KeepsWhatCameAsJson) {
  EXPECT_EQ(json_body({{"s", "5"}, {"n", "5", "5"}, {"l", "[1]", "[1,{\"a\":null}]"}}),
            R"({"s":"5","n":5,"l":[1,{"a":null}]})");
}

TEST(Header, IsFoundWhateverTheCaseOfItsName) {
  Headers headers = {{"Content-Type", "a"}, {"X", "b"}};
  EXPECT_EQ(find_header(headers, "content-TYPE"), "a");
  EXPECT_EQ(find_header(headers, "Content"), "");
  set_header(headers, "content-type", "c");
  EXPECT_EQ(headers, (Headers{{"Content-Type", "c"}, {"X", "b"}}));
  set_header(headers, "Y", "d");
  EXPECT_EQ(headers.size(), 3U);
}

}  // namespace
}  // namespace jeton::oauth
