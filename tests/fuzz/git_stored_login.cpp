#include "git/stored_login.hpp"

#include "fuzz.hpp"

// A login that git gives to be kept. What is kept is what git gets back, line by line, also when it lay in a file in
// between; and it is gone once it is taken back.
void jeton::fuzz(std::string_view input) {
  auto request = git::read(input);
  if (!request) return;
  std::vector<Record> logins;
  git::store_login(logins, *request);
  if (logins.empty()) return must(git::find_login(logins, *request, 0).empty());
  must(logins.size() == 1 && !request->ephemeral && !has_control(git::login_name(*request)));
  const auto kept = Record::parse(logins.front().text(), "jeton login 1");
  must(kept && kept->fields() == logins.front().fields());
  request->can_authtype = true;
  const auto written = git::find_login({*kept}, *request, 0);
  const auto found = git::read("protocol=https\nhost=a\n" + written);
  must(found && found->host == "a" && found->username == request->username && found->password == request->password);
  must(found->credential == request->credential && found->oauth_refresh_token == request->oauth_refresh_token);
  git::erase_login(logins, *request);
  must(logins.empty());
}
