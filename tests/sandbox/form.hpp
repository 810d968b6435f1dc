#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace jeton::sandbox {

/// What a form, or a URL's query, has by its names. None of the values is empty: RFC 6749 section 3.1 has a parameter
/// without a value treated as if it were left out.
using Parameters = std::map<std::string, std::string, std::less<>>;

/// Reads application/x-www-form-urlencoded (RFC 6749 appendix B). Nothing if it is malformed, or has a name twice,
/// which sections 3.1 and 3.2 forbid.
std::optional<Parameters> parsed_form(std::string_view text);

/// Nothing if the text is malformed.
std::optional<std::string> form_decoded(std::string_view text);

std::string form_encoded(std::string_view text);

/// Empty if there is no such parameter.
std::string_view value(const Parameters& parameters, std::string_view name);

/// What is wrong with the parameters; nothing if they are exactly those of these names.
std::optional<std::string> flaw_in(const Parameters& parameters, std::span<const std::string_view> names);

}  // namespace jeton::sandbox
