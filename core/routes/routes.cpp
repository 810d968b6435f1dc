#include "routes/routes.hpp"

#include <algorithm>
#include <map>

#include "base/record.hpp"
#include "base/text.hpp"

namespace jeton {
namespace {

constexpr std::string_view header_kind = "jeton routes 1";
constexpr std::string_view profile_kind = "jeton profile 1";

std::string_view name_of(GitAuth git_auth) {
  switch (git_auth) {
    case GitAuth::automatic: return "auto";
    case GitAuth::basic: return "basic";
    case GitAuth::bearer: return "bearer";
  }
  return {};
}

GitAuth git_auth_of(std::string_view name) {
  if (name == "basic") return GitAuth::basic;
  return name == "bearer" ? GitAuth::bearer : GitAuth::automatic;
}

/// A record on one line. No value in it has a tab: those that could are escaped before they come here.
std::string one_line(std::string record) {
  std::ranges::replace(record, '\t', ' ');
  std::ranges::replace(record, '\n', '\t');
  return record;
}

std::string profile_line(const ProfileRoute& profile) {
  Record record{std::string(profile_kind)};
  record.add("id", profile.id);
  for (const auto& url : profile.urls) record.add("url", url.text());
  record.add("provider", profile.provider);
  record.add("plugin", static_cast<std::int64_t>(profile.plugin));
  record.add("username", profile.username);
  if (profile.names_username) record.add("names_username", "yes");
  record.add("git_auth", name_of(profile.git_auth));
  for (const auto& header : profile.api_headers) record.add("header", header.name + ": " + header.value);
  if (profile.min_validity) record.add("min_validity", *profile.min_validity);
  if (!profile.renews_in_background) record.add("asks", "yes");
  if (!profile.consent.empty()) record.add("consent", profile.consent);
  record.add("patience", profile.patience);
  if (profile.trouble_status != Status::done) {
    record.add("trouble_status", static_cast<std::int64_t>(profile.trouble_status));
    record.add("trouble", profile.trouble);
  }
  return one_line(record.text());
}

ProfileRoute read_profile(const std::string& name, const Record& record) {
  ProfileRoute profile{.name = name, .id = record.get("id")};
  std::string trouble;
  for (const auto url : record.all("url")) {
    if (auto pattern = UrlPattern::parse(url, trouble)) profile.urls.push_back(std::move(*pattern));
  }
  profile.provider = record.get("provider");
  profile.plugin = static_cast<std::size_t>(record.integer("plugin").value_or(0));
  profile.username = record.get("username");
  profile.names_username = record.find("names_username").has_value();
  profile.git_auth = git_auth_of(record.get("git_auth"));
  for (const auto header : record.all("header")) {
    const auto colon = std::min(header.find(": "), header.size());
    profile.api_headers.push_back(
        {std::string(header.substr(0, colon)), std::string(header.substr(std::min(colon + 2, header.size())))});
  }
  profile.min_validity = record.integer("min_validity");
  profile.renews_in_background = !record.find("asks");
  profile.consent = record.get("consent");
  profile.patience = record.integer("patience").value_or(60);
  if (const auto status = record.integer("trouble_status")) {
    profile.trouble_status = status_of(*status).value_or(Status::configuration);
  }
  profile.trouble = record.get("trouble");
  return profile;
}

/// A change within the same tick of a file system's clock leaves no trace in a stamp, so a file that had just changed
/// when its stamp was taken proves nothing (git calls its index racy then). Where times have a fraction, ticks are a
/// few milliseconds; else they may be two seconds.
bool is_settled(const Stamp& stamp, std::int64_t now_ns) {
  const std::int64_t tick = stamp.changed_ns % 1'000'000'000 != 0 ? 50'000'000 : 2'000'000'000;
  const auto age = now_ns - stamp.changed_ns;
  return age > tick || age < -tick;
}

}  // namespace

bool is_profile_name(std::string_view name) {
  const auto ordinary = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= 64 && ordinary(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return ordinary(c) || c == '.' || c == '_' || c == '-'; });
}

std::string no_such_profile(const std::string& name, const std::vector<std::string>& names,
                            const std::string& configuration) {
  const std::vector<std::string_view> words(names.begin(), names.end());
  return "there is no such profile in " + configuration + did_you_mean(name, words) + "; run: jeton status";
}

bool is_file_of(const std::string& profile, std::string_view file, std::string_view ending) {
  constexpr std::size_t id_size = 16;
  return file.starts_with(profile + '.') && file.ends_with(ending) &&
         file.size() == profile.size() + 1 + id_size + ending.size();
}

bool ProfileRoute::covers(const RequestUrl& request) const {
  return std::ranges::any_of(urls, [&](const UrlPattern& url) { return url.covers(request); });
}

bool ProfileRoute::loopback_only() const {
  return std::ranges::all_of(urls, [](const UrlPattern& url) { return is_loopback(url.host) && !url.any_label; });
}

