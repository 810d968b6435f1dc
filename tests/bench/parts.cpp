// What the parts of a cached get take, and how that grows with the number of profiles. With Google Benchmark.

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "base/fingerprint.hpp"
#include "docker/credential.hpp"
#include "git/credential.hpp"
#include "match/request_url.hpp"
#include "routes/routes.hpp"
#include "token/access_token.hpp"
#include "token/token_cache.hpp"

namespace {

using benchmark::State;
using jeton::AccessToken;
using jeton::ProfileRoute;
using jeton::Routes;

std::string host(std::int64_t number) {
  return "api-" + std::to_string(number) + ".example.com";
}

ProfileRoute profile(std::int64_t number) {
  std::string trouble;
  ProfileRoute profile{.name = "profile-" + std::to_string(number), .id = jeton::fingerprint(std::to_string(number))};
  profile.urls.push_back(jeton::UrlPattern::parse("https://" + host(number), trouble).value());
  profile.provider = "generic";
  profile.username = "oauth2";
  return profile;
}

std::string routes_of(std::int64_t profiles) {
  jeton::RouteTable table;
  for (std::int64_t i = 0; i < profiles; ++i) table.profiles.push_back(profile(i));
  return jeton::compile_routes(table, {}, "1", 0);
}

/// Made once for each number of profiles: a benchmark's function runs several times.
const std::string& compiled(std::int64_t profiles) {
  static std::map<std::int64_t, std::string> texts;
  auto& text = texts[profiles];
  if (text.empty()) text = routes_of(profiles);
  return text;
}

AccessToken token(std::size_t length) {
  AccessToken token{.secret = std::string(length, 't')};
  token.sent_at = 1'700'000'000;
  token.expires_at = 4'000'000'000;
  token.expires_by = "expires_in";
  token.request = jeton::fingerprint("request");
  return token;
}

constexpr std::size_t usual_length = 1000;

/// A cache folder with so many tokens, for as long as this program runs.
class FilledCache {
 public:
  explicit FilledCache(std::int64_t tokens) : cache_(folder_) {
    for (std::int64_t i = 0; i < tokens; ++i) cache_.save(profile(i), token(usual_length));
  }
  FilledCache(const FilledCache&) = delete;
  FilledCache& operator=(const FilledCache&) = delete;
  ~FilledCache() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  const jeton::TokenCache& operator*() const { return cache_; }

 private:
  static std::string make_folder() {
    auto name = (std::filesystem::temp_directory_path() / "jeton-parts.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::filesystem::filesystem_error("mkdtemp", {});
    return name;
  }

  std::string folder_ = make_folder();
  jeton::TokenCache cache_;
};

void routes_find_host(State& state) {
  const auto routes = Routes::parse(compiled(state.range(0))).value();
  const auto request = jeton::parse_request_url("https://" + host(state.range(0) / 2) + "/a/path").value();
  for (auto _ : state) benchmark::DoNotOptimize(routes.best_matches(request));
}

void routes_find_foreign_host(State& state) {
  const auto routes = Routes::parse(compiled(state.range(0))).value();
  const auto request = jeton::parse_request_url("https://git.foreign.example.org/a/path").value();
  for (auto _ : state) benchmark::DoNotOptimize(routes.best_matches(request));
}

void routes_find_profile(State& state) {
  const auto routes = Routes::parse(compiled(state.range(0))).value();
  const auto name = "profile-" + std::to_string(state.range(0) / 2);
  for (auto _ : state) benchmark::DoNotOptimize(routes.find(name));
}

void token_load_from_cache(State& state) {
  static std::map<std::int64_t, std::unique_ptr<FilledCache>> caches;
  auto& cache = caches[state.range(0)];
  if (!cache) cache = std::make_unique<FilledCache>(state.range(0));
  const auto wanted = profile(state.range(0) / 2);
  for (auto _ : state) benchmark::DoNotOptimize((**cache).load(wanted));
}

void token_parse(State& state) {
  const auto text = token(static_cast<std::size_t>(state.range(0))).text();
  for (auto _ : state) benchmark::DoNotOptimize(AccessToken::parse(text));
}

void token_fingerprint(State& state) {
  const std::string secret(static_cast<std::size_t>(state.range(0)), 't');
  for (auto _ : state) benchmark::DoNotOptimize(jeton::fingerprint(secret));
}

/// As many challenges as the number says, a line each.
void git_read(State& state) {
  std::string input = "protocol=https\nhost=git.example.com:8443\ncapability[]=authtype\ncapability[]=state\n";
  for (std::int64_t i = 0; i < state.range(0); ++i)
    input += "wwwauth[]=Bearer realm=\"git\", error=\"invalid_token\"\n";
  input += '\n';
  for (auto _ : state) benchmark::DoNotOptimize(jeton::git::read(input));
}

void git_write(State& state) {
  const jeton::git::Answer answer{.scheme = jeton::git::Answer::Scheme::bearer,
                                  .username = "oauth2",
                                  .token = std::string(static_cast<std::size_t>(state.range(0)), 't'),
                                  .expires_at = 4'000'000'000,
                                  .continue_with = std::nullopt};
  for (auto _ : state) benchmark::DoNotOptimize(jeton::git::write(answer));
}

/// With as many characters behind the host as the number says.
void docker_parse_server(State& state) {
  const auto text = "https://registry.example.com:5000/" + std::string(static_cast<std::size_t>(state.range(0)), 'n');
  for (auto _ : state) benchmark::DoNotOptimize(jeton::docker::parse_server(text));
}

void docker_write_login(State& state) {
  const jeton::docker::Login login{"registry.example.com:5000", "oauth2",
                                   std::string(static_cast<std::size_t>(state.range(0)), 't')};
  for (auto _ : state) benchmark::DoNotOptimize(jeton::docker::write_login(login));
}

constexpr int most_profiles = 100'000;
constexpr int most_tokens = 10'000;
constexpr int longest_token = 10'000;
constexpr int most_lines = 100;

BENCHMARK(routes_find_host)->RangeMultiplier(10)->Range(1, most_profiles);
BENCHMARK(routes_find_foreign_host)->RangeMultiplier(10)->Range(1, most_profiles);
BENCHMARK(routes_find_profile)->RangeMultiplier(10)->Range(1, most_profiles);
BENCHMARK(token_load_from_cache)->RangeMultiplier(10)->Range(1, most_tokens);
BENCHMARK(token_parse)->RangeMultiplier(10)->Range(1, longest_token);
BENCHMARK(token_fingerprint)->RangeMultiplier(10)->Range(1, longest_token);
BENCHMARK(git_read)->RangeMultiplier(10)->Range(1, most_lines);
BENCHMARK(git_write)->RangeMultiplier(10)->Range(1, longest_token);
BENCHMARK(docker_parse_server)->RangeMultiplier(10)->Range(1, longest_token);
BENCHMARK(docker_write_login)->RangeMultiplier(10)->Range(1, longest_token);

}  // namespace

BENCHMARK_MAIN();
