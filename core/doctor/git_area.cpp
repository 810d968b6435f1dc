#include "doctor/git_area.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "setup/tool_files.hpp"

namespace jeton {
namespace {

/// A label of the host, as git's `*` stands for.
bool is_one_label_below(std::string_view host, std::string_view domain) {
  if (host.size() <= domain.size() + 1 || !host.ends_with(domain)) return false;
  const auto label = host.substr(0, host.size() - domain.size());
  return label.ends_with('.') && label.find('.') == label.size() - 1;
}

/// True if git applies a section for that URL to whatever the pattern covers.
bool applies_to(const std::string& section, const UrlPattern& url) {
  std::string trouble;
  if (section.empty()) return true;
  const auto pattern = UrlPattern::parse(section, trouble);
  if (!pattern || pattern->scheme != url.scheme || pattern->port != url.port) return false;
  const bool same_host = pattern->host == url.host && pattern->any_label == url.any_label;
  if (!same_host && (!pattern->any_label || url.any_label || !is_one_label_below(url.host, pattern->host)))
    return false;
  return pattern->path.empty() || url.path == pattern->path || url.path.starts_with(pattern->path + '/');
}

bool is_jeton(const std::string& helper) {
  const bool is_script = helper.starts_with('!') && helper.contains("jeton git");
  return helper == "jeton" || helper.starts_with("jeton ") || helper.contains("git-credential-jeton") || is_script;
}

std::optional<std::pair<int, int>> parse_version(std::string_view version) {
  const auto parts = split(version, '.');
  if (parts.size() < 2) return std::nullopt;
  const auto major = parse_integer(parts[0]);
  const auto minor = parse_integer(parts[1]);
  if (!major || !minor) return std::nullopt;
  return std::pair(static_cast<int>(*major), static_cast<int>(*minor));
}

/// What an old git cannot do.
void examine_version(const std::string& version, Area& area) {
  const auto parsed = parse_version(version);
  if (!parsed || *parsed >= std::pair(2, 46)) return;
  std::string lost = "git " + version +
                     " is older than 2.46: a token that a server rejects is replaced by the next command, not within "
                     "the same one, and git cannot send Bearer, only Basic";
  if (*parsed < std::pair(2, 40)) lost += "; nor does it know when a token expires (2.40)";
  area.note(lost);
}

/// One profile's URLs.
struct Wiring {
  bool asked = false;
  std::set<std::string> before;
  std::set<std::string> behind;
};

Wiring wiring_of(const ProfileRoute& profile, std::span<const GitHelper> helpers) {
  Wiring wiring;
  for (const auto& url : profile.urls) {
    const auto asked = asked_helpers(helpers, url);
    const auto own = std::ranges::find_if(asked, is_jeton);
    if (own == asked.end()) continue;
    wiring.asked = true;
    wiring.before.insert(asked.begin(), own);
    std::copy_if(own + 1, asked.end(), std::inserter(wiring.behind, wiring.behind.end()), std::not_fn(is_jeton));
  }
  return wiring;
}

std::string joined(const auto& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

void examine_order(const ProfileRoute& profile, const Wiring& wiring, Area& area) {
  const auto repair = "; run: jeton setup git " + profile.name;
  if (!wiring.before.empty()) {
    area.warn(profile.name + ": git asks " + joined(wiring.before) + " before jeton, and takes what that answers" +
              repair);
  }
  if (!wiring.behind.empty()) {
    area.warn(profile.name + ": git gives its tokens to " + joined(wiring.behind) +
              " as well, which may keep them and answer with dead ones" + repair);
  }
}

/// The program of a helper that is named by its path, as `jeton setup git` writes it: quoted behind its first slash.
std::optional<std::string> path_of(const std::string& helper) {
  constexpr std::string_view program = "/git-credential-jeton";
  const auto found = helper.find(program);
  if (!helper.starts_with('/') || found == std::string::npos) return std::nullopt;
  auto path = helper.substr(0, found + program.size());
  std::erase(path, '\'');
  return path;
}

/// An installation that was moved leaves its old paths behind.
void examine_paths(std::span<const GitHelper> helpers, Area& area) {
  std::set<std::string> missing;
  for (const auto& helper : helpers) {
    const auto path = path_of(helper.value);
    if (path && ::access(path->c_str(), X_OK) != 0) missing.insert(*path);
  }
  for (const auto& path : missing) area.fail("git finds no " + path + "; run: jeton setup git");
}

/// By its name, a helper is found on PATH or among git's own programs.
void examine_program(std::span<const GitHelper> helpers, const Environment& environment, Area& area) {
  const bool by_name = std::ranges::any_of(
      helpers, [](const auto& helper) { return helper.value == "jeton" || helper.value.starts_with("jeton "); });
  if (by_name && !is_on_path("git-credential-jeton", environment)) {
    area.fail("git finds no git-credential-jeton on PATH; run: export PATH=" + quoted(prefix() + "/bin") +
              ":\"$PATH\"");
  }
}

}  // namespace

std::vector<GitHelper> listed_git_helpers(std::string_view output) {
  constexpr std::string_view begin = "credential.";
  constexpr std::string_view end = ".helper";
  std::vector<GitHelper> helpers;
  for (const auto entry : split(output, '\0')) {
    const auto newline = entry.find('\n');
    const auto key = entry.substr(0, newline);
    if (newline == std::string_view::npos || !key.starts_with(begin) || !key.ends_with(end)) continue;
    const bool has_url = key.size() > begin.size() + end.size();
    helpers.push_back(
        {.url = std::string(has_url ? key.substr(begin.size(), key.size() - begin.size() - end.size()) : ""),
         .value = std::string(entry.substr(newline + 1))});
  }
  return helpers;
}

std::vector<std::string> asked_helpers(std::span<const GitHelper> helpers, const UrlPattern& url) {
  std::vector<std::string> asked;
  for (const auto& helper : helpers) {
    if (!applies_to(helper.url, url)) continue;
    if (helper.value.empty()) {
      asked.clear();
    } else {
      asked.push_back(helper.value);
    }
  }
  return asked;
}

Area examine_git(const GitState& git, std::span<const ProfileRoute> profiles, const Environment& environment) {
  Area area{.name = "git", .summary = {}, .findings = {}};
  if (!git.trouble.empty()) {
    area.summary = "does not work";
    area.fail("git cannot read its configuration (" + git.trouble + "); mend what it names on standard error");
    return area;
  }
  if (git.version.empty()) {
    area.summary = "there is none on PATH";
    return area;
  }
  std::vector<std::string> asked;
  for (const auto& profile : profiles) {
    const auto wiring = wiring_of(profile, git.helpers);
    if (wiring.asked) asked.push_back(profile.name);
    examine_order(profile, wiring, area);
  }
  const bool has_own = std::ranges::any_of(git.helpers, [](const auto& helper) { return is_jeton(helper.value); });
  area.summary = git.version + (!asked.empty() ? ", asks jeton for " + joined(asked)
                                : has_own      ? ", has jeton for URLs that no profile has"
                                               : ", asks jeton for nothing yet (jeton setup git)");
  examine_program(git.helpers, environment, area);
  examine_paths(git.helpers, area);
  if (!asked.empty()) examine_version(git.version, area);
  return area;
}

}  // namespace jeton
