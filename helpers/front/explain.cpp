#include "front/explain.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "docker/credential.hpp"
#include "front/choice.hpp"
#include "front/question.hpp"
#include "git/stored_login.hpp"
#include "match/near_miss.hpp"
#include "store/logins.hpp"

namespace jeton {
namespace {

/// The one of the profile's patterns that covers the request best.
const UrlPattern* covering(const ProfileRoute& profile, const RequestUrl& request) {
  const UrlPattern* found = nullptr;
  find_covering_pattern(request, [&](std::string_view spelling) {
    const auto is_that = [&](UrlPattern pattern) {
      if (!request.path) pattern.path.clear();
      return pattern.text() == spelling;
    };
    const auto pattern = std::ranges::find_if(profile.urls, is_that);
    if (pattern != profile.urls.end()) found = &*pattern;
    return found != nullptr;
  });
  return found;
}

class Explanation {
 public:
  Explanation(Question question, TokenSource& tokens)
      : question_(std::move(question)),
        tokens_(tokens),
        git_logins_(tokens.places().state, LoginStore::Protocol::git, seal_),
        docker_logins_(tokens.places().state, LoginStore::Protocol::docker, seal_) {
    for (const auto& name : tokens.routes().names()) profiles_.push_back(tokens.profile(name));
  }

  std::string text() {
    std::string out = escaped(question_.text) + "\n\n";
    out += git();
    out += docker();
    out += curl();
    return out + others();
  }
  bool is_answered() const { return answered_; }

 private:
  /// Before what belongs to the line above.
  static constexpr const char* below = "\n          ";

  /// A line of the answer, behind the tool's name.
  static std::string line(std::string_view tool, const std::string& words) {
    constexpr std::size_t width = 8;
    return std::string(tool) + std::string(width - tool.size(), ' ') + words + '\n';
  }

  /// The profile, the pattern that it answers by, and why not another's.
  std::string by_rule(const ProfileRoute& profile, const RequestUrl& request, const std::string& username) {
    answered_ = true;
    const auto* const pattern = covering(profile, request);
    std::string words = profile.name + ", by " + escaped(pattern->url());
    if (tokens_.routes().best_matches(request).size() > 1) words += ", chosen by the user name " + escaped(username);
    if (profile.trouble_status != Status::done) words += "; it has no token to give: " + escaped(profile.trouble);
    for (const auto& other : profiles_) {
      const auto* const less = other.name == profile.name ? nullptr : covering(other, request);
      if (less == nullptr || less->text() == pattern->text()) continue;
      words += std::string(below) + "rather than " + other.name + ", by " + escaped(less->url()) + ": " +
               rule(*pattern, *less);
    }
    return words;
  }

  static const char* rule(const UrlPattern& best, const UrlPattern& other) {
    if (!best.any_label && other.any_label) return "the exact host wins over *.";
    if (best.host != other.host) return "more of the host wins over less";
    if (best.scheme != other.scheme) return "https wins over http";
    return "a longer path wins over a shorter";
  }

  using Manner = std::string(const ProfileRoute& profile, const std::string& username);

  static std::string as_git_gets_it(const ProfileRoute& profile, const std::string& username) {
    auto password = "as the password of " + username;
    switch (profile.git_auth) {
      case GitAuth::automatic: return password + "; as Bearer where offered, from git 2.46 on";
      case GitAuth::basic: return password;
      case GitAuth::bearer: return "as Bearer; before git 2.46 " + password;
    }
    return {};
  }

  static std::string as_docker_gets_it(const ProfileRoute& /*profile*/, const std::string& username) {
    return "as the password of " + username;
  }

  std::string answer_to(const RequestUrl& request, const std::optional<std::string>& username, Manner& manner) {
    try {
      const auto profile = choose_profile(tokens_, request, std::nullopt, username);
      if (!profile) return {};
      auto words = by_rule(*profile, request, username.value_or(""));
      if (profile->trouble_status == Status::done) {
        words += below + manner(*profile, escaped(username.value_or(profile->username)));
      }
      return words;
    } catch (const Error& error) {
      return std::string("nobody: ") + escaped(error.what());
    }
  }

