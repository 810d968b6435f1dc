#include "front/token_commands.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/fingerprint.hpp"
#include "base/message.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "curl/configuration.hpp"

namespace jeton {
namespace {

Demand demand_of(const Arguments& arguments) {
  Demand demand;
  if (arguments.has("--renew")) demand.reason = Reason::renew;
  if (const auto text = arguments.value("--min-validity")) demand.min_validity = parse_duration(*text);
  return demand;
}

/// A profile's token, and a warning where it lives shorter than the caller or the profile wants.
Token get_token(const ProfileRoute& profile, const Demand& demand, TokenSource& tokens) {
  auto token = tokens.get(profile, demand);
  const auto& expires_at = token.access_token.expires_at;
  const Seconds left = expires_at ? *expires_at - std::time(nullptr) : 0;
  const auto wanted = demand.min_validity ? demand.min_validity : profile.min_validity;
  if (wanted && expires_at && left < *wanted) {
    print_message(profile.name + ": warning: the token lives for " + in_words(std::max<Seconds>(left, 0)) +
                  " more; the provider gives no longer one");
  }
  return token;
}

std::string json_of(const ProfileRoute& profile, const Token& token) {
  const auto& access_token = token.access_token;
  nlohmann::ordered_json object;
  object["profile"] = profile.name;
  object["access_token"] = access_token.secret;
  object["token_type"] = access_token.token_type;
  object["expires_at"] = nullptr;
  object["expires_in"] = nullptr;
  if (access_token.expires_at) {
    object["expires_at"] = rfc3339(*access_token.expires_at);
    object["expires_in"] = std::max<Seconds>(*access_token.expires_at - std::time(nullptr), 0);
  }
  object["expires_by"] = access_token.expires_by;
  object["scope"] = access_token.scope;
  object["source"] = token.from == Reply::From::cache ? "cache" : "provider";
  return object.dump(2) + '\n';
}

/// A link's target, a device or a pipe (/dev/stdout, say) is not what would be replaced.
void check_replaceable(const std::string& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode)) return;
  const std::string is = S_ISLNK(status.st_mode) ? " is a symbolic link; name the file that it leads to"
                                                 : " is not a regular file; name another one";
  throw Error(Status::storage, path + is + ", or leave --output out");
}

/// Replaces the file as a whole, readable by the user alone.
void write_private_file(const std::string& path, std::string_view text) {
  check_replaceable(path);
  const auto temporary = path + ".jeton-" + std::to_string(::getpid());
  const auto fail = [&](int error) {
    ::unlink(temporary.c_str());
    throw Error(Status::storage, path + " cannot be written: " + std::generic_category().message(error));
  };
  const Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!fd) fail(errno);
  try {
    write_all(fd.number(), text);
  } catch (const std::system_error& error) {
    fail(error.code().value());
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) fail(errno);
}

void put(const std::optional<std::string>& file, std::string_view text) {
  if (file) {
    write_private_file(*file, text);
  } else {
    write_all(STDOUT_FILENO, text);
  }
}

std::string curl_configuration(const ProfileRoute& profile, const Arguments& arguments, TokenSource& tokens) {
  const auto url = arguments.value("--url");
  if (url) {
    const auto request = parse_request_url(*url);
    if (!request || !profile.covers(*request)) {
      throw Error(Status::no_credentials, "its urls do not cover " + printable(without_login(*url)) +
                                              "; add it to urls if the token may be sent there");
    }
  }
  const auto token = get_token(profile, demand_of(arguments), tokens);
  return curl::write({.profile = profile.name,
                      .token = token.access_token.secret,
                      .expires_at = token.access_token.expires_at,
                      .headers = profile.api_headers,
                      .loopback_only = profile.loopback_only(),
                      .url = url});
}

}  // namespace

int print_token(const Arguments& arguments, TokenSource& tokens) {
  const auto profile = tokens.profile(arguments.words.front());
  about_profile(profile.name, [&] {
    const auto token = get_token(profile, demand_of(arguments), tokens);
    write_all(STDOUT_FILENO, arguments.has("--json") ? json_of(profile, token) : token.access_token.secret + '\n');
  });
  return static_cast<int>(Status::done);
}

int print_curl_configuration(const Arguments& arguments, TokenSource& tokens) {
  const auto profile = tokens.profile(arguments.words.front());
  about_profile(profile.name,
                [&] { put(arguments.value("--output"), curl_configuration(profile, arguments, tokens)); });
  return static_cast<int>(Status::done);
}

void print_failing_curl_configuration(const Arguments& arguments, const std::string& reason) {
  put(arguments.value("--output"), curl::write_failure(reason));
}

int become_command(const Arguments& arguments, TokenSource& tokens) {
  const auto profile = tokens.profile(arguments.words.front());
  about_profile(profile.name, [&] {
    const auto token = get_token(profile, demand_of(arguments), tokens);
    ::setenv("JETON_TOKEN", token.access_token.secret.c_str(), 1);
  });
  tokens.renew_ahead();
  std::vector<char*> argv;
  argv.reserve(arguments.command.size() + 1);
  for (const auto& word : arguments.command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  unprotect_process();
  ::execvp(argv.front(), argv.data());
  const int error = errno;
  print_message(profile.name + ": " + arguments.command.front() +
                " cannot be run: " + std::generic_category().message(error));
  return error == ENOENT ? 127 : 126;
}

int reject_token(const Arguments& arguments, TokenSource& tokens) {
  constexpr std::size_t longest_input = std::size_t{1} << 20U;
  const auto profile = tokens.profile(arguments.words.front());
  auto input = read_all(STDIN_FILENO, longest_input).value_or("");
  auto token = curl::token_in(input);
  wipe(input);
  if (token.empty()) {
    throw Error(Status::usage, profile.name + ": there is no token on standard input; give the one that was rejected");
  }
  tokens.reject(profile, fingerprint(token));
  wipe(token);
  return static_cast<int>(Status::done);
}

}  // namespace jeton
