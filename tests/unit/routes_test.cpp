#include "routes/routes.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>

#include "temporary_folder.hpp"

namespace jeton {
namespace {

using Names = std::vector<std::string>;

ProfileRoute profile(const std::string& name, const std::vector<std::string>& urls) {
  ProfileRoute route{.name = name, .id = "id-" + name, .username = "oauth2"};
  std::string trouble;
  for (const auto& url : urls) route.urls.push_back(UrlPattern::parse(url, trouble).value());
  return route;
}

/// Routes and the text that they point into.
struct Compiled {
  explicit Compiled(const std::vector<ProfileRoute>& profiles)
      : text(compile_routes({.profiles = profiles}, {}, "1.0", 0)), routes(Routes::parse(text).value()) {}

  Names at(const std::string& url) const { return routes.best_matches(parse_request_url(url).value()); }
  Names at_host(const std::string& authority) const {
    return routes.best_matches(
        {.scheme = std::nullopt, .authority = parse_authority(authority).value(), .path = std::nullopt});
  }

  std::string text;
  Routes routes;
};

/// The most that this process has had of it.
long peak_memory_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Routes, GiveBackAProfileAsItWasCompiled) {
  auto full = profile("full", {"https://a.example/x", "https://*.b.example:8443", "http://localhost:5000"});
  full.username = "name with ü, = and \\";
  full.names_username = true;
  full.git_auth = GitAuth::bearer;
  full.api_headers = {{"Accept", "application/json; version=1.0.0"}, {"X-Empty", ""}};
  full.min_validity = 90;
  full.renews_in_background = false;
  full.patience = 135;
  full.provider = "/opt/with space/plugin.so";
  full.plugin = 2;
  full.consent = "0123";
  const Compiled compiled({full, profile("plain", {"https://c.example"})});

  const auto read = compiled.routes.find("full");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "full");
  EXPECT_EQ(read->id, "id-full");
  Names urls;
  for (const auto& url : read->urls) urls.push_back(url.text());
  EXPECT_EQ(urls, Names({"https://a.example:443/x", "https://*.b.example:8443", "http://localhost:5000"}));
  EXPECT_EQ(read->username, full.username);
  EXPECT_TRUE(read->names_username);
  EXPECT_EQ(read->git_auth, GitAuth::bearer);
  EXPECT_EQ(read->api_headers, full.api_headers);
  EXPECT_EQ(read->min_validity, 90);
  EXPECT_FALSE(read->renews_in_background);
  EXPECT_EQ(read->patience, 135);
  EXPECT_EQ(read->provider, full.provider);
  EXPECT_EQ(read->plugin, 2U);
  EXPECT_EQ(read->consent, "0123");
  EXPECT_EQ(read->trouble_status, Status::done);

  const auto plain = compiled.routes.find("plain");
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->names_username);
  EXPECT_EQ(plain->git_auth, GitAuth::automatic);
  EXPECT_FALSE(plain->min_validity);
  EXPECT_TRUE(plain->renews_in_background);
}

TEST(Routes, KeepWhatIsWrongWithAProfile) {
  auto broken = profile("broken", {"https://a.example"});
  broken.trouble_status = Status::plugin;
  broken.trouble = "/x/config.toml:3: provider\tis\nodd";
  const Compiled compiled({broken});
  EXPECT_EQ(compiled.at("https://a.example/"), Names({"broken"}));
  EXPECT_EQ(compiled.routes.find("broken")->trouble_status, Status::plugin);
  EXPECT_NE(compiled.routes.find("broken")->trouble.find("config.toml:3: provider"), std::string::npos);
}

TEST(Routes, HaveNothingWhereThereIsNothing) {
  const Compiled none({});
  EXPECT_FALSE(none.routes.find("any"));
  EXPECT_EQ(none.at("https://a.example/"), Names());
  EXPECT_FALSE(none.routes.stores_git_logins());
  const Compiled one({profile("a", {"https://a.example"})});
  for (const auto* const name : {"", "b", "A", "profile a", "aa", "~", "a\n"})
    EXPECT_FALSE(one.routes.find(name)) << name;
  EXPECT_EQ(one.at("https://b.example/"), Names());
}

