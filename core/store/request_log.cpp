#include "store/request_log.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/trace.hpp"
#include "store/lock.hpp"

namespace jeton {
namespace {

constexpr const char* newer_file = "@requests.log";
constexpr const char* older_file = "@requests.old.log";
constexpr std::size_t long_enough = std::size_t{32} << 10U;  // some 300 lines

std::int64_t now_ms() {
  return clock_ns() / 1'000'000;
}

/// Two at once would put aside what is as good as empty.
void put_aside(const Folder& folder) {
  const auto lock = Lock::try_acquire(folder, "@requests.lock");
  if (lock && folder.size(newer_file) >= long_enough) folder.rename(newer_file, older_file);
}

}  // namespace

std::string LoggedRequest::line() const {
  std::string out = std::to_string(sent_at_ms);
  for (const auto& field : {profile, reason, grant, std::to_string(took_ms), std::to_string(static_cast<int>(status)),
                            printable(message)}) {
    out += '\t' + field;
  }
  return out + '\n';
}

std::optional<LoggedRequest> LoggedRequest::parse(std::string_view line) {
  const auto fields = split(line, '\t');
  const auto is_plain = [](std::string_view field) { return escaped(field) == field; };
  if (fields.size() != 7 || !std::ranges::all_of(fields, is_plain)) return std::nullopt;
  const auto sent_at_ms = parse_integer(fields[0]);
  const auto took_ms = parse_integer(fields[4]);
  const auto status = status_of(parse_integer(fields[5]).value_or(-1));
  if (!sent_at_ms || !took_ms || !status) return std::nullopt;
  return LoggedRequest{.sent_at_ms = *sent_at_ms,
                       .profile = std::string(fields[1]),
                       .reason = std::string(fields[2]),
                       .grant = std::string(fields[3]),
                       .took_ms = *took_ms,
                       .status = *status,
                       .message = std::string(fields[6])};
}

LoggedRequest RequestLog::begin(const std::string& profile, std::string_view reason, std::string_view grant) const {
  return {.sent_at_ms = now_ms(), .profile = profile, .reason = std::string(reason), .grant = std::string(grant)};
}

void RequestLog::end(LoggedRequest request, Status status, const std::string& message) const {
  if (kept_ == Kept::no) return;
  request.took_ms = std::max<std::int64_t>(now_ms() - request.sent_at_ms, 0);
  request.status = status;
  request.message = message;
  try {
    const auto folder = Folder::create(folder_);
    if (folder.append(newer_file, request.line()) >= long_enough) put_aside(folder);
  } catch (const Error& error) {
    trace(std::string("the request is not logged: ") + error.what());
  }
}

std::vector<LoggedRequest> RequestLog::read() const {
  std::vector<LoggedRequest> requests;
  const auto folder = Folder::open(folder_);
  if (!folder) return requests;
  for (const auto* const file : {older_file, newer_file}) {
    const auto text = folder->read(file).value_or("");
    for (const auto line : split(text, '\n')) {
      if (auto request = LoggedRequest::parse(line)) requests.push_back(std::move(*request));
    }
  }
  return requests;
}

}  // namespace jeton
