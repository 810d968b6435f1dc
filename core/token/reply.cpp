#include "token/reply.hpp"

#include <array>

#include "base/record.hpp"

namespace jeton {
namespace {

constexpr std::string_view reply_kind = "jeton reply 1";
constexpr std::array<std::pair<Reason, std::string_view>, 6> reasons = {{{Reason::needed, "needed"},
                                                                         {Reason::rejected, "rejected"},
                                                                         {Reason::renew, "renew"},
                                                                         {Reason::changed, "changed"},
                                                                         {Reason::ahead, "ahead"},
                                                                         {Reason::login, "login"}}};

}  // namespace

std::string_view name_of(Reason reason) {
  for (const auto& [value, name] : reasons) {
    if (value == reason) return name;
  }
  return {};
}

std::optional<Reason> reason_of(std::string_view name) {
  for (const auto& [value, reason_name] : reasons) {
    if (reason_name == name) return value;
  }
  return std::nullopt;
}

std::optional<Reply> Reply::parse(std::string_view text) {
  const auto record = Record::parse(text, reply_kind);
  if (!record) return std::nullopt;
  Reply reply{.token = std::nullopt,
              .from = record->get("from") == "cache" ? From::cache : From::provider,
              .status = record->integer("status").and_then(status_of).value_or(Status::plugin),
              .message = record->get("message"),
              .warnings = {},
              .sealed_or_opened = record->get("text")};
  if (const auto token = record->find("token")) reply.token = AccessToken::parse(*token);
  for (const auto warning : record->all("warning")) reply.warnings.emplace_back(warning);
  return reply;
}

std::string Reply::text() const {
  Record record{std::string(reply_kind)};
  if (token) record.add("token", token->text());
  record.add("from", from == From::cache ? "cache" : "provider");
  record.add("status", static_cast<std::int64_t>(status));
  record.add("message", message);
  for (const auto& warning : warnings) record.add("warning", warning);
  if (!sealed_or_opened.empty()) record.add("text", sealed_or_opened);
  return record.text();
}

}  // namespace jeton