TEST(Routes, RememberThatGitLoginsAreStored) {
  const auto text = compile_routes({.stores_git_logins = true}, {}, "1.0", 0);
  EXPECT_TRUE(Routes::parse(text)->stores_git_logins());
}

TEST(Routes, PreferTheExactHostThenMoreLabelsThenALongerPath) {
  const Compiled compiled({
      profile("any", {"https://*.example.com"}),
      profile("any-path", {"https://*.example.com/a/b"}),
      profile("more", {"https://*.b.example.com"}),
      profile("exact", {"https://a.b.example.com"}),
      profile("exact-a", {"https://a.b.example.com/a"}),
      profile("exact-a-b", {"https://a.b.example.com/a/b"}),
  });
  const std::pair<const char*, const char*> best[] = {
      {"https://a.b.example.com/", "exact"},
      {"https://a.b.example.com/x", "exact"},
      {"https://a.b.example.com/a", "exact-a"},
      {"https://a.b.example.com/ab", "exact"},
      {"https://a.b.example.com/a/x", "exact-a"},
      {"https://a.b.example.com/a/b", "exact-a-b"},
      {"https://a.b.example.com/a/b/c", "exact-a-b"},
      {"https://x.b.example.com/a/b", "more"},
      {"https://y.x.b.example.com/", "more"},
      {"https://x.example.com/", "any"},
      {"https://x.example.com/a", "any"},
      {"https://x.example.com/a/b/c", "any-path"},
      {"https://b.example.com/", "any"},
  };
  for (const auto& [url, name] : best) EXPECT_EQ(compiled.at(url), Names({name})) << url;
  EXPECT_EQ(compiled.at("https://example.com/"), Names());
  EXPECT_EQ(compiled.at("https://a.b.example.com/a/../x"), Names());
}

TEST(Routes, NameEveryProfileThatMatchesEquallyWell) {
  const Compiled compiled({profile("b", {"https://x.example/a", "https://x.example:443/a/"}),
                           profile("a", {"https://x.example/a"}), profile("c", {"https://x.example"})});
  auto names = compiled.at("https://x.example/a/b");
  std::ranges::sort(names);
  EXPECT_EQ(names, Names({"a", "b"}));
  EXPECT_EQ(compiled.at("https://x.example/c"), Names({"c"}));
}

TEST(Routes, IgnoreThePathsOfPatternsForARequestWithoutOne) {
  const Compiled compiled({profile("a", {"https://x.example/a"}),
                           profile("b", {"https://x.example/b", "https://x.example/c"}),
                           profile("y", {"https://y.example/deep/path"})});
  auto names = compiled.at_host("x.example");
  std::ranges::sort(names);
  EXPECT_EQ(names, Names({"a", "b"}));
  EXPECT_EQ(compiled.at_host("y.example:443"), Names({"y"}));
  EXPECT_EQ(compiled.at_host("y.example:5000"), Names());
}

TEST(Routes, TellNamesApartThatBeginAlike) {
  const Compiled compiled({profile("a", {"https://x.example"}), profile("a-b", {"https://x.example"}),
                           profile("a.b", {"https://x.example"}), profile("ab", {"https://x.example"})});
  EXPECT_EQ(compiled.at("https://x.example/").size(), 4U);
  for (const auto* const name : {"a", "a-b", "a.b", "ab"}) EXPECT_EQ(compiled.routes.find(name)->name, name);
}

