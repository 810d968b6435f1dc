#include "base/record.hpp"

#include "fuzz.hpp"

// The format of all small files. One that is accepted reads the same when it is written again, and another kind is
// none.
void jeton::fuzz(std::string_view input) {
  const auto record = Record::parse(with_kind("jeton test 1", input), "jeton test 1");
  if (!record) return;
  must(!Record::parse(with_kind("jeton test 1", input), "jeton test 2"));
  const auto again = Record::parse(record->text(), "jeton test 1");
  must(again && again->fields() == record->fields());
  for (const auto& [key, value] : record->fields()) {
    must(record->find(key).has_value() && !record->all(key).empty() && record->integer(key).value_or(0) >= 0);
  }
}
