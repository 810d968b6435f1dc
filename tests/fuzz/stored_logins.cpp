#include "fuzz.hpp"
#include "store/logins.hpp"

// A file of stored logins. They are written as they were read.
void jeton::fuzz(std::string_view input) {
  const auto record = Record::parse(with_kind("jeton logins 1", input), "jeton logins 1");
  if (!record) return;
  const auto logins = LoginStore::logins_of(*record);
  const auto written = Record::parse(LoginStore::record_of("name", logins).text(), "jeton logins 1");
  must(written && written->get("name") == "name");
  const auto again = LoginStore::logins_of(*written);
  must(again.size() == logins.size());
  for (std::size_t i = 0; i < logins.size(); ++i) must(again[i].fields() == logins[i].fields());
}
