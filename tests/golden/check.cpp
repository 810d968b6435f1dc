#include "check.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text.hpp"
#include "token/lifetime.hpp"

namespace jeton::golden {
namespace {

/// What every profile has and a plugin may want to know.
constexpr std::array<Setting, 4> common_settings = {{{.name = "urls", .kind = Setting::Kind::texts},
                                                     {.name = "token_url", .kind = Setting::Kind::url},
                                                     {.name = "scope"},
                                                     {.name = "audience"}}};

std::vector<std::string> all(const Lines& lines, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& [name, value] : lines) {
    if (name == key) out.push_back(value);
  }
  return out;
}

/// The entries of the table `key`, which stand as `key.NAME`.
Lines entries(const Lines& lines, const std::string& key) {
  Lines out;
  for (const auto& [name, value] : lines) {
    if (name.starts_with(key + '.')) out.emplace_back(name.substr(key.size() + 1), value);
  }
  return out;
}

Settings::Value setting_value(const Lines& profile, const Setting& setting) {
  const std::string name(setting.name);
  switch (setting.kind) {
    case Setting::Kind::boolean: return find(profile, name) == "true";
    case Setting::Kind::texts: return all(profile, name);
    case Setting::Kind::table: {
      const auto table = entries(profile, name);
      return Settings::Table(table.begin(), table.end());
    }
    case Setting::Kind::text:
    case Setting::Kind::url:
    case Setting::Kind::secret:
    case Setting::Kind::choice: return find(profile, name).value_or("");
  }
  return {};
}

Settings settings_of(const Lines& profile, std::span<const Setting> own) {
  std::vector<Setting> known(common_settings.begin(), common_settings.end());
  known.insert(known.end(), own.begin(), own.end());
  Settings out;
  for (const auto& [key, value] : profile) {
    if (key == "provider") continue;
    const auto name = key.substr(0, key.find('.'));
    const auto setting = std::ranges::find(known, name, &Setting::name);
    if (setting == known.end()) throw std::invalid_argument("the plugin knows no setting " + key);
    if (!setting->choices.empty() && setting->kind == Setting::Kind::choice &&
        std::ranges::find(setting->choices, value) == setting->choices.end()) {
      throw std::invalid_argument("\"" + value + "\" is no choice for " + key);
    }
    out.set(name, setting_value(profile, *setting));
  }
  return out;
}

Grant grant_of(const std::string& name) {
  if (!name.empty() && name != "client_credentials") throw std::invalid_argument("there is no grant " + name);
  return ClientCredentials{};
}

Client client_of(const Exchange& exchange, const Settings& settings, const Service& service) {
  Client out{.settings = settings,
             .service = service,
             .client_id = find(exchange.client, "client_id").value_or(""),
             .client_secret = find(exchange.client, "client_secret").value_or(""),
             .audience = find(exchange.client, "audience").value_or(settings.text("audience", service.audience)),
             .scope = find(exchange.client, "scope").value_or(settings.text("scope", service.scope)),
             .headers = {},
             .parameters = {}};
  for (const auto& [name, value] : entries(exchange.client, "request_headers")) out.headers.push_back({name, value});
  for (const auto& [name, value] : entries(exchange.client, "parameters")) out.parameters.push_back({name, value});
  return out;
}

/// A request as it is sent, its headers in the order of their names: that order means nothing.
std::string shown(std::string first_line, Headers headers, const std::string& body) {
  std::ranges::sort(headers, {}, [](const Header& header) { return to_lower(header.name); });
  std::string out = std::move(first_line) + '\n';
  for (const auto& header : headers) out += header.name + ": " + header.value + '\n';
  return out + '\n' + body;
}

class Checker {
 public:
  void same(const std::string& what, const std::string& wanted, const std::string& got) {
    if (wanted != got) differences.push_back(what + " should be\n" + wanted + "\nand is\n" + got);
  }

