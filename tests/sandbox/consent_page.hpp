#pragma once

#include <optional>
#include <string_view>

#include "form.hpp"
#include "http_message.hpp"

namespace jeton::sandbox {

struct Site;

enum class Decision { allow, deny };

/// What the user said on a consent page; nothing if this is no such form.
std::optional<Decision> decision_in(const Parameters& form);

/// Asks the user whether the client may have `scope` (separated by spaces; empty: none in particular). The decision is
/// posted to `path`, with `parameters` beside it.
Response consent_page(const Site& site, std::string_view path, std::string_view scope, const Parameters& parameters);

/// The parameters of the query and, of a POST, those of the form. Where both have a name, the query counts. Nothing if
/// one of them is malformed.
std::optional<Parameters> query_and_form(const Request& request);

}  // namespace jeton::sandbox
