#pragma once

#include <string>
#include <string_view>

#include "front/token_source.hpp"
#include "store/seal.hpp"

namespace jeton {

/// The store's seal as the front knows it: the host has the key.
class HostSeal final : public Seal {
 public:
  explicit HostSeal(TokenSource& tokens) : tokens_(tokens) {}

  bool closes() const override { return tokens_.routes().store_is_encrypted(); }
  std::string close(std::string_view text) const override { return ask("close", text); }
  std::string open(std::string_view sealed) const override { return ask("open", sealed); }

 private:
  std::string ask(const std::string& what, std::string_view text) const;

  TokenSource& tokens_;
};

}  // namespace jeton