  void check_service(const Lines& wanted, const Service& got);
  void check_token(const Message& answer, const Lines& wanted, const TokenResponse& got);
  void check_error(const Lines& wanted, const TokenError& got);

  std::vector<std::string> differences;
};

void Checker::check_service(const Lines& wanted, const Service& got) {
  std::string urls;
  for (const auto& url : got.urls) urls += (urls.empty() ? "" : " ") + url;
  for (const auto& [key, value] : wanted) {
    if (key == "token_url") same(key, value, got.token_url);
    if (key == "audience") same(key, value, got.audience);
    if (key == "scope") same(key, value, got.scope);
    if (key == "urls") same(key, value, urls);
  }
}

void Checker::check_token(const Message& answer, const Lines& wanted, const TokenResponse& got) {
  const auto text = [&](const char* key) { return find(wanted, key).value_or(""); };
  same("access_token", text("access_token"), got.access_token);
  same("token_type", text("token_type"), got.token_type);
  same("scope", text("scope"), got.scope);
  const auto expires_in = find(wanted, "expires_in");
  same("expires_in", std::to_string(expires_in ? std::stod(*expires_in) : -1),
       std::to_string(got.expires_in.value_or(-1)));
  if (const auto lives = find(wanted, "lives")) {
    const auto life = lifetime({.expires_in = got.expires_in,
                                .jwt = jwt_times(got.access_token),
                                .date = parse_http_date(find_header(answer.headers, "Date"))},
                               0);
    same("its lifetime", *lives, life ? std::to_string(life->seconds) + " by " + life->by : life.error());
  }
}

void Checker::check_error(const Lines& wanted, const TokenError& got) {
  for (const auto& [key, value] : wanted) {
    const bool shows = got.description.contains(value);
    if (key == "kind") same(key, value, got.kind == TokenError::Kind::refused ? "refused" : "unusable");
    if (key == "error") same(key, value, got.error);
    if (key == "description") same(key, value, got.description);
    if (key == "shows" && !shows)
      differences.push_back("the description does not show " + value + ": " + got.description);
    if (key == "hides" && shows) differences.push_back("the description shows " + value + ": " + got.description);
  }
}

}  // namespace

std::vector<std::string> check(const Exchange& exchange, const Provider& provider) {
  Checker checker;
  const auto settings = settings_of(exchange.profile, provider.metadata().settings);
  const auto service = provider.service(settings);
  if (exchange.setting_error) {
    checker.same("the setting that is refused", find(*exchange.setting_error, "key").value_or(""),
                 service ? "none" : service.error().key);
    return checker.differences;
  }
  if (!service) throw std::invalid_argument(service.error().key + ' ' + service.error().message);
  if (exchange.service) checker.check_service(*exchange.service, *service);

  const auto client = client_of(exchange, settings, *service);
  if (exchange.request) {
    const auto got = provider.token_request(client, grant_of(exchange.grant));
    checker.same("the request", shown(exchange.request->first_line, exchange.request->headers, exchange.request->body),
                 shown(got.method + ' ' + got.url, got.headers, got.body));
  }
  if (exchange.answer) {
    const auto status = exchange.answer->first_line.starts_with("HTTP ")
                            ? parse_integer(exchange.answer->first_line.substr(5))
                            : std::nullopt;
    if (!status) throw std::invalid_argument("an answer starts with \"HTTP STATUS\"");
    const auto got = provider.token_response(
        client,
        {.status = static_cast<int>(*status), .headers = exchange.answer->headers, .body = exchange.answer->body});
    if (got && exchange.token) checker.check_token(*exchange.answer, *exchange.token, *got);
    if (!got && exchange.error) checker.check_error(*exchange.error, got.error());
    if (got && !exchange.token) checker.differences.emplace_back("the answer was taken for a token");
    if (!got && !exchange.error) {
      checker.differences.push_back("the answer was refused: " + got.error().error + ' ' + got.error().description);
    }
  }
  return checker.differences;
}

}  // namespace jeton::golden
