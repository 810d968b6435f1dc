#include "base/record.hpp"

#include "base/text.hpp"

namespace jeton {
namespace {

/// Most have fewer: room for them is made once.
constexpr std::size_t usual_fields = 20;

std::string escape(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    switch (c) {
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\\': out += "\\\\"; break;
      default: out += c;
    }
  }
  return out;
}

std::string unescape(std::string_view value) {
  if (!value.contains('\\')) return std::string(value);
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      out += value[i];
      continue;
    }
    const char c = value[++i];
    out += c == 'n' ? '\n' : c == 'r' ? '\r' : c;
  }
  return out;
}

}  // namespace

std::optional<Record> Record::parse(std::string_view text, std::string_view kind) {
  Record record{std::string(kind)};
  record.fields_.reserve(usual_fields);
  bool first = true;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (first) {
      if (line != kind) return std::nullopt;
      first = false;
    } else if (line == "end") {
      return record;
    } else {
      const auto equals = line.find('=');
      if (equals == std::string_view::npos) return std::nullopt;
      record.fields_.emplace_back(line.substr(0, equals), unescape(line.substr(equals + 1)));
    }
  }
  return std::nullopt;
}

std::string Record::text() const {
  std::string out = kind_ + '\n';
  for (const auto& [key, value] : fields_) out += key + '=' + escape(value) + '\n';
  return out + "end\n";
}

std::optional<std::string_view> Record::find(std::string_view key) const {
  for (const auto& [name, value] : fields_) {
    if (name == key) return value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> Record::integer(std::string_view key) const {
  const auto value = find(key);
  return value ? parse_integer(*value) : std::nullopt;
}

std::vector<std::string_view> Record::all(std::string_view key) const {
  std::vector<std::string_view> values;
  for (const auto& [name, value] : fields_) {
    if (name == key) values.emplace_back(value);
  }
  return values;
}

}  // namespace jeton
