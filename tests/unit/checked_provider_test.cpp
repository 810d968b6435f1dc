#include "host/checked_provider.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

namespace jeton {
namespace {

/// A plugin whose every word a test may choose.
class Plugin final : public Provider {
 public:
  Metadata meta{.version = "1.0", .summary = "a provider", .grants = {}, .settings = {}};
  std::expected<Service, SettingError> made = Service{.token_url = "https://login.example.com/token"};
  HttpRequest request{.url = "https://login.example.com/token"};
  std::expected<TokenResponse, TokenError> response = TokenResponse{.access_token = "abc"};
  std::expected<std::string, SettingError> authorization = "https://login.example.com/authorize";
  std::expected<DeviceAuthorization, TokenError> device = DeviceAuthorization{.expires_in = 600};
  std::function<void()> breaks = [] {};

  Metadata metadata() const override { return breaks(), meta; }
  std::expected<Service, SettingError> service(const Settings& /*settings*/) const override { return made; }
  HttpRequest token_request(const Client& /*client*/, const Grant& /*grant*/) const override { return request; }
  std::expected<TokenResponse, TokenError> token_response(const Client& /*client*/,
                                                          const HttpResponse& /*response*/) const override {
    return response;
  }
  std::expected<std::string, SettingError> authorization_url(const Client& /*client*/,
                                                             const AuthorizationRequest& /*request*/) const override {
    return authorization;
  }
  HttpRequest device_authorization_request(const Client& /*client*/) const override { return request; }
  std::expected<DeviceAuthorization, TokenError> device_authorization_response(
      const Client& /*client*/, const HttpResponse& /*response*/) const override {
    return device;
  }
  HttpRequest revocation_request(const Client& /*client*/, const Revocation& /*revocation*/) const override {
    return request;
  }
};

/// What the call throws; empty where it throws nothing.
template <class Call>
std::string thrown_by(const Call& call) {
  try {
    call();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

class CheckedProviderTest : public testing::Test {
 protected:
  std::string request_trouble() const {
    const auto why = thrown_by([&] { checked.token_request({}, ClientCredentials{}); });
    EXPECT_EQ(why, thrown_by([&] { checked.device_authorization_request({}); }));
    EXPECT_EQ(why, thrown_by([&] { checked.revocation_request({}, {}); }));
    return why;
  }
  std::string service_trouble() const {
    return thrown_by([&] { static_cast<void>(checked.service({})); });
  }
  std::string response_trouble() const {
    return thrown_by([&] { static_cast<void>(checked.token_response({}, {})); });
  }
  std::string authorization_trouble() const {
    return thrown_by([&] { static_cast<void>(checked.authorization_url({}, {})); });
  }
  std::string device_trouble() const {
    return thrown_by([&] { static_cast<void>(checked.device_authorization_response({}, {})); });
  }
  std::string metadata_trouble() const {
    return thrown_by([&] { checked.metadata(); });
  }

  static constexpr std::size_t too_long = (std::size_t{1} << 20U) + 1;
  Plugin plugin;
  CheckedProvider checked{"a-plugin", plugin};
};

TEST_F(CheckedProviderTest, SaysWhatThePluginSays) {
  plugin.request.headers = {{"Accept", "application/json"}};
  plugin.request.body = "grant_type=client_credentials";
  EXPECT_EQ(checked.metadata().summary, "a provider");
  EXPECT_EQ(checked.service({})->token_url, "https://login.example.com/token");
  EXPECT_EQ(checked.token_request({}, ClientCredentials{}), plugin.request);
  EXPECT_EQ(checked.token_response({}, {})->access_token, "abc");
  EXPECT_EQ(*checked.authorization_url({}, {}), "https://login.example.com/authorize");
  EXPECT_EQ(checked.device_authorization_response({}, {})->expires_in, 600);
  plugin.response = std::unexpected(TokenError{.error = "invalid_client"});
  EXPECT_EQ(checked.token_response({}, {}).error().error, "invalid_client");
}

TEST_F(CheckedProviderTest, SendsNothingButToHttpsAndToLoopback) {
  for (const auto* const url :
       {"", "login.example.com", "http://login.example.com/token", "ftp://login.example.com/", "file:///etc/passwd",
        "https://", "https://login.example.com/a\r\nX: y", "https://login.example.com@evil.example/", "javascript:1"}) {
    plugin.request.url = url;
    EXPECT_NE(request_trouble().find("is not an https:// URL"), std::string::npos) << url;
  }
  plugin.request.url = "http://127.0.0.1:8080/token";
  EXPECT_EQ(request_trouble(), "");
}

TEST_F(CheckedProviderTest, SendsNoHeaderThatIsTwo) {
  for (const auto& header :
       {Header{"X-A\r\nX-B", "c"}, Header{"X-A", "b\r\nX-C: d"}, Header{"X-A", "b\nc"},
        Header{"X-A", std::string("b\0c", 3)}, Header{"", "b"}, Header{"X A", "b"}, Header{"A:", ""}}) {
    plugin.request.headers = {header};
    EXPECT_NE(request_trouble().find("its request's headers"), std::string::npos) << header.name;
    plugin.made->api_headers = {header};
    EXPECT_NE(service_trouble().find("its API's headers"), std::string::npos) << header.name;
  }
}

TEST_F(CheckedProviderTest, SendsNoMethodThatIsNone) {
  for (const auto* const method :
       {"", "POST /x HTTP/1.1\r\nHost: evil.example\r\n\r\nPOST", "POST ", "AVERYLONGMETHODNAME"}) {
    plugin.request.method = method;
    EXPECT_NE(request_trouble().find("method"), std::string::npos) << method;
  }
}

TEST_F(CheckedProviderTest, TakesNoTextOfMoreThanAMebibyte) {
  plugin.request.body = std::string(too_long, 'x');
  EXPECT_EQ(request_trouble(), "its request's body is longer than 1 MiB");
  plugin.made->audience = std::string(too_long, 'x');
  EXPECT_NE(service_trouble().find("longer than 1 MiB"), std::string::npos);
  for (auto* const text : {&plugin.response->access_token, &plugin.response->refresh_token,
                           &plugin.response->token_type, &plugin.response->scope}) {
    *text = std::string(too_long, 'x');
    EXPECT_NE(response_trouble().find("longer than 1 MiB"), std::string::npos);
    text->clear();
  }
  EXPECT_EQ(response_trouble(), "");
  plugin.response = std::unexpected(TokenError{.refresh_token = std::string(too_long, 'x')});
  EXPECT_NE(response_trouble().find("longer than 1 MiB"), std::string::npos);
  plugin.device->user_code = std::string(too_long, 'x');
  EXPECT_NE(device_trouble().find("longer than 1 MiB"), std::string::npos);
}

TEST_F(CheckedProviderTest, SendsNobodyWhereABrowserShouldNotGo) {
  for (const auto* const url :
       {"", "file:///etc/passwd", "javascript:alert(1)", "http://login.example.com/authorize", "--version",
        "https://login.example.com/ --option", "https://login.example.com/\x1b[2J"}) {
    plugin.authorization = url;
    EXPECT_NE(authorization_trouble().find("is not an https:// URL"), std::string::npos) << url;
  }
}

TEST_F(CheckedProviderTest, TakesNoTimeThatIsNone) {
  for (const std::int64_t time :
       {std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    plugin.device = DeviceAuthorization{.expires_in = time};
    EXPECT_NE(device_trouble(), "") << time;
    plugin.device = DeviceAuthorization{.expires_in = 600, .interval = time};
    EXPECT_NE(device_trouble(), "") << time;
    plugin.made->max_age = time;
    EXPECT_NE(service_trouble(), "") << time;
  }
  plugin.made->max_age = 0;
  EXPECT_NE(service_trouble(), "");
  plugin.made->max_age = 86400;
  EXPECT_EQ(service_trouble(), "");
}

TEST_F(CheckedProviderTest, TakesNoGrantThatIsNone) {
  plugin.made->grant = static_cast<GrantType>(77);
  EXPECT_EQ(service_trouble(), "its service's grant is none");
}

TEST_F(CheckedProviderTest, TakesNoServiceThatWouldSpoilAScreenOrAFile) {
  plugin.made->audience = "a\nb";
  EXPECT_EQ(service_trouble(), "a text of its service has a control character");
  plugin.made->audience.clear();
  plugin.made->urls = {"https://api.example.com/\x1b[2J"};
  EXPECT_EQ(service_trouble(), "a URL of its service has a control character");
}

TEST_F(CheckedProviderTest, TakesNoSettingThatIsNone) {
  for (const auto* const name : {"", "a\nb", "a b", "\x1b[2J"}) {
    const std::array settings = {Setting{.name = name}};
    plugin.meta.settings = settings;
    EXPECT_NE(metadata_trouble().find("no name that a key can have"), std::string::npos) << name;
  }
  const std::array twice = {Setting{.name = "a"}, Setting{.name = "a"}};
  plugin.meta.settings = twice;
  EXPECT_EQ(metadata_trouble(), "its setting \"a\" is there twice");
  const std::array without_choices = {Setting{.name = "a", .kind = Setting::Kind::choice}};
  plugin.meta.settings = without_choices;
  EXPECT_EQ(metadata_trouble(), "its setting \"a\" has no choices");
  plugin.meta.settings = {};
  plugin.meta.summary = "a\x1b[2J";
  EXPECT_EQ(metadata_trouble(), "its summary has a control character");
  plugin.meta = {};
  EXPECT_EQ(metadata_trouble(), "");
}

TEST_F(CheckedProviderTest, ShowsASettingsErrorInOneLine) {
  plugin.made = std::unexpected(SettingError{"a\nb", "is\x1b[2J wrong\n"});
  EXPECT_EQ(checked.service({}).error().key, "a\\x0ab");
  EXPECT_EQ(checked.service({}).error().message, "is\\x1b[2J wrong\\x0a");
}

TEST_F(CheckedProviderTest, MakesOneKindOfExceptionOfEveryOther) {
  plugin.breaks = [] { throw std::out_of_range("there is none"); };
  EXPECT_EQ(metadata_trouble(), "there is none");
  plugin.breaks = [] { throw 42; };
  EXPECT_EQ(metadata_trouble(), "it threw what is no std::exception");
}

TEST_F(CheckedProviderTest, LeavesStandardOutputAlone) {
  plugin.breaks = [] { std::puts("printed by a plugin"); };
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  checked.metadata();
  std::puts("printed by the host");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "printed by the host\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "printed by a plugin\n");
}

/// With something to remember at each depth, or the compiler would make a loop of it.
int recurse_for_ever(int depth) {
  volatile int kept = depth;
  return depth < 0 ? 0 : recurse_for_ever(depth + 1) + kept;
}

using BrokenPluginDeathTest = CheckedProviderTest;

TEST_F(BrokenPluginDeathTest, EndsTheProcessWithStatus9AndOneLine) {
  struct Case {
    std::function<void()> breaks;
    const char* how;
  };
  for (const auto& [breaks, how] :
       {Case{[] { std::abort(); }, "it aborted"}, Case{[] { std::exit(0); }, "it ended the process"},
        Case{[] { std::raise(SIGSEGV); }, "it crashed \\(segmentation fault\\)"},
        Case{[] { std::raise(SIGFPE); }, "it crashed \\(arithmetic error\\)"},
#ifndef JETON_SANITIZED
        Case{[] { recurse_for_ever(0); }, "it crashed \\(segmentation fault\\)"},
#endif
        Case{[] { std::raise(SIGALRM); }, "it did not return within 5 s"}}) {
    plugin.breaks = breaks;
    EXPECT_EXIT(checked.metadata(), testing::ExitedWithCode(9),
                "^jeton: the plugin a-plugin broke: " + std::string(how) + "; report this to who made the plugin\n$");
  }
}

TEST_F(BrokenPluginDeathTest, ThatIsOurOwnFaultEndsItAsAlways) {
  checked.metadata();
  EXPECT_EXIT(std::raise(SIGTERM), testing::KilledBySignal(SIGTERM), "");
#ifndef JETON_SANITIZED
  EXPECT_EXIT(std::abort(), testing::KilledBySignal(SIGABRT), "");
  EXPECT_EXIT(std::raise(SIGSEGV), testing::KilledBySignal(SIGSEGV), "");
#endif
}

}  // namespace
}  // namespace jeton
