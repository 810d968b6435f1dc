#include "config/configuration.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "config/table_reader.hpp"
#include "config/toml.hpp"

namespace jeton {
namespace {

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

/// Every key of the profile is one that it may have.
void check_keys(const TableReader& table, std::span<const Setting> settings) {
  std::vector<std::string_view> known;
  for (const auto group : {common_settings(), settings}) {
    for (const auto& setting : group) known.push_back(setting.name);
  }
  table.allow(known);
}

std::vector<UrlPattern> read_urls(const TableReader& table, const std::vector<std::string>& urls) {
  std::vector<UrlPattern> out;
  std::string trouble;
  if (urls.empty()) table.fail("urls", "is empty: the token could be sent nowhere");
  for (const auto& url : urls) {
    auto pattern = UrlPattern::parse(url, trouble);
    if (!pattern) table.fail("urls", "\"" + printable(without_login(url)) + "\" " + trouble);
    out.push_back(std::move(*pattern));
  }
  return out;
}

Headers read_headers(const TableReader& table, const std::string& key, bool (*is_forbidden)(std::string_view)) {
  Headers out;
  const auto is_token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").contains(c);
  };
  for (const auto& [name, value] : table.table(key)) {
    if (name.empty() || !std::ranges::all_of(name, is_token))
      table.fail(key, "\"" + printable(name) + "\" is no header");
    if (is_forbidden(to_lower(name))) table.fail(key, "\"" + name + "\" is not for a profile to set");
    if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
      table.fail(key, "the value of \"" + name + "\" has a control character");
    }
    out.push_back({name, value});
  }
  return out;
}

bool is_reserved_for_api(std::string_view name) {
  return name == "authorization" || name == "host" || name == "cookie" || name.starts_with("content-");
}

bool is_reserved_for_request(std::string_view name) {
  return name == "host" || name == "content-length" || name == "transfer-encoding";
}

std::string read_choice(const TableReader& table, std::string_view key) {
  return table.choice(key, std::ranges::find(common_settings(), key, &Setting::name)->choices);
}

GitAuth read_git_auth(const TableReader& table) {
  const auto name = read_choice(table, "git_auth");
  if (name == "basic") return GitAuth::basic;
  return name == "bearer" ? GitAuth::bearer : GitAuth::automatic;
}

