#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.hpp"
#include "base/time.hpp"
#include "commands/commands.hpp"
#include "commands/table.hpp"
#include "store/request_log.hpp"

namespace jeton {
namespace {

std::string in_words(Status status, const std::string& message) {
  return status == Status::done ? "token" : std::to_string(static_cast<int>(status)) + ": " + message;
}

int run(const Given& given, Session& session) {
  const auto profiles = given.texts("PROFILE");
  Table table({"TIME", "PROFILE", "REASON", "GRANT", "MS", "RESULT"});
  for (const auto& request : RequestLog(session.places.state, RequestLog::Kept::yes).read()) {
    if (!profiles.empty() && std::ranges::find(profiles, request.profile) == profiles.end()) continue;
    table.add({rfc3339(request.sent_at_ms / 1000), request.profile, request.reason, request.grant,
               std::to_string(request.took_ms), in_words(request.status, request.message)});
  }
  if (table.empty()) {
    std::puts("no token requests are logged");
  } else {
    table.print();
  }
  return static_cast<int>(Status::done);
}

constexpr std::array arguments = {
    Argument{"PROFILE", "these alone; all of them unless named", ValueKind::profile, Argument::Count::any}};

}  // namespace

constexpr Command log_command{
    .name = "log",
    .summary = "the last token requests, and what came of them",
    .description =
        "Shows the last few hundred token requests, the newest at the end: when and for which profile, why, by "
        "which grant, how many milliseconds it took, and what came of it: a token, or the exit status and "
        "the reason. Never a secret.\n\n"
        "REASON is needed (there was no token that would do), ahead (renewed before anybody had to wait), "
        "rejected, renew, changed or login. [log] enabled = false in the configuration ends it.",
    .example = "jeton log acme",
    .arguments = arguments,
    .options = {},
    .run = run};

}  // namespace jeton
