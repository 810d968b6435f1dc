#include "commands/commands.hpp"
#include "commands/help.hpp"
#include "manual/pages.hpp"

/// The pages of the programs.
namespace jeton {
namespace {

void add_options(ManualPage& page, std::span<const Option> options) {
  for (const auto& option : options) page.item(usage_of(option), option.meaning);
}

void add_command_to(ManualPage& page, const Command& command) {
  page.subheading(usage_of(command)).text(command.description);
  for (const auto& argument : command.arguments) page.item(usage_of(argument), argument.meaning);
  add_options(page, command.options);
  page.example(command.example);
}

/// What a helper's page has, whatever its protocol.
void add_helper(ManualPage& page, const Command& command) {
  page.heading("OPTIONS");
  for (const auto& argument : command.arguments) page.item(usage_of(argument), argument.meaning);
  add_options(page, command.options);
  for (const auto& option : common_options()) {
    if (option.name == "--config") page.item(usage_of(option), option.meaning);
  }
}

}  // namespace

ManualPage jeton_page() {
  ManualPage page("jeton", 1, "OAuth2 tokens for git, curl and docker");
  page.heading("SYNOPSIS").text("jeton COMMAND [ARGUMENT…] [OPTIONS]");
  page.heading("DESCRIPTION")
      .text(
          "jeton gets tokens from OAuth2 providers, keeps them, renews them, and gives them to git, curl, docker and "
          "whatever else asks. What it has credentials for stands in its configuration, jeton.toml(5), as profiles.\n\n"
          "A token is asked for once, however many processes want it, and leaves jeton only for what its profile's "
          "urls cover. Results go to standard output; an error is one line on standard error, which says what "
          "happened, to which profile, and what mends it.");
  page.heading("COMMANDS");
  for (const auto* const command : commands()) add_command_to(page, *command);
  page.heading("OPTIONS").text("Every command takes these.");
  add_options(page, common_options());
  add_exit_statuses(page);
  add_environment(page);
  add_files(page);
  page.heading("EXAMPLES")
      .text("With a profile named acme in the configuration:")
      .example(
          "jeton login acme\n"
          "curl -K <(jeton curl acme) https://api.acme.example/\n"
          "git config --global credential.https://git.acme.example.helper jeton\n"
          "git clone https://git.acme.example/team/project");
  return page.see_also("jeton.toml(5), git-credential-jeton(1), docker-credential-jeton(1), curl(1)");
}

ManualPage git_credential_jeton_page() {
  ManualPage page("git-credential-jeton", 1, "git's credential helper for OAuth2 tokens");
  page.heading("SYNOPSIS").text("git-credential-jeton [OPTIONS] ACTION");
  page.heading("DESCRIPTION")
      .text(
          "git runs this where its configuration says credential.helper = jeton. The profile whose urls cover what git "
          "asks for answers with its token: as Bearer where the server offers that and git can (2.46 and later), else "
          "as Basic. For a URL that no profile covers the answer is empty, and git asks its next helper.\n\n"
          "A token that the server rejects is replaced, with git 2.46 and later within the same command. Nothing is "
          "ever asked on the terminal: where a login is needed, git is told so, with the command to run.");
  add_helper(page, git_command);
  page.heading("EXIT STATUS").text("0, also where there is no token: git goes by the answer alone.");
  add_environment(page);
  add_files(page);
  page.heading("EXAMPLES")
      .example("git config --global credential.https://git.acme.example.helper jeton")
      .text("Where several profiles cover the host, one is chosen by its name:")
      .example("git config --global credential.https://git.acme.example.helper \"jeton --profile acme\"");
  return page.see_also("jeton(1), jeton.toml(5), gitcredentials(7), git-credential(1)");
}

ManualPage docker_credential_jeton_page() {
  ManualPage page("docker-credential-jeton", 1,
                  "credential helper of docker, podman, skopeo and buildah for OAuth2 tokens");
  page.heading("SYNOPSIS").text("docker-credential-jeton [OPTIONS] ACTION");
  page.heading("DESCRIPTION")
      .text(
          "docker runs this where its configuration says credHelpers or credsStore: jeton. The profile whose urls "
          "cover the registry answers with its token. Logins to other registries are kept in the secret store, so "
          "that it can be the only credsStore.\n\n"
          "A link to it named docker-credential-jeton-PROFILE answers for that profile alone.");
  add_helper(page, docker_command);
  page.heading("EXIT STATUS")
      .text("0; 1 where there are no credentials, or for any other trouble: docker knows no more.");
  add_environment(page);
  add_files(page);
  page.heading("EXAMPLES")
      .text("In ~/.docker/config.json:")
      .example("{ \"credHelpers\": { \"registry.acme.example\": \"jeton\" } }");
  return page.see_also("jeton(1), jeton.toml(5), docker-login(1), podman-login(1)");
}

}  // namespace jeton
