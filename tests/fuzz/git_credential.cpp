#include "git/credential.hpp"

#include "fuzz.hpp"

// What git says to its helper. Nothing that names the request has a control byte, and our answer, which has the
// request's own user name in it, is read by git's rules as what was meant, so that no value began a line of its own.
void jeton::fuzz(std::string_view input) {
  const auto request = git::read(input);
  if (!request) return must(!request.error().empty() && !has_control(request.error()));
  const auto username = request->username.value_or("oauth2");
  must(!has_control(request->protocol + request->host + request->path.value_or("") + username));
  must(parse_authority(request->host).has_value());
  const auto url = git::url_of(*request);
  must(url.has_value() == (request->protocol == "https" || request->protocol == "http"));
  if (url) must(url->path.has_value() == request->path.has_value());
  const auto scheme =
      git::offers(request->wwwauth, "bearer") ? git::Answer::Scheme::bearer : git::Answer::Scheme::basic;
  const auto written = git::write({.scheme = scheme,
                                   .username = username,
                                   .token = "token",
                                   .expires_at = 1,
                                   .continue_with = git::answered_token(*request)});
  const auto answer = git::read("protocol=https\nhost=a\n" + written);
  must(answer && answer->protocol == "https" && answer->host == "a" && !answer->path);
  must(scheme == git::Answer::Scheme::bearer ? answer->credential == "token" && !answer->username
                                             : answer->password == "token" && answer->username == username);
  must(git::answered_token(*answer) == git::answered_token(*request));
  must(written.contains("\ncontinue=1\n") == git::answered_token(*request).has_value());
  must(git::is_retry(*request) || !git::answered_token(*request));
}
