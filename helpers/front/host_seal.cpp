#include "front/host_seal.hpp"

#include "front/host_process.hpp"

namespace jeton {

std::string HostSeal::ask(const std::string& what, std::string_view text) const {
  const auto answer = ask_host({"@seal", tokens_.places().configuration, "REPLY-FD", what}, std::nullopt, text);
  const auto reply = Reply::parse(answer.text);
  if (!reply) throw Error(Status::storage, "jeton-host " + answer.end + " at the secret store");
  if (reply->status != Status::done) throw Error(reply->status, reply->message);
  return reply->sealed_or_opened;
}

}  // namespace jeton