std::optional<Routes> Routes::parse(std::string_view text) {
  constexpr std::string_view header_end = "\nend\n";
  const auto end = text.find(header_end);
  if (end == std::string_view::npos || !text.ends_with("\n~\n")) return std::nullopt;
  const auto lines = end + header_end.size();
  auto header = Record::parse(text.substr(0, lines), header_kind);
  if (!header) return std::nullopt;
  return Routes(std::move(*header), text.substr(lines));
}

bool Routes::up_to_date(std::string_view program_version, std::int64_t since_ns) const {
  if (header_.find("version") != program_version) return false;
  if (!header_.find("settled") && header_.integer("made_at_ns").value_or(0) < since_ns) return false;
  return file_unchanged(0);
}

bool Routes::up_to_date(const ProfileRoute& profile) const {
  return profile.plugin == 0 || file_unchanged(profile.plugin);
}

bool Routes::files_unchanged() const {
  for (std::size_t i = 0; i < header_.all("file").size(); ++i) {
    if (!file_unchanged(i)) return false;
  }
  return true;
}

bool Routes::file_unchanged(std::size_t number) const {
  const auto files = header_.all("file");
  const auto stamps = header_.all("stamp");
  return number < files.size() && number < stamps.size() &&
         Stamp::of(std::string(files[number])).text == stamps[number];
}

std::string_view Routes::find_line(std::string_view key) const {
  auto lines = lines_;
  while (!lines.empty()) {
    const auto before = lines.rfind('\n', lines.size() / 2);
    const auto start = before == std::string_view::npos ? 0 : before + 1 == lines.size() ? 0 : before + 1;
    const auto end = lines.find('\n', start);
    const auto line = lines.substr(start, end - start);
    const auto line_key = line.substr(0, line.find('\t'));
    if (line_key == key) return line.substr(std::min(line_key.size() + 1, line.size()));
    if (line_key < key) {
      lines.remove_prefix(end + 1);
    } else {
      lines = lines.substr(0, start);
    }
  }
  return {};
}

std::optional<ProfileRoute> Routes::find(const std::string& name) const {
  std::string line(find_line("profile " + name));
  if (line.empty()) return std::nullopt;
  std::ranges::replace(line, '\t', '\n');
  const auto record = Record::parse(line, profile_kind);
  return record ? std::optional(read_profile(name, *record)) : std::nullopt;
}

std::vector<std::string> Routes::names() const {
  constexpr std::string_view key = "profile ";
  std::vector<std::string> names;
  for (const auto line : split(lines_, '\n')) {
    if (line.starts_with(key)) names.emplace_back(line.substr(key.size(), line.find('\t') - key.size()));
  }
  return names;
}

std::vector<std::string> Routes::best_matches(const RequestUrl& request) const {
  std::vector<std::string> names;
  const std::string_view kind = request.path ? "url " : "host ";
  std::string key;
  find_covering_pattern(request, [&](std::string_view pattern) {
    key.assign(kind).append(pattern);
    const auto line = find_line(key);
    if (line.empty()) return false;
    for (const auto name : split(line, '\t')) names.emplace_back(name);
    return true;
  });
  return names;
}

bool Routes::stores_git_logins() const {
  return header_.find("store_logins").has_value();
}

bool Routes::store_is_encrypted() const {
  return header_.find("encrypted").has_value();
}

std::string compile_routes(const RouteTable& table, const std::vector<Stamp>& stamps,
                           const std::string& program_version, std::int64_t now_ns) {
  Record header{std::string(header_kind)};
  header.add("version", program_version);
  header.add("made_at_ns", now_ns);
  if (table.stores_git_logins) header.add("store_logins", "yes");
  if (table.store_is_encrypted) header.add("encrypted", "yes");
  bool settled = true;
  for (std::size_t i = 0; i < table.files.size(); ++i) {
    header.add("file", table.files[i]);
    header.add("stamp", stamps.at(i).text);
    settled = settled && is_settled(stamps[i], now_ns);
  }
  if (settled) header.add("settled", "yes");

  std::map<std::string, std::string> lines;
  const auto append = [&](const std::string& key, const std::string& name) {
    auto& names = lines[key];
    if (names == name || names.starts_with(name + '\t') || names.ends_with('\t' + name)) return;
    if (!names.empty()) names += '\t';
    names += name;
  };
  for (const auto& profile : table.profiles) {
    lines["profile " + profile.name] = profile_line(profile);
    for (auto url : profile.urls) {
      append("url " + url.text(), profile.name);
      url.path.clear();
      append("host " + url.text(), profile.name);
    }
  }
  std::string text = header.text();
  for (const auto& [key, value] : lines) text.append(key).append(1, '\t').append(value).append(1, '\n');
  return text + "~\n";
}

}  // namespace jeton