TEST(Routes, FindEachOfTenThousandProfiles) {
  for (const int count : {1, 2, 5, 10'000}) {
    std::vector<ProfileRoute> profiles;
    for (int i = 0; i < count; ++i) {
      const auto number = std::to_string(i);
      profiles.push_back(
          profile("p" + number, {"https://h" + number + ".example/path", "https://*.w" + number + ".example"}));
    }
    const Compiled compiled(profiles);
    for (int i = 0; i < count; ++i) {
      const auto number = std::to_string(i);
      ASSERT_EQ(compiled.routes.find("p" + number)->id, "id-p" + number);
      ASSERT_EQ(compiled.at("https://h" + number + ".example/path/x"), Names({"p" + number}));
      ASSERT_EQ(compiled.at("https://a.w" + number + ".example/"), Names({"p" + number}));
      ASSERT_EQ(compiled.at_host("h" + number + ".example"), Names({"p" + number}));
    }
    EXPECT_FALSE(compiled.routes.find("p"));
    EXPECT_FALSE(compiled.routes.find("p" + std::to_string(count)));
    EXPECT_EQ(compiled.at("https://h.example/path"), Names());
  }
}

TEST(Routes, TakeAHeaderWithoutAColonForOneWithoutAValue) {
  const auto routes = Routes::parse(
      "jeton routes 1\nend\nprofile a\tjeton profile 1\theader=\theader=X\ttrouble_status=77\tend\t\n~\n");
  ASSERT_TRUE(routes);
  const auto read = routes->find("a");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->api_headers, (Headers{{"", ""}, {"X", ""}}));
  EXPECT_EQ(read->trouble_status, Status::configuration);
}

TEST(Routes, AreNoneWhereTheirFileIsTorn) {
  const Compiled compiled({profile("a", {"https://a.example/x"}), profile("b", {"https://b.example"})});
  for (std::size_t length = 0; length < compiled.text.size(); ++length) {
    EXPECT_FALSE(Routes::parse(std::string_view(compiled.text).substr(0, length))) << length;
  }
  EXPECT_FALSE(Routes::parse("jeton routes 0\nend\n~\n"));
}

