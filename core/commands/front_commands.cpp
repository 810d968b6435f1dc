#include <array>

#include "commands/commands.hpp"

/// What the front carries out: the words alone.
namespace jeton {
namespace {

constexpr Option min_validity{"--min-validity", "DURATION", "how long the token must live at least, such as 5m",
                              ValueKind::duration};
constexpr Option renew{"--renew", "", "ask the provider even if the cached token would do"};
constexpr Option only_profile{"--profile", "NAME", "answer for this profile alone", ValueKind::profile};

constexpr std::array one_profile = {profile_argument};

constexpr std::array token_options = {
    Option{"--json", "", "print profile, token, type, expiry, scope and source as JSON"}, min_validity, renew};

constexpr std::array curl_options = {
    Option{"--url", "URL", "for this URL alone, which the profile's urls must cover", ValueKind::url},
    Option{"--output", "FILE", "write it to this file, readable by you alone", ValueKind::file}, min_validity, renew};

constexpr std::array exec_arguments = {profile_argument, Argument{"COMMAND", "the program to run, and its arguments",
                                                                  ValueKind::command, Argument::Count::some}};
constexpr std::array exec_options = {min_validity, renew};

constexpr std::array explain_arguments = {
    Argument{"URL", "https://host/path, or a registry as docker names it", ValueKind::url}};

constexpr std::array git_arguments = {
    Argument{"ACTION", "get, store, erase or capability, as git says it", ValueKind::action}};
constexpr std::array docker_arguments = {
    Argument{"ACTION", "get, store, erase, list or version, as docker says it", ValueKind::action}};
constexpr std::array helper_options = {only_profile};

constexpr std::array sandbox_options = {
    Option{"--port", "PORT", "the port on loopback; any free one unless set"},
    Option{"--dir", "DIR", "where its configuration and certificate go", ValueKind::folder},
    Option{"--fault", "FAULT", "what goes wrong there"},
};

}  // namespace

constexpr Command token_command{
    .name = "token",
    .summary = "print a profile's access token",
    .description = "Prints the access token and a newline, from the cache where there is one that will do.",
    .example = "jeton token clearstreet",
    .arguments = one_profile,
    .options = token_options};

constexpr Command curl_command{
    .name = "curl",
    .summary = "print a curl configuration for curl -K",
    .description =
        "Prints a configuration with the token and the headers that the API wants. With --url, nothing that stands "
        "before it on curl's command line gets the token.\n\n"
        "Where there is no token to give, the configuration makes curl fail before it sends anything, and curl says "
        "why.",
    .example = "curl -K <(jeton curl clearstreet) https://api.clearstreet.io/studio/v2/users",
    .arguments = one_profile,
    .options = curl_options};

constexpr Command exec_command{
    .name = "exec",
    .summary = "run a command with the token in JETON_TOKEN",
    .description =
        "Becomes the command, with the token in the environment variable JETON_TOKEN, for programs that know "
        "no better way. Whatever the command starts can read it there.\n\n"
        "The exit status is the command's. Where there is no token to give, it is not run.",
    .example = "jeton exec acme -- sh -c 'GITLAB_TOKEN=$JETON_TOKEN glab repo list'",
    .arguments = exec_arguments,
    .options = exec_options};

constexpr Command explain_command{
    .name = "explain",
    .summary = "which profile answers for a URL, and by which rule",
    .description =
        "Says for git, docker and curl which profile gives the token, by which of its urls, and why not "
        "another one; how the tool gets it, or whose stored login; and which urls nearly cover it. A user name in the "
        "URL counts as git's. Asks no provider.\n\n"
        "The status is 1 where no tool gets anything for it.",
    .example = "jeton explain https://git.example.com/team/project\njeton explain registry.example.com:5000",
    .arguments = explain_arguments,
    .options = {}};

constexpr Command git_command{.name = "git",
                              .summary = "git's credential helper",
                              .description =
                                  "What git-credential-jeton is a name for: speaks git's credential helper "
                                  "protocol on standard input and output.",
                              .example = "git config --global credential.https://git.example.com.helper jeton",
                              .arguments = git_arguments,
                              .options = helper_options};

constexpr Command docker_command{
    .name = "docker",
    .summary = "docker's, podman's and skopeo's credential helper",
    .description =
        "What docker-credential-jeton is a name for: speaks docker's credential helper protocol on standard "
        "input and output.",
    .example = "echo registry.example.com | jeton docker get",
    .arguments = docker_arguments,
    .options = helper_options};

constexpr Command reject_command{
    .name = "reject",
    .summary = "report a token that the API answered 401 to",
    .description =
        "Reads the token, or the curl configuration that it is in, from standard input. It is not handed "
        "out again; the next to ask gets another one.",
    .example = "jeton reject clearstreet <token-that-got-401",
    .arguments = one_profile,
    .options = {}};

constexpr Command sandbox_command{.name = "sandbox",
                                  .summary = "a provider, an API, git and a registry, to try it with",
                                  .description = "Runs in the foreground, on loopback, and prints the commands to try.",
                                  .example = "jeton sandbox --dir /tmp/jeton-sandbox",
                                  .arguments = {},
                                  .options = sandbox_options};

}  // namespace jeton