std::string read_username(const TableReader& table) {
  auto username = table.text("username").value_or("oauth2");
  if (username.empty() ||
      std::ranges::any_of(username, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
    table.fail("username", "is empty or has a control character");
  }
  return username;
}

const Provider& provider_of(const TableReader& table, const std::string& name, const FindProvider& find_provider) {
  try {
    return find_provider(name);
  } catch (const Error& error) {
    table.fail("provider", error.what(), error.status());
  }
}

/// What a plugin throws costs its own profile an error.
template <class Call>
auto called(const TableReader& table, const Call& call) {
  try {
    return call();
  } catch (const std::exception& error) {
    table.fail("provider", "broke: " + printable(error.what()) + "; report this to who made the plugin",
               Status::plugin);
  }
}

Profile read_profile(const TableReader& table, const Places& places, const FindProvider& find_provider) {
  Profile profile{.name = table.profile(), .provider = table.text("provider").value_or("")};
  if (profile.provider.empty()) table.fail_missing("provider");
  const auto folder = folder_of(places.configuration);
  const auto path = [&](const char* key) {
    const auto text = table.text(key);
    return text ? expand_path(*text, places.home, folder) : std::string();
  };

  const Provider& provider = provider_of(table, profile.provider, find_provider);
  const auto metadata = called(table, [&] { return provider.metadata(); });
  check_keys(table, metadata.settings);
  for (const auto& setting : metadata.settings) {
    if (setting.need == Setting::Need::required && !table.has(setting.name)) table.fail_missing(setting.name);
  }
  profile.settings = read_settings(table, metadata.settings);
  for (const auto& setting : metadata.settings) {
    if (setting.use == Setting::Use::sent) profile.sent_settings.emplace(setting.name);
    if (setting.kind == Setting::Kind::secret) profile.own_secrets.emplace_back(setting.name);
  }
  if (table.has("urls")) profile.urls = read_urls(table, table.texts("urls"));
  auto service = called(table, [&] { return provider.service(profile.settings); });
  if (!service) table.fail(service.error().key, service.error().message);
  profile.service = std::move(*service);
  if (profile.service.grant != GrantType::static_token) {
    check_endpoint(table, table.has("token_url") ? "token_url" : "base_url", profile.service.token_url);
  }

  if (!table.has("urls")) profile.urls = read_urls(table, profile.service.urls);
  profile.client_id = table.text("client_id").value_or("");
  for (const auto& key : profile.secret_keys()) {
    if (auto source = table.secret(key, places.home, folder)) profile.secrets.emplace(key, std::move(*source));
  }
  profile.credentials_file = path("credentials_file");
  if (profile.credentials_file.empty() && profile.client_id.empty() &&
      profile.service.grant != GrantType::static_token) {
    table.fail_missing("client_id");
  }
  profile.username = read_username(table);
  profile.names_username = table.has("username");
  profile.git_auth = read_git_auth(table);
  profile.api_headers = profile.service.api_headers;
  for (auto& header : read_headers(table, "headers", is_reserved_for_api)) {
    set_header(profile.api_headers, header.name, header.value);
  }
  profile.request_headers = read_headers(table, "request_headers", is_reserved_for_request);
  profile.expires_in_unit = read_choice(table, "expires_in_unit") == "minutes" ? 60 : 1;
  profile.default_lifetime = table.duration("default_lifetime").value_or(3600);
  profile.min_validity = table.duration("min_validity");
  profile.connection = {.ca_file = path("ca_file"),
                        .client_certificate = path("client_certificate"),
                        .client_key = path("client_key"),
                        .proxy = table.text("proxy").value_or(""),
                        .connect_timeout = table.duration("connect_timeout").value_or(10),
                        .timeout = table.duration("timeout").value_or(30)};
  for (const auto* const key : {"default_lifetime", "connect_timeout", "timeout"}) {
    if (table.has(key) && table.duration(key) == 0) table.fail(key, "is zero");
  }
  return profile;
}

/// The patterns of `urls` that can be read, in a profile that cannot be used.
std::vector<UrlPattern> salvage_urls(const toml::table& table) {
  std::vector<UrlPattern> out;
  std::string trouble;
  if (const auto* const urls = table["urls"].as_array()) {
    for (const auto& url : *urls) {
      if (auto pattern = UrlPattern::parse(url.value_or(std::string_view()), trouble))
        out.push_back(std::move(*pattern));
    }
  }
  return out;
}

ProfileEntry read_entry(const std::string& name, const toml::table& table, const Places& places,
                        const FindProvider& find_provider) {
  ProfileEntry entry{.name = name,
                     .profile = std::unexpected(ProfileTrouble{}),
                     .urls = salvage_urls(table),
                     .provider = table["provider"].value_or(std::string())};
  try {
    entry.profile = read_profile(TableReader(places.configuration, name, table), places, find_provider);
    entry.urls = entry.profile->urls;
  } catch (const KeyError& error) {
    entry.profile = std::unexpected(ProfileTrouble{error.status(), error.what(), error.key(), error.reason()});
  }
  return entry;
}

[[noreturn]] void fail(const std::string& message) {
  throw Error(Status::configuration, message);
}

void check_readers(const std::string& path, const UserFile& file) {
  if ((file.mode & (S_IRGRP | S_IROTH)) == 0) return;
  fail(path + " holds a secret and can be read by others; run: chmod 600 " + quoted(path));
}

bool holds_literal_secret(const Profile& profile) {
  return std::ranges::any_of(profile.secrets, [](const auto& secret) {
    return std::holds_alternative<SecretSource::Literal>(secret.second.from);
  });
}

/// What the parser says of the file, without the numbers that it quotes: a secret may be one, without its quotes.
std::string without_numbers(std::string_view description) {
  std::string out;
  const auto parts = split(description, '\'');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool quoted = i % 2 == 1;
    const bool is_number =
        quoted && parts[i].size() > 2 && parts[i].find_first_of("0123456789") != std::string_view::npos;
    out += (i > 0 ? "'" : "") + (is_number ? "…" : std::string(parts[i]));
  }
  return out;
}

toml::table parse(const std::string& path, const std::string& text) {
  try {
    return toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    fail(path + ':' + std::to_string(error.source().begin.line) + ':' + std::to_string(error.source().begin.column) +
         ": " + printable(without_numbers(error.description())));
  }
}

std::string line_of(const std::string& path, const toml::node& node) {
  return path + ':' + std::to_string(node.source().begin.line) + ": ";
}

void check_profile_names(const std::string& path, const toml::table& profiles) {
  for (const auto& [key, value] : profiles) {
    if (!is_profile_name(key.str())) {
      fail(line_of(path, value) + '"' + printable(key.str()) +
           "\" is no name for a profile: small letters, digits, and \".\", \"_\", \"-\"");
    }
    if (!value.is_table()) fail(line_of(path, value) + "profile." + std::string(key.str()) + " is not a table");
  }
}

void check_further_table(const std::string& path, const FurtherTable& known, const toml::table& table) {
  std::vector<std::string_view> names;
  for (const auto& setting : known.keys) names.push_back(setting.name);
  for (const auto& [key, value] : table) {
    const auto place = line_of(path, value) + '[' + std::string(known.name) + "] ";
    const auto setting = std::ranges::find(known.keys, key.str(), &Setting::name);
    if (setting == known.keys.end()) {
      fail(place + "unknown key \"" + printable(key.str()) + '"' + did_you_mean(key.str(), names));
    }
    if (setting->kind == Setting::Kind::boolean && !value.is_boolean()) {
      fail(place + std::string(key.str()) + " is not true or false");
    }
  }
}

