#include "store/secret_store.hpp"

#include "fuzz.hpp"

// A profile's file in the secret store. Secrets and grants are written as they were read.
void jeton::fuzz(std::string_view input) {
  const auto record = Record::parse(with_kind("jeton secrets 1", input), "jeton secrets 1");
  if (!record) return;
  const auto secrets = secrets_of(*record);
  const auto written = Record::parse(record_of(secrets).text(), "jeton secrets 1");
  must(written.has_value());
  const auto again = secrets_of(*written);
  must(again.secrets == secrets.secrets && again.grants.size() == secrets.grants.size());
  for (const auto& [id, grant] : secrets.grants) {
    const auto& kept = again.grants.at(id);
    must(kept.refresh_token == grant.refresh_token && kept.access_token == grant.access_token);
    must(standing(kept) == standing(grant));
  }
}
