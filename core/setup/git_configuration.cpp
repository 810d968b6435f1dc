#include "setup/git_configuration.hpp"

#include "setup/git_syntax.hpp"

namespace jeton {
namespace {

bool is_helper(const GitPiece& piece) {
  return piece.kind == GitPiece::Kind::entry && piece.section == "credential" && piece.name == "helper" &&
         piece.value.has_value();
}

bool is_own(const GitPiece& piece) {
  return is_helper(piece) && is_own(GitHelper{.url = piece.subsection, .value = *piece.value});
}

/// Which pieces are jeton's: its helpers, what forgets the others just before each, and the header of a section that
/// has nothing else.
std::vector<bool> own_pieces(const std::vector<GitPiece>& pieces) {
  std::vector<bool> own(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    own[i] = is_own(pieces[i]);
    if (own[i] && i > 0 && is_helper(pieces[i - 1]) && pieces[i - 1].value->empty()) own[i - 1] = true;
  }
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind != GitPiece::Kind::header) continue;
    auto end = i + 1;
    while (end < pieces.size() && pieces[end].kind == GitPiece::Kind::entry && own[end]) ++end;
    const bool has_more = end < pieces.size() && pieces[end].kind == GitPiece::Kind::entry;
    own[i] = end > i + 1 && !has_more;
  }
  return own;
}

std::string without_own_helpers(std::string_view text) {
  const auto pieces = read_git_configuration(text);
  const auto own = own_pieces(pieces);
  std::string out;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (!own[i]) continue;
    const auto& piece = pieces[i];
    out += text.substr(kept, piece.begin - kept);
    kept = piece.end;
    const bool shares_line = !out.empty() && !out.ends_with('\n');
    if (shares_line && piece.kind == GitPiece::Kind::entry) out += '\n';
  }
  out += text.substr(kept);
  // The last line had no end before jeton's came behind it, either.
  if (kept == text.size() && !text.ends_with('\n') && out.ends_with('\n')) out.pop_back();
  return out;
}

std::string quoted_for_git(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += (c == '"' || c == '\\') ? std::string{'\\', c} : std::string{c};
  return out + '"';
}

}  // namespace

std::vector<GitHelper> git_helpers(std::string_view text) {
  std::vector<GitHelper> helpers;
  for (const auto& piece : read_git_configuration(text)) {
    if (is_helper(piece)) helpers.push_back({.url = piece.subsection, .value = *piece.value});
  }
  return helpers;
}

bool is_own(const GitHelper& helper) {
  constexpr std::string_view program = "/git-credential-jeton";
  if (helper.url.empty()) return false;
  if (helper.value == "jeton" || helper.value.starts_with("jeton ")) return true;
  const auto found = helper.value.find(program);
  if (!helper.value.starts_with('/') || found == std::string::npos) return false;
  const auto end = found + program.size();
  return end == helper.value.size() || helper.value[end] == ' ' || helper.value[end] == '\'';
}

std::string git_sections(const std::vector<GitHelper>& helpers) {
  std::string out;
  for (const auto& helper : helpers) {
    const bool is_plain = helper.value.find_first_of("\"\\#;") == std::string::npos;
    out += "[credential " + quoted_for_git(helper.url) +
           "]\n\thelper =\n\thelper = " + (is_plain ? helper.value : quoted_for_git(helper.value)) + '\n';
  }
  return out;
}

std::string with_own_helpers(std::string_view text, const std::vector<GitHelper>& helpers) {
  auto out = without_own_helpers(text);
  auto sections = git_sections(helpers);
  if (sections.empty()) return out;
  if (!out.empty() && !out.ends_with('\n')) {
    out += '\n';
    sections.pop_back();
  }
  return out + sections;
}

}  // namespace jeton
