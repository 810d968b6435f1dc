#include "token/reply.hpp"

#include "fuzz.hpp"

// What the host says to the front. It is written as it was read, and a token in it can be presented.
void jeton::fuzz(std::string_view input) {
  const auto reply = Reply::parse(with_kind("jeton reply 1", input));
  if (!reply) return;
  must(!reply->token || is_presentable(reply->token->secret));
  const auto again = Reply::parse(reply->text());
  must(again && again->text() == reply->text() && again->status == reply->status);
  must(!reason_of(input) || name_of(*reason_of(input)) == input);
}
