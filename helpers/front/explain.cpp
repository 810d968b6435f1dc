#include "front/explain.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "docker/credential.hpp"
#include "front/choice.hpp"
#include "match/near_miss.hpp"

namespace jeton {
namespace {

/// What was asked about: a URL, or what docker calls a server. A user name in it is what git would be told.
struct Question {
  std::string text;  ///< without a user name or password
  std::optional<std::string> username;
  std::optional<RequestUrl> url;
};

Question read_question(std::string_view text) {
  Question question;
  const auto colon = text.find("://");
  const std::string scheme(colon == std::string_view::npos ? "https://" : text.substr(0, colon + 3));
  auto rest = colon == std::string_view::npos ? text : text.substr(colon + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    question.username = authority.substr(0, std::min(at, authority.find(':')));
    rest.remove_prefix(at + 1);
  }
  question.url = parse_request_url(scheme + std::string(rest));
  if (question.url && colon == std::string_view::npos) question.url->scheme.reset();
  question.text = (colon == std::string_view::npos ? std::string() : scheme) + std::string(rest);
  return question;
}

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
  Explanation(Question question, TokenSource& tokens) : question_(std::move(question)), tokens_(tokens) {
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
      words += "\n          rather than " + other.name + ", by " + escaped(less->url()) + ": " + rule(*pattern, *less);
    }
    return words;
  }

  static const char* rule(const UrlPattern& best, const UrlPattern& other) {
    if (!best.any_label && other.any_label) return "the exact host wins over *.";
    if (best.host != other.host) return "more of the host wins over less";
    if (best.scheme != other.scheme) return "https wins over http";
    return "a longer path wins over a shorter";
  }

  std::string answer_to(const RequestUrl& request, const std::optional<std::string>& username) {
    try {
      const auto profile = choose_profile(tokens_, request, std::nullopt, username);
      return profile ? by_rule(*profile, request, username.value_or("")) : std::string();
    } catch (const Error& error) {
      return std::string("nobody: ") + escaped(error.what());
    }
  }

  std::string git_answer_to(const RequestUrl& request) {
    const auto words = answer_to(request, question_.username);
    return words.empty() ? "nobody; the next helper has its turn" : words;
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
      if (words.empty()) words = answer_to(request, std::nullopt);
    }
    return line("docker", words.empty() ? "nobody, unless docker login has stored a login" : words);
  }

  /// curl's user names the profile; any that covers the URL will do.
  std::string curl() {
    std::string names;
    for (const auto& profile : profiles_) {
      if (question_.url && profile.covers(*question_.url)) names += (names.empty() ? "" : ", ") + profile.name;
    }
    answered_ = answered_ || !names.empty();
    return line("curl", names.empty() ? "nobody" : names + ", with jeton curl PROFILE --url URL");
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
