#include "token/access_token.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/fingerprint.hpp"
#include "base/places.hpp"
#include "base/record.hpp"

namespace jeton {
namespace {

constexpr std::string_view token_kind = "jeton token 1";

bool is_unchanged(const Source& source) {
  switch (source.kind) {
    case Source::Kind::file: return Stamp::of(source.name).text == source.mark;
    case Source::Kind::environment: {
      const auto value = process_environment(source.name.c_str());
      return !value || fingerprint(*value) == source.mark;
    }
  }
  return false;
}

}  // namespace

std::optional<AccessToken> AccessToken::parse(std::string_view text) {
  const auto record = Record::parse(text, token_kind);
  if (!record) return std::nullopt;
  AccessToken token{.secret = record->get("access_token"),
                    .token_type = record->get("token_type"),
                    .scope = record->get("scope"),
                    .sent_at = record->integer("sent_at").value_or(0),
                    .expires_at = record->integer("expires_at"),
                    .expires_by = record->get("expires_by"),
                    .request = record->get("request"),
                    .replaced_rejected = record->get("replaced_rejected"),
                    .replaceable = !record->find("irreplaceable")};
  if (!is_presentable(token.secret)) return std::nullopt;
  token.sources = read_sources(*record);
  return token;
}

std::string AccessToken::text() const {
  Record record{std::string(token_kind)};
  record.add("access_token", secret);
  record.add("token_type", token_type);
  record.add("scope", scope);
  record.add("sent_at", sent_at);
  if (expires_at) record.add("expires_at", *expires_at);
  record.add("expires_by", expires_by);
  record.add("request", request);
  if (!replaced_rejected.empty()) record.add("replaced_rejected", replaced_rejected);
  if (!replaceable) record.add("irreplaceable", "");
  add_sources(record, sources);
  return record.text();
}

void add_sources(Record& record, const std::vector<Source>& sources) {
  for (const auto& source : sources) {
    record.add(source.kind == Source::Kind::file ? "file" : "environment", source.mark + '|' + source.name);
  }
}

std::vector<Source> read_sources(const Record& record) {
  std::vector<Source> sources;
  for (const auto& [key, kind] :
       {std::pair("file", Source::Kind::file), std::pair("environment", Source::Kind::environment)}) {
    for (const auto line : record.all(key)) {
      const auto bar = std::min(line.find('|'), line.size());
      sources.push_back(
          {kind, std::string(line.substr(std::min(bar + 1, line.size()))), std::string(line.substr(0, bar))});
    }
  }
  return sources;
}

bool is_presentable(std::string_view token) {
  constexpr std::size_t longest = 32768;
  return !token.empty() && token.size() <= longest &&
         std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\'' && c != '\\'; });
}

bool sources_unchanged(const std::vector<Source>& sources) {
  return std::ranges::all_of(sources, is_unchanged);
}

}  // namespace jeton