  /// git has a login kept for hosts that no profile covers, where the configuration says so.
  std::string git_answer_to(const RequestUrl& request) {
    auto words = answer_to(request, question_.username, as_git_gets_it);
    if (!words.empty()) return words;
    const auto scheme = request.scheme.value_or("https");
    const git::Request asked{.protocol = scheme, .host = server_name(request.authority, scheme)};
    if (!tokens_.routes().stores_git_logins() || !git_logins_.has(git::login_name(asked))) {
      return "nobody; the next helper has its turn";
    }
    answered_ = true;
    return "no profile; a login that git had stored for this host";
  }

  /// git leaves the path out unless it is told otherwise.
  std::string git() {
    if (!question_.url) return line("git", "nobody: this is no URL that a token may be sent to");
    auto without_path = *question_.url;
    without_path.path.reset();
    const auto usual = git_answer_to(without_path);
    const auto with_path = git_answer_to(*question_.url);
    return line("git", usual) + (with_path == usual ? "" : line("", "with credential.useHttpPath: " + with_path));
  }

  std::string docker() {
    const auto server = docker::parse_server(question_.text);
    std::string words;
    for (const auto& request : server ? server->requests : std::vector<RequestUrl>()) {
      if (words.empty()) words = answer_to(request, std::nullopt, as_docker_gets_it);
    }
    if (words.empty() && server && docker_logins_.has(server->name)) {
      answered_ = true;
      words = "no profile; the login that docker login stored";
    }
    return line("docker", words.empty() ? "nobody" : words);
  }

  /// curl's user names the profile; any that covers the URL will do.
  std::string curl() {
    std::string names;
    for (const auto& profile : profiles_) {
      if (question_.url && profile.covers(*question_.url)) names += (names.empty() ? "" : ", ") + profile.name;
    }
    answered_ = answered_ || !names.empty();
    if (names.empty()) return line("curl", "nobody");
    const auto* const form = question_.username ? ", without the user name in it" : "";
    return line("curl", names + ", with jeton curl PROFILE --url URL" + form);
  }

  std::string others() {
    if (!question_.url) return {};
    std::string out;
    for (const auto& profile : profiles_) {
      for (const auto& pattern : profile.urls) {
        const auto why = near_miss(pattern, *question_.url);
        if (!why.empty()) out += "  " + profile.name + ": " + escaped(pattern.url()) + ' ' + why + '\n';
      }
    }
    if (!answered_) out += look_alike();
    return out.empty() ? out : "\nNearly:\n" + out;
  }

  /// What may have been meant, where nobody answers.
  std::string look_alike() const {
    std::vector<std::string_view> hosts;
    for (const auto& profile : profiles_) {
      for (const auto& pattern : profile.urls) hosts.emplace_back(pattern.host);
    }
    const auto host = nearest(question_.url->authority.host, hosts);
    std::string out;
    for (const auto& profile : profiles_) {
      const auto pattern = std::ranges::find_if(profile.urls, [&](const auto& of) { return of.host == host; });
      if (pattern == profile.urls.end() || !near_miss(*pattern, *question_.url).empty()) continue;
      out += "  " + profile.name + ": " + escaped(pattern->url()) + " is another host, though it looks alike\n";
    }
    return out;
  }

  Question question_;
  TokenSource& tokens_;
  NoSeal seal_;  // whether there is a login is to be had without a key
  LoginStore git_logins_;
  LoginStore docker_logins_;
  std::vector<ProfileRoute> profiles_;
  bool answered_ = false;
};

}  // namespace

int explain(const Arguments& arguments, TokenSource& tokens) {
  Explanation explanation(read_question(arguments.words.front()), tokens);
  write_all(STDOUT_FILENO, explanation.text());
  return static_cast<int>(explanation.is_answered() ? Status::done : Status::no_credentials);
}

}  // namespace jeton
