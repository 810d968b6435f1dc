#include <array>
#include <ctime>

#include "base/message.hpp"
#include "base/text.hpp"
#include "commands/commands.hpp"
#include "host/login.hpp"

namespace jeton {
namespace {

std::string outcome(const AccessToken& token, GrantType grant) {
  const auto lives =
      token.expires_at ? " lives for " + in_words(*token.expires_at - std::time(nullptr)) : " does not expire";
  switch (grant) {
    case GrantType::client_credentials: return "the provider gave a token, which" + lives;
    case GrantType::static_token: return "the token is taken as it is, and" + lives;
    case GrantType::authorization_code:
    case GrantType::device_code: break;
  }
  return "logged in; the token" + lives +
         (token.replaceable  ? ", and is renewed without you"
          : token.expires_at ? "; after that it takes another login, since the provider gave no refresh token"
                             : "");
}

LoginOptions options_of(const Given& given) {
  return {.profile = given.text("PROFILE"),
          .browser = given.has("--no-browser") ? LoginOptions::Browser::only_told : LoginOptions::Browser::opened,
          .code = given.has("--code") ? LoginOptions::Code::from_standard_input : LoginOptions::Code::from_terminal};
}

int run(const Given& given, Session& session) {
  const auto options = options_of(given);
  const auto& name = options.profile;
  return about_profile(name, [&] {
    const auto opened = open_profile(session.places, session.plugins, session.environment, name);
    const auto state = Folder::create(session.places.state);
    const auto reply = log_in({.of = opened, .state = state, .environment = session.environment, .options = options});
    for (const auto& warning : reply.warnings) {
      print_message(name + ": warning: " + warning);
    }
    if (!reply.token) throw Error(reply.status, reply.message);
    print_message(name + ": " + outcome(*reply.token, opened.profile.service.grant));
    return static_cast<int>(Status::done);
  });
}

constexpr std::array arguments = {profile_argument};
constexpr std::array options = {
    Option{"--no-browser", "", "only print the address to open"},
    Option{"--code", "-", "read the code, or the redirected address, from standard input", ValueKind::dash}};

}  // namespace

constexpr Command login_command{
    .name = "login",
    .summary = "get your consent, where the provider wants it, and a token",
    .description =
        "Opens the browser where a person has to consent, or shows the code to enter elsewhere, and keeps "
        "what comes of it. Where nobody has to consent, it ends a hold-off and asks for a token now.",
    .example = "jeton login tradier\nssh -L 8123:127.0.0.1:8123 server jeton login tradier",
    .arguments = arguments,
    .options = options,
    .run = run};

}  // namespace jeton
