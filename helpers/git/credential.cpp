#include "git/credential.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"

namespace jeton::git {
namespace {

constexpr std::size_t longest_line = 65535;
constexpr std::size_t most_lines = 1000;
constexpr std::size_t largest_input = std::size_t{1} << 20U;
constexpr std::string_view state_prefix = "jeton:";

std::unexpected<std::string> hostile(const char* why) {
  return std::unexpected(std::string(why));
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_true(std::string_view value) {
  const auto word = to_lower(value);
  return word == "1" || word == "true" || word == "yes" || word == "on";
}

/// An empty value of a `key[]` takes back those before it.
void append(std::vector<std::string>& list, std::string_view value) {
  if (value.empty()) {
    list.clear();
  } else {
    list.emplace_back(value);
  }
}

struct Reader {
  Request request;
  std::vector<std::string> capabilities;
  std::set<std::string> seen;

  /// What is hostile about the line, if anything.
  std::optional<const char*> take(std::string_view line);
  std::optional<const char*> finish();
};

std::optional<const char*> Reader::take(std::string_view line) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos || equals == 0) return "a line is not key=value";
  if (line.contains('\0')) return "a line has a NUL byte";
  const auto key = line.substr(0, equals);
  const auto value = line.substr(equals + 1);
  if (key == "capability[]") {
    append(capabilities, value);
  } else if (key == "state[]") {
    append(request.state, value);
  } else if (key == "wwwauth[]") {
    append(request.wwwauth, value);
  } else {
    const bool names_the_request = key == "protocol" || key == "host" || key == "path" || key == "username";
    if (names_the_request && has_control(value)) return "protocol, host, path or username has a control character";
    if (names_the_request && !seen.emplace(key).second) return "protocol, host, path or username is there twice";
    if (key == "protocol") request.protocol = value;
    if (key == "host") request.host = value;
    if (key == "path") request.path = value;
    if (key == "username") request.username = value;
    if (key == "password") request.password = value;
    if (key == "authtype") request.authtype = value;
    if (key == "credential") request.credential = value;
    if (key == "password_expiry_utc") request.password_expiry_utc = value;
    if (key == "oauth_refresh_token") request.oauth_refresh_token = value;
    if (key == "ephemeral") request.ephemeral = is_true(value);
  }
  return std::nullopt;
}

std::optional<const char*> Reader::finish() {
  if (request.protocol.empty()) return "there is no protocol";
  if (request.host.empty()) return "there is no host";
  if (!parse_authority(request.host)) return "the host is none";
  request.can_authtype = std::ranges::find(capabilities, "authtype") != capabilities.end();
  request.can_state = std::ranges::find(capabilities, "state") != capabilities.end();
  return std::nullopt;
}

}  // namespace

std::expected<Request, std::string> read(std::string_view input) {
  if (input.size() > largest_input) return hostile("the input is larger than 1 MiB");
  Reader reader;
  for (std::size_t lines = 0; !input.empty(); ++lines) {
    const auto end = std::min(input.find('\n'), input.size());
    const auto line = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
    if (line.empty()) break;
    if (line.size() > longest_line) return hostile("a line is longer than 64 KiB");
    if (lines >= most_lines) return hostile("there are more than 1,000 lines");
    if (const auto why = reader.take(line)) return hostile(*why);
  }
  if (const auto why = reader.finish()) return hostile(*why);
  return std::move(reader.request);
}

std::optional<RequestUrl> url_of(const Request& request) {
  if (request.protocol != "https" && request.protocol != "http") return std::nullopt;
  auto authority = parse_authority(request.host);
  if (!authority) return std::nullopt;
  RequestUrl url{.scheme = request.protocol, .authority = std::move(*authority), .path = std::nullopt};
  if (request.path) url.path = '/' + *request.path;
  return url;
}

bool offers(const std::vector<std::string>& wwwauth, std::string_view scheme) {
  for (const auto& challenges : wwwauth) {
    bool quoted = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= challenges.size(); ++i) {
      if (i < challenges.size() && quoted && challenges[i] == '\\') {
        ++i;
      } else if (i < challenges.size() && challenges[i] == '"') {
        quoted = !quoted;
      } else if (i == challenges.size() || (challenges[i] == ',' && !quoted)) {
        // Either a challenge, which starts with its scheme, or one more parameter of the challenge before.
        const auto part = trim(std::string_view(challenges).substr(start, std::min(i, challenges.size()) - start));
        const auto word = part.substr(0, part.find_first_of(" \t"));
        const bool is_parameter = word.contains('=') || trim(part.substr(word.size())).starts_with('=');
        if (!is_parameter && to_lower(word) == scheme) return true;
        start = i + 1;
      }
    }
  }
  return false;
}

std::optional<std::string> answered_token(const Request& request) {
  for (const auto& state : request.state) {
    if (!state.starts_with(state_prefix)) continue;
    auto fingerprint = state.substr(state_prefix.size());
    const bool is_ours =
        fingerprint.size() == 32 && fingerprint.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (is_ours) return fingerprint;
  }
  return std::nullopt;
}

bool is_retry(const Request& request) {
  return answered_token(request).has_value() || (request.authtype && !request.credential);
}

void append_line(std::string& out, std::string_view key, std::string_view value) {
  if (value.find_first_of(std::string_view("\n\0", 2)) != std::string_view::npos) {
    throw Error(Status::storage,
                "what is kept as " + std::string(key) + " has a line end in it, and is not given to git");
  }
  out.append(key).append(1, '=').append(value).append(1, '\n');
}

std::string write(const Answer& answer) {
  std::string out;
  const auto line = [&](std::string_view key, std::string_view value) { append_line(out, key, value); };
  const bool bearer = answer.scheme == Answer::Scheme::bearer;
  if (bearer) line("capability[]", "authtype");
  if (answer.continue_with) line("capability[]", "state");
  if (bearer) {
    line("authtype", "Bearer");
    line("credential", answer.token);
    line("ephemeral", "1");
  } else {
    line("username", answer.username);
    line("password", answer.token);
  }
  if (answer.expires_at) line("password_expiry_utc", std::to_string(*answer.expires_at));
  if (answer.continue_with) {
    line("state[]", std::string(state_prefix) + *answer.continue_with);
    line("continue", "1");
  }
  return out;
}

std::string write_quit() {
  return "quit=1\n";
}

std::string write_capabilities() {
  return "version 0\ncapability authtype\ncapability state\n";
}

}  // namespace jeton::git
