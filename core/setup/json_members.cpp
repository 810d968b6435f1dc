#include "setup/json_members.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace jeton {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(blanks, at), text.size());
}

/// Behind the string that begins there.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

/// Behind the value that begins there.
std::size_t skip_value(std::string_view text, std::size_t at) {
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] != '{' && text[at] != '[') return std::min(text.find_first_of(" \t\r\n,]}", at), text.size());
  int depth = 0;
  do {
    const char c = text[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    at = c == '"' ? skip_string(text, at) : at + 1;
  } while (depth > 0 && at < text.size());
  return at;
}

std::string as_json(std::string_view text) {
  return nlohmann::json(text).dump();
}

const JsonMember* find(const std::vector<JsonMember>& members, std::string_view key) {
  const auto found = std::ranges::find(members, key, &JsonMember::key);
  return found == members.end() ? nullptr : &*found;
}

/// What stands before each member of the whole: a line end and its indentation, as a rule.
std::string_view layout_of(std::string_view text, std::size_t whole, const std::vector<JsonMember>& members) {
  return members.empty() ? "\n\t" : text.substr(whole + 1, members.front().begin - whole - 1);
}

/// An object's text, with one member in it and a closing brace that stands behind `outer`.
std::string object_of(const std::string& member, std::string_view inner, std::string_view outer) {
  return '{' + std::string(inner) + member + std::string(outer) + '}';
}

std::string with_member_behind(std::string_view text, const std::vector<JsonMember>& members, std::size_t object,
                               const std::string& member) {
  const auto& last = members.back();
  const auto before = members.size() > 1 ? text.find(',', members[members.size() - 2].end) : object;
  std::string out(text);
  return out.insert(last.end, ',' + std::string(text.substr(before + 1, last.begin - before - 1)) + member);
}

std::string without(std::string_view text, std::size_t object, const std::vector<JsonMember>& members,
                    const JsonMember& member) {
  std::string out(text);
  if (members.size() == 1) return out.replace(object, skip_value(text, object) - object, "{}");
  const auto index = static_cast<std::size_t>(&member - members.data());
  const auto begin = index == 0 ? member.begin : members[index - 1].end;
  const auto end = index == 0 ? members[1].begin : member.end;
  return out.erase(begin, end - begin);
}

}  // namespace

std::vector<JsonMember> json_members(std::string_view text, std::size_t object) {
  std::vector<JsonMember> members;
  auto at = skip_blanks(text, object + 1);
  while (at < text.size() && text[at] == '"') {
    JsonMember member{.key = {}, .begin = at};
    const auto key_end = skip_string(text, at);
    member.key = nlohmann::json::parse(text.substr(at, key_end - at)).get<std::string>();
    member.value = skip_blanks(text, skip_blanks(text, key_end) + 1);
    member.end = skip_value(text, member.value);
    at = skip_blanks(text, member.end);
    if (at < text.size() && text[at] == ',') at = skip_blanks(text, at + 1);
    members.push_back(std::move(member));
  }
  return members;
}

std::string with_json_member(std::string_view text, std::string_view name, std::string_view key,
                             std::string_view value) {
  const auto whole = text.find('{');
  const auto members = json_members(text, whole);
  const auto layout = layout_of(text, whole, members);
  const bool is_lined = layout.contains('\n');
  const auto deeper = is_lined ? std::string(layout) + std::string(layout.substr(layout.rfind('\n') + 1)) : "";
  const auto member = as_json(key) + ": " + as_json(value);
  const auto object = object_of(member, deeper, is_lined ? layout : "");
  std::string out(text);

  const auto* const named = find(members, name);
  if (named == nullptr) {
    const auto addition = as_json(name) + ": " + object;
    if (!members.empty()) return with_member_behind(text, members, whole, addition);
    return out.replace(whole, skip_value(text, whole) - whole, object_of(addition, layout, "\n"));
  }
  const auto inner = json_members(text, named->value);
  if (inner.empty()) return out.replace(named->value, named->end - named->value, object);
  if (const auto* const old = find(inner, key)) return out.replace(old->value, old->end - old->value, as_json(value));
  return with_member_behind(text, inner, named->value, member);
}

std::string without_json_member(std::string_view text, std::string_view name, std::string_view key) {
  const auto whole = text.find('{');
  const auto members = json_members(text, whole);
  const auto* const named = find(members, name);
  if (named == nullptr) return std::string(text);
  const auto inner = json_members(text, named->value);
  const auto* const member = find(inner, key);
  if (member == nullptr) return std::string(text);
  return inner.size() > 1 ? without(text, named->value, inner, *member) : without(text, whole, members, *named);
}

}  // namespace jeton
