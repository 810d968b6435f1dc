#include <string>

#include "config/configuration.hpp"
#include "manual/pages.hpp"

/// The page of the configuration.
namespace jeton {
namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + ('"' + std::string(word) + '"');
  return out;
}

std::string kind_of(const Setting& setting) {
  switch (setting.kind) {
    case Setting::Kind::text: return "string";
    case Setting::Kind::url: return "URL";
    case Setting::Kind::secret: return "secret";
    case Setting::Kind::boolean: return "true or false";
    case Setting::Kind::choice: return joined(setting.choices);
    case Setting::Kind::texts: return "array of strings";
    case Setting::Kind::table: return "table of strings";
  }
  return {};
}

void add_settings(ManualPage& page, std::span<const Setting> settings) {
  for (const auto& setting : settings) {
    const bool required = setting.need == Setting::Need::required;
    page.item(std::string(setting.name) + " (" + kind_of(setting) + (required ? "; required)" : ")"), setting.meaning);
  }
}

struct Form {
  std::string_view value;
  std::string_view meaning;
};

/// Where a secret may be read.
constexpr Form secret_forms[] = {
    {"\"literal\"", "The configuration itself, which nobody else may then read (chmod 600)."},
    {"{ env = \"NAME\" }", "The environment."},
    {"{ file = \"PATH\" }", "A file, without the newline at its end."},
    {"{ credential = \"NAME\" }", "$CREDENTIALS_DIRECTORY/NAME, as systemd's LoadCredential= provides it."},
    {"{ command = [\"pass\", \"show\", \"x\"] }",
     "A program's standard output, without the newline at its end. It is run without a shell and has 10 seconds, on a "
     "terminal 60."},
};

}  // namespace

ManualPage jeton_toml_page(std::span<const KnownPlugin> plugins) {
  ManualPage page("jeton.toml", 5, "configuration of jeton");
  page.heading("DESCRIPTION")
      .text(
          "jeton reads its configuration from the file that --config names, else JETON_CONFIG, else "
          "~/.config/jeton/config.toml. It is written in TOML. Without it, there are no profiles.\n\n"
          "A profile is a table profile.NAME: one set of credentials, at one provider, in one environment. A name has "
          "small letters, digits, \".\", \"_\" and \"-\", and begins with a letter or a digit. A mistake in a profile "
          "costs that profile alone; in the file as a whole, everything.\n\n"
          "A duration is a whole number of seconds, or a string such as \"90s\", \"5m\" or \"2h\". A path may begin "
          "with "
          "~/; a relative one counts from the configuration's folder.");
  page.heading("KEYS OF EVERY PROFILE").text("Of the values that a key may have, the first counts unless it is set.");
  add_settings(page, common_settings());
  page.heading("SECRETS").text("Wherever a secret is wanted, one of these says where it is read:");
  for (const auto& [value, meaning] : secret_forms) page.item(value, meaning);
  page.text("A secret whose key is left out is in the secret store, where jeton secret set PROFILE KEY puts it.");
  page.heading("PROVIDERS").text("What a plugin adds to the keys above. jeton plugins lists what is installed.");
  for (const auto& [name, metadata] : plugins) {
    page.subheading(name).text(metadata.summary);
    add_settings(page, metadata.settings);
  }
  page.heading("BESIDE THE PROFILES");
  for (const auto& [name, keys] : further_tables()) {
    page.subheading('[' + std::string(name) + ']');
    add_settings(page, keys);
  }
  add_files(page);
  page.heading("EXAMPLES")
      .example(
          "[profile.clearstreet]\n"
          "provider         = \"clearstreet\"\n"
          "credentials_file = \"~/Downloads/clearstreet-api.json\"\n"
          "\n"
          "[profile.acme]\n"
          "provider      = \"generic\"\n"
          "token_url     = \"https://login.acme.example/oauth/token\"\n"
          "urls          = [\"https://git.acme.example\", \"https://api.acme.example\"]\n"
          "client_id     = \"abc\"\n"
          "client_secret = { command = [\"pass\", \"show\", \"acme\"] }");
  return page.see_also("jeton(1)");
}

}  // namespace jeton
