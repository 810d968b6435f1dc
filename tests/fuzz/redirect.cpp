#include "base/text.hpp"
#include "fuzz.hpp"
#include "login/authorization.hpp"

// What comes back to `jeton login`, by the browser or pasted. An answer that is taken has a code or an error, and none
// is taken from an address whose state is not this login's.
void jeton::fuzz(std::string_view input) {
  const Authorization login{.state = "s", .code_verifier = {}, .code_challenge = {}, .origins = {"https://a.example"}};
  const auto redirect = read_redirect(input, login);
  must(redirect ? !redirect->code.empty() || !redirect->error.empty() : !has_control(redirect.error()));
  must(!redirect || input.contains('s') || input.contains("%73"));
  // Pasting drops a fragment, and the blanks at the end.
  const bool is_the_same_pasted = !input.contains('#') && trim(input) == input;
  if (redirect && is_the_same_pasted) must(read_pasted("http://127.0.0.1/?" + std::string(input), login).has_value());
  const auto pasted = read_pasted(input, login);
  if (!pasted) return must(!pasted.error().empty() && !has_control(pasted.error()));
  must(!pasted->code.empty() || !pasted->error.empty());
  must(escaped(pasted->code) == pasted->code);
  const auto origin = origin_of(std::string(input));
  must(origin.empty() || origin_of(origin) == origin);
}