void check_root(const std::string& path, const toml::table& root) {
  std::vector<std::string_view> names{"profile"};
  for (const auto& table : further_tables()) names.push_back(table.name);
  for (const auto& [key, value] : root) {
    if (std::ranges::find(names, key.str()) == names.end()) {
      fail(line_of(path, value) + "unknown key \"" + printable(key.str()) + '"' + did_you_mean(key.str(), names));
    }
    if (!value.is_table()) fail(line_of(path, value) + '"' + std::string(key.str()) + "\" is not a table");
  }
  if (const auto* const profiles = root["profile"].as_table()) check_profile_names(path, *profiles);
  for (const auto& known : further_tables()) {
    if (const auto* const table = root[known.name].as_table()) check_further_table(path, known, *table);
  }
}

/// `[store] key`: where it may be read. The configuration itself is no place for it, nor is the environment, which goes
/// to every program that is started.
std::optional<SecretSource> read_store_key(const toml::table& root, const Places& places) {
  const auto* const store = root["store"].as_table();
  if (store == nullptr) return std::nullopt;
  const std::string name = "store";
  const TableReader table(places.configuration, name, *store);
  auto key = table.secret("key", places.home, folder_of(places.configuration));
  if (key && (std::holds_alternative<SecretSource::Literal>(key->from) ||
              std::holds_alternative<SecretSource::Variable>(key->from))) {
    table.fail("key", "is one of { credential | file | command = … }, and nothing else");
  }
  return key;
}

}  // namespace

std::span<const FurtherTable> further_tables() {
  static constexpr std::array git = {
      Setting{.name = "store_logins",
              .kind = Setting::Kind::boolean,
              .meaning = "whether git's logins at other hosts are kept as well; false unless set"}};
  static constexpr std::array store = {
      Setting{.name = "key",
              .kind = Setting::Kind::secret,
              .meaning = "what the secret store is encrypted with: { credential | file | command = … }"}};
  static constexpr std::array log = {
      Setting{.name = "enabled",
              .kind = Setting::Kind::boolean,
              .meaning = "whether token requests are logged, for jeton log; true unless set"}};
  static constexpr std::array tables = {FurtherTable{"git", git}, FurtherTable{"store", store},
                                        FurtherTable{"log", log}};
  return tables;
}

struct ConfigurationFile::Parsed {
  UserFile file;
  toml::table root;

  static std::unique_ptr<const Parsed> of(const std::string& path, UserFile file);
};

std::unique_ptr<const ConfigurationFile::Parsed> ConfigurationFile::Parsed::of(const std::string& path, UserFile file) {
  const auto trouble = writable_by_others(path, file.mode, file.owner);
  if (!trouble.empty()) fail(trouble);
  auto root = parse(path, file.text);
  wipe(file.text);
  check_root(path, root);
  if (has_literal_secret(root)) check_readers(path, file);
  return std::make_unique<const Parsed>(std::move(file), std::move(root));
}

ConfigurationFile::ConfigurationFile(const Places& places) : places_(places) {
  const auto& path = places.configuration;
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) return;
  parsed_ = Parsed::of(path, read_user_file(path, Status::configuration));
}

ConfigurationFile::ConfigurationFile(const Places& places, UserFile file)
    : places_(places), parsed_(Parsed::of(places.configuration, std::move(file))) {}

ConfigurationFile::~ConfigurationFile() = default;

std::vector<std::string> ConfigurationFile::profiles() const {
  std::vector<std::string> names;
  const auto* const profiles = parsed_ ? parsed_->root["profile"].as_table() : nullptr;
  if (profiles == nullptr) return names;
  for (const auto& [key, value] : *profiles) names.emplace_back(key.str());
  return names;
}

std::set<std::string> ConfigurationFile::providers() const {
  std::set<std::string> names;
  const auto* const profiles = parsed_ ? parsed_->root["profile"].as_table() : nullptr;
  if (profiles == nullptr) return names;
  for (const auto& [key, value] : *profiles) {
    const auto* const profile = value.as_table();
    auto name = profile != nullptr ? (*profile)["provider"].value_or(std::string()) : std::string();
    if (!name.empty()) names.insert(std::move(name));
  }
  return names;
}

Configuration ConfigurationFile::read(const FindProvider& find_provider, const WantProfile& want) const {
  Configuration configuration;
  if (!parsed_) return configuration;
  const auto& [file, root] = *parsed_;
  const auto& path = places_.configuration;
  configuration.stores_git_logins = root["git"]["store_logins"].value_or(false);
  configuration.logs_requests = root["log"]["enabled"].value_or(true);
  configuration.store_key = read_store_key(root, places_);

  const auto* const profiles = root["profile"].as_table();
  if (profiles == nullptr) return configuration;
  for (const auto& [key, value] : *profiles) {
    const std::string name(key.str());
    if (!want(name)) continue;
    configuration.profiles.push_back(read_entry(name, *value.as_table(), places_, find_provider));
    const auto& profile = configuration.profiles.back().profile;
    if (profile && holds_literal_secret(*profile)) check_readers(path, file);
  }
  return configuration;
}

Configuration read_configuration(const Places& places, const FindProvider& find_provider, const WantProfile& want) {
  return ConfigurationFile(places).read(find_provider, want);
}

}  // namespace jeton
