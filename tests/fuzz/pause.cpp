#include "host/pause.hpp"

#include "fuzz.hpp"

// How long a provider says that it does not want to be asked: Retry-After, Date and Auth0-Client-Quota-Limit, a line
// each. It is never negative and never more than a day.
void jeton::fuzz(std::string_view input) {
  const auto [retry_after, rest] = first_line(input);
  const auto [date, quota] = first_line(rest);
  const HttpResponse response{.status = 429,
                              .headers = {{"Retry-After", std::string(retry_after)},
                                          {"date", std::string(date)},
                                          {"auth0-client-quota-limit", std::string(quota)}},
                              .body = {}};
  const auto pause = requested_pause(response, 1'700'000'000);
  must(!pause || (*pause >= 0 && *pause <= 86400));
}
