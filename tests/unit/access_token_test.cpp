#include "token/access_token.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.hpp"
#include "base/fingerprint.hpp"
#include "temporary_folder.hpp"
#include "token/reply.hpp"

namespace jeton {
namespace {

using namespace std::string_literals;

AccessToken full_token() {
  return {
      .secret = "abc.DEF-_~+/=",
      .token_type = "Bearer",
      .scope = "read write",
      .sent_at = 1000,
      .expires_at = 1900,
      .expires_by = "exp",
      .request = "0123",
      .replaced_rejected = "4567",
      .sources = {{Source::Kind::file, "/a path/with|bar", "1 2 3"}, {Source::Kind::environment, "SECRET", "89ab"}}};
}

TEST(AccessToken, IsReadAsItWasWritten) {
  const auto token = full_token();
  const auto read = AccessToken::parse(token.text());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->secret, token.secret);
  EXPECT_EQ(read->token_type, token.token_type);
  EXPECT_EQ(read->scope, token.scope);
  EXPECT_EQ(read->sent_at, token.sent_at);
  EXPECT_EQ(read->expires_at, token.expires_at);
  EXPECT_EQ(read->expires_by, token.expires_by);
  EXPECT_EQ(read->request, token.request);
  EXPECT_EQ(read->replaced_rejected, token.replaced_rejected);
  ASSERT_EQ(read->sources.size(), 2U);
  EXPECT_EQ(read->sources[0].name, "/a path/with|bar");
  EXPECT_EQ(read->sources[0].mark, "1 2 3");
  EXPECT_EQ(read->sources[1].kind, Source::Kind::environment);
  EXPECT_EQ(read->sources[1].name, "SECRET");
}

TEST(AccessToken, MayHaveNoExpiry) {
  AccessToken token{.secret = "abc"};
  EXPECT_FALSE(AccessToken::parse(token.text())->expires_at);
}

TEST(AccessToken, SaysThatOnlyAPersonCanReplaceIt) {
  auto token = full_token();
  EXPECT_TRUE(AccessToken::parse(token.text())->replaceable);
  token.replaceable = false;
  const auto read = AccessToken::parse(token.text());
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->replaceable);
  EXPECT_EQ(read->text(), token.text());
}

TEST(AccessToken, IsNoneWhereItsFileIsTorn) {
  const auto text = full_token().text();
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(AccessToken::parse(text.substr(0, length))) << length;
  }
}

TEST(AccessToken, IsNoneWhereItCouldNotBePresented) {
  AccessToken token{.secret = "two\nlines"};
  EXPECT_FALSE(AccessToken::parse(token.text()));
  token.secret = "";
  EXPECT_FALSE(AccessToken::parse(token.text()));
}

TEST(Presentable, IsEveryVisibleAsciiCharacterButQuotesAndBackslash) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool allowed = byte >= 0x21 && byte <= 0x7e && c != '"' && c != '\'' && c != '\\';
    EXPECT_EQ(is_presentable(std::string("a") + c + 'b'), allowed) << byte;
  }
}

TEST(Presentable, IsOneTo32768Bytes) {
  EXPECT_FALSE(is_presentable(""));
  EXPECT_TRUE(is_presentable("x"));
  EXPECT_TRUE(is_presentable(std::string(32768, 'x')));
  EXPECT_FALSE(is_presentable(std::string(32769, 'x')));
}

TEST(Sources, HaveChangedWhenAFileHas) {
  const TemporaryFolder folder;
  const auto path = folder.write("secret", "one");
  const std::vector<Source> sources = {{Source::Kind::file, path, Stamp::of(path).text}};
  EXPECT_TRUE(sources_unchanged(sources));
  folder.write("secret", "another");
  EXPECT_FALSE(sources_unchanged(sources));
  std::filesystem::remove(path);
  EXPECT_FALSE(sources_unchanged(sources));
}

TEST(Sources, HaveChangedWhenAVariableHasAndNotWhenItIsUnset) {
  constexpr const char* name = "JETON_TEST_SOURCE";
  const std::vector<Source> sources = {{Source::Kind::environment, name, fingerprint("one")}};
  ::setenv(name, "one", 1);
  EXPECT_TRUE(sources_unchanged(sources));
  ::setenv(name, "another", 1);
  EXPECT_FALSE(sources_unchanged(sources));
  ::unsetenv(name);
  EXPECT_TRUE(sources_unchanged(sources));
}

TEST(Reply, CarriesATokenAndWarnings) {
  const Reply reply{.token = full_token(), .from = Reply::From::cache, .warnings = {"one\ntwo", "three"}};
  const auto read = Reply::parse(reply.text());
  ASSERT_TRUE(read && read->token);
  EXPECT_EQ(read->token->text(), reply.token->text());
  EXPECT_EQ(read->from, Reply::From::cache);
  EXPECT_EQ(read->status, Status::done);
  EXPECT_EQ(read->warnings, reply.warnings);
}

TEST(Reply, CarriesTheReasonWhyThereIsNoToken) {
  for (const auto status : {Status::no_credentials, Status::usage, Status::configuration, Status::login_required,
                            Status::refused, Status::unreachable, Status::held_off, Status::storage, Status::plugin}) {
    const auto read = Reply::parse(Reply{.status = status, .message = "it said \"no\"\\\n"}.text());
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->token);
    EXPECT_EQ(read->status, status);
    EXPECT_EQ(read->message, "it said \"no\"\\\n");
    EXPECT_EQ(read->from, Reply::From::provider);
  }
}

TEST(Reply, CarriesWhatCameOutOfTheSeal) {
  for (const auto& text : {std::string("a=b\n\r\\end\n"), "\0\xff"s, std::string()}) {
    EXPECT_EQ(Reply::parse(Reply{.sealed_or_opened = text}.text())->sealed_or_opened, text);
  }
}

TEST(Reply, IsNoneWhereItIsTorn) {
  const auto text = Reply{.token = full_token()}.text();
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(Reply::parse(text.substr(0, length))) << length;
  }
}

TEST(Reason, IsKnownByItsName) {
  for (const auto reason :
       {Reason::needed, Reason::rejected, Reason::renew, Reason::changed, Reason::ahead, Reason::login}) {
    EXPECT_EQ(reason_of(name_of(reason)), reason);
  }
  EXPECT_FALSE(reason_of("because"));
  EXPECT_FALSE(reason_of(""));
}

}  // namespace
}  // namespace jeton
