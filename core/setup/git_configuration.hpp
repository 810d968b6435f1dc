#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace jeton {

/// A credential helper as a file configures it.
struct GitHelper {
  std::string url;    ///< whom it is for: `https://git.example.com`, or a part of such a URL; empty: everybody
  std::string value;  ///< such as `jeton --profile acme`; empty: all helpers before it are forgotten
  bool operator==(const GitHelper&) const = default;
};

/// In the text's order, which is the order in which git asks them.
std::vector<GitHelper> git_helpers(std::string_view text);

/// True for an entry that `jeton setup git` writes: jeton's helper for one URL.
bool is_own(const GitHelper& helper);

/// What is written for the helpers: a section each, which forgets all other helpers for its URL first.
std::string git_sections(const std::vector<GitHelper>& helpers);

/// The text with these in place of all of jeton's own helpers, at its end: there, what it forgets is all that came
/// before. Not a byte besides is changed, and with none of them, a text that had none comes out again.
std::string with_own_helpers(std::string_view text, const std::vector<GitHelper>& helpers);

}  // namespace jeton
