#include "setup/git_wiring.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "base/text.hpp"
#include "setup/profile_names.hpp"

namespace jeton {
namespace {

/// One text for all spellings of a URL.
std::string spelling_of(const std::string& url) {
  std::string trouble;
  const auto pattern = UrlPattern::parse(url, trouble);
  return pattern ? pattern->text() : url;
}

/// By this, what says more comes later, as jeton's own matcher has it: whole hosts after `*.`, more labels after fewer,
/// a longer path after a shorter.
std::tuple<bool, std::ptrdiff_t, std::string, std::size_t> order(const std::string& url) {
  std::string trouble;
  const auto pattern = UrlPattern::parse(url, trouble);
  if (!pattern) return {};
  const auto labels = pattern->any_label ? std::ranges::count(pattern->host, '.') : 0;
  return {!pattern->any_label, labels, pattern->host, pattern->path.size()};
}

/// The profile that a helper is told.
std::optional<std::string> told_profile(const GitHelper& helper) {
  const auto words = split(helper.value, ' ');
  const auto option = std::ranges::find(words, "--profile");
  if (option == words.end() || option + 1 == words.end()) return std::nullopt;
  return std::string(option[1]);
}

/// True if a helper for the first, which is not told its profile, might take the second's for it.
bool may_be_taken(const UrlPattern& for_url, const UrlPattern& other) {
  if (for_url.scheme != other.scheme || for_url.port != other.port) return false;
  if (for_url.host == other.host && for_url.any_label == other.any_label) return true;
  return for_url.any_label && other.host.ends_with('.' + for_url.host);
}

Names with_pattern(std::span<const ProfileRoute> profiles, const UrlPattern& pattern) {
  Names names;
  for (const auto& profile : profiles) {
    const auto is_it = [&](const UrlPattern& url) { return url.text() == pattern.text(); };
    if (std::ranges::any_of(profile.urls, is_it)) names.push_back(profile.name);
  }
  return names;
}

bool has_rival(std::span<const ProfileRoute> profiles, const std::string& name, const UrlPattern& pattern) {
  return std::ranges::any_of(profiles, [&](const ProfileRoute& profile) {
    return profile.name != name &&
           std::ranges::any_of(profile.urls, [&](const UrlPattern& url) { return may_be_taken(pattern, url); });
  });
}

/// What is to be said of one URL's helper, as it is written.
std::vector<std::string> notes_on(const UrlPattern& pattern, const Names& sharing) {
  std::vector<std::string> notes;
  const auto url = pattern.url();
  if (sharing.size() > 1) {
    notes.push_back(url + " is in the urls of " + joined(sharing) +
                    "; say which one in the address that git is given: " + pattern.scheme + "://" + sharing.front() +
                    '@' + url.substr(pattern.scheme.size() + 3));
  }
  if (pattern.any_label) {
    notes.push_back(url +
                    " stands for one label in git, and for one or more in jeton; for hosts with two in front, run: "
                    "git config --global 'credential." +
                    pattern.scheme + "://*." + url.substr(pattern.scheme.size() + 3) + ".helper' jeton");
  }
  return notes;
}

}  // namespace

GitWiring wire_git(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                   const std::string& program, const std::vector<GitHelper>& present) {
  GitWiring wiring;
  std::map<std::string, GitHelper> old;
  for (const auto& helper : present) {
    if (is_own(helper)) old[spelling_of(helper.url)] = helper;
  }
  std::map<std::string, GitHelper> wanted;
  for (const auto& profile : profiles) {
    if (!has_name(chosen, profile.name)) continue;
    for (const auto& pattern : profile.urls) {
      const auto spelling = pattern.text();
      if (wanted.contains(spelling)) continue;
      auto candidates = common_names(with_pattern(profiles, pattern), chosen);
      const auto before = old.contains(spelling) ? told_profile(old[spelling]) : std::nullopt;
      if (before && has_name(candidates, *before)) candidates = {*before};
      GitHelper helper{.url = pattern.url(), .value = program};
      if (candidates.size() == 1 && has_rival(profiles, candidates.front(), pattern)) {
        helper.value += " --profile " + candidates.front();
      }
      std::ranges::copy(notes_on(pattern, candidates), std::back_inserter(wiring.notes));
      wanted[spelling] = std::move(helper);
    }
  }
  wanted.merge(old);
  for (auto& [spelling, helper] : wanted) wiring.helpers.push_back(std::move(helper));
  std::ranges::stable_sort(wiring.helpers, {}, [](const GitHelper& helper) { return order(helper.url); });
  return wiring;
}

std::vector<GitHelper> unwire_git(std::span<const ProfileRoute> profiles, std::span<const std::string> chosen,
                                  const std::vector<GitHelper>& present) {
  std::vector<GitHelper> kept;
  if (chosen.empty()) return kept;
  for (const auto& helper : present) {
    if (!is_own(helper)) continue;
    std::string trouble;
    Names owners;
    if (const auto told = told_profile(helper)) {
      owners = {*told};
    } else if (const auto pattern = UrlPattern::parse(helper.url, trouble)) {
      owners = with_pattern(profiles, *pattern);
    }
    if (!all_chosen(owners, chosen)) kept.push_back(helper);
  }
  return kept;
}

}  // namespace jeton