constexpr std::int64_t much_later_ns = std::int64_t{4'102'444'800} * 1'000'000'000;

TEST(Routes, AreUpToDateWhileTheirConfigurationHasNotChanged) {
  const TemporaryFolder folder;
  const auto configuration = folder.write("config.toml", "a");
  const auto text = compile_routes({.files = {configuration}}, {Stamp::of(configuration)}, "1.0", much_later_ns);
  const auto routes = Routes::parse(text).value();
  EXPECT_TRUE(routes.up_to_date("1.0", much_later_ns));
  EXPECT_FALSE(routes.up_to_date("1.1", much_later_ns));
  folder.write("config.toml", "bb");
  EXPECT_FALSE(routes.up_to_date("1.0", much_later_ns));
  std::filesystem::remove(configuration);
  EXPECT_FALSE(routes.up_to_date("1.0", much_later_ns));
}

TEST(Routes, OfAProfileAreUpToDateWhileItsPluginHasNotChanged) {
  const TemporaryFolder folder;
  const auto configuration = folder.write("config.toml", "a");
  const auto used = folder.write("used.so", "a");
  const auto absent = folder / "not-there.so";
  const auto text =
      compile_routes({.files = {configuration, used, absent}},
                     {Stamp::of(configuration), Stamp::of(used), Stamp::of(absent)}, "1.0", much_later_ns);
  const auto routes = Routes::parse(text).value();
  const auto up_to_date = [&](std::size_t plugin) { return routes.up_to_date({.name = "a", .plugin = plugin}); };
  constexpr std::size_t none = 0;
  EXPECT_TRUE(up_to_date(none) && up_to_date(1) && up_to_date(2));
  EXPECT_FALSE(up_to_date(3)) << "there is no such file";
  folder.write("not-there.so", "now it is");
  EXPECT_TRUE(up_to_date(none) && up_to_date(1));
  EXPECT_FALSE(up_to_date(2));
  std::filesystem::remove(absent);
  EXPECT_TRUE(up_to_date(2));
  folder.write("used.so", "bb");
  EXPECT_FALSE(up_to_date(1));
  EXPECT_TRUE(routes.up_to_date("1.0", much_later_ns)) << "the others' routes are good as they are";
}

TEST(Routes, NameEveryProfileInOrder) {
  EXPECT_EQ(Compiled({profile("b", {"https://b.example"}), profile("a.1", {}), profile("a", {"https://a.example"})})
                .routes.names(),
            Names({"a", "a.1", "b"}));
  EXPECT_EQ(Compiled({}).routes.names(), Names());
}

TEST(Routes, SayWhetherTheSecretStoreIsEncrypted) {
  EXPECT_FALSE(Routes::parse(compile_routes({}, {}, "1.0", 0))->store_is_encrypted());
  EXPECT_TRUE(Routes::parse(compile_routes({.store_is_encrypted = true}, {}, "1.0", 0))->store_is_encrypted());
}

/// A later change within the same tick of the file system's clock would leave no trace.
TEST(Routes, AreNotTrustedWhereAFileHadJustChanged) {
  const TemporaryFolder folder;
  const auto configuration = folder.write("config.toml", "a");
  const auto stamp = Stamp::of(configuration);
  const auto up_to_date = [&](std::int64_t now_ns) {
    const auto text = compile_routes({.files = {configuration}}, {stamp}, "1.0", now_ns);
    return Routes::parse(text)->up_to_date("1.0", much_later_ns);
  };
  EXPECT_FALSE(up_to_date(stamp.changed_ns));
  EXPECT_FALSE(up_to_date(stamp.changed_ns + 1'000'000));
  EXPECT_FALSE(up_to_date(stamp.changed_ns - 1'000'000));
  EXPECT_TRUE(up_to_date(stamp.changed_ns + 2'100'000'000));
}

TEST(Routes, ServeThoseWhoWaitedForThemEvenWhereAFileHadJustChanged) {
  const TemporaryFolder folder;
  const auto configuration = folder.write("config.toml", "a");
  const auto stamp = Stamp::of(configuration);
  const auto text = compile_routes({.files = {configuration}}, {stamp}, "1.0", stamp.changed_ns);
  EXPECT_TRUE(Routes::parse(text)->up_to_date("1.0", stamp.changed_ns));
  EXPECT_FALSE(Routes::parse(text)->up_to_date("1.0", stamp.changed_ns + 1));
}

TEST(ProfileRoute, IsLoopbackOnlyWhereEveryUrlIs) {
  EXPECT_TRUE(profile("a", {"http://localhost:1", "https://127.0.0.1", "https://[::1]"}).loopback_only());
  EXPECT_FALSE(profile("a", {"http://localhost:1", "https://a.example"}).loopback_only());
  EXPECT_FALSE(profile("a", {"https://*.localhost.example"}).loopback_only());
}

TEST(ProfileRoute, CoversWhatOneOfItsUrlsCovers) {
  const auto route = profile("a", {"https://a.example/x", "https://b.example"});
  EXPECT_TRUE(route.covers(parse_request_url("https://b.example/y").value()));
  EXPECT_TRUE(route.covers(parse_request_url("https://a.example/x").value()));
  EXPECT_FALSE(route.covers(parse_request_url("https://a.example/y").value()));
}

TEST(Routes, AreSearchedForALongPathWithoutWritingOutAllThatIsAboveIt) {
  constexpr long most_kib = 50'000;
  const Compiled compiled({profile("team", {"https://a.example/team"})});
  std::string path = "/team";
  while (path.size() < 60'000) path += "/a";
  const auto before = peak_memory_kib();
  EXPECT_EQ(compiled.at("https://a.example" + path), Names({"team"}));
  EXPECT_EQ(compiled.at("https://a.example/other" + path), Names());
  EXPECT_LT(peak_memory_kib() - before, most_kib);
}

}  // namespace
}  // namespace jeton
