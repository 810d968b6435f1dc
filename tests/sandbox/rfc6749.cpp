#include "rfc6749.hpp"

#include <algorithm>
#include <ranges>
#include <vector>

#include "basic_credentials.hpp"
#include "site.hpp"

namespace jeton::sandbox {

namespace {

std::vector<std::string_view> tokens_in(std::string_view scope) {
  std::vector<std::string_view> tokens;
  for (const auto token : std::views::split(scope, ' ')) tokens.emplace_back(token.begin(), token.end());
  return tokens;
}

bool is_within(std::string_view scope, std::string_view granted) {
  const auto all = tokens_in(granted);
  return std::ranges::all_of(tokens_in(scope),
                             [&](std::string_view token) { return std::ranges::find(all, token) != all.end(); });
}

}  // namespace

Response oauth_error(std::string_view error, std::string_view error_description) {
  return json_response(error == "invalid_client" ? 401 : 400,
                       {{"error", error}, {"error_description", error_description}},
                       {{"Cache-Control", "no-store"}, {"Pragma", "no-cache"}});
}

std::expected<Parameters, std::string> posted_form(const Request& request, const std::string& body) {
  if (request.method != "POST") return std::unexpected("the method has to be POST");
  if (!has_content_type(request, "application/x-www-form-urlencoded")) {
    return std::unexpected("the content-type has to be application/x-www-form-urlencoded");
  }
  auto parameters = parsed_form(body);
  if (!parameters) return std::unexpected("the body is malformed, or has a parameter twice");
  return *std::move(parameters);
}

std::expected<Parameters, Response> form_parameters(const Request& request, const std::string& body) {
  // Section 2.3.1: the parameters must not be in the URI, where servers and proxies write them into logs.
  if (!request.query.empty()) return std::unexpected(oauth_error("invalid_request", "parameters belong into the body"));
  auto form = posted_form(request, body);
  if (!form) return std::unexpected(oauth_error("invalid_request", form.error()));
  return *std::move(form);
}

std::optional<Response> refuse_other_clients(const Client& client, const Request& request) {
  const auto sent = basic_credentials(request);
  if (sent && form_decoded(sent->user) == client.id && form_decoded(sent->password) == client.secret) {
    return std::nullopt;
  }
  Response refusal = oauth_error("invalid_client", "client authentication failed");
  refusal.headers.emplace_back("WWW-Authenticate", R"(Basic realm="jeton sandbox")");
  return refusal;
}

Grant bearer_grant(const UserTokens& tokens) {
  Json body = {
      {"access_token", tokens.access_token}, {"token_type", "Bearer"}, {"expires_in", tokens.expires_in.count()}};
  if (!tokens.refresh_token.empty()) body["refresh_token"] = tokens.refresh_token;
  if (!tokens.consent.scope.empty()) body["scope"] = tokens.consent.scope;
  return grant_of(tokens, std::move(body));
}

std::expected<Grant, Response> refresh_grant(Site& site, const Parameters& parameters) {
  const std::string refresh_token(value(parameters, "refresh_token"));
  if (refresh_token.empty()) return std::unexpected(oauth_error("invalid_request", "missing parameter: refresh_token"));
  const std::string scope(value(parameters, "scope"));
  // Section 6: a scope that was not granted must not be asked for. Looked at first, so that a "no" spends nothing.
  const auto consent = site.refresh_tokens.consent_for(refresh_token);
  if (consent && !scope.empty() && !is_within(scope, consent->scope)) {
    return std::unexpected(oauth_error("invalid_scope", "more than the user allowed"));
  }
  auto tokens = next_tokens(site, refresh_token);
  if (!tokens) return std::unexpected(oauth_error("invalid_grant", "the refresh token is invalid, expired or revoked"));
  if (!scope.empty()) tokens->consent.scope = scope;
  return bearer_grant(*tokens);
}

bool is_scope(std::string_view scope) {
  const auto is_scope_token = [](std::string_view token) {
    return !token.empty() &&
           std::ranges::all_of(token, [](char c) { return c >= 0x21 && c <= 0x7e && c != '"' && c != '\\'; });
  };
  return std::ranges::all_of(tokens_in(scope), is_scope_token);
}

}  // namespace jeton::sandbox
