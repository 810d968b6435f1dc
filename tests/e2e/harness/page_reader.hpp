#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/connect_proxy.hpp"
#include "harness/page.hpp"
#include "harness/sandbox.hpp"
#include "harness/temporary_folder.hpp"
#include "harness/user.hpp"

namespace jeton::e2e {

/// Somebody who does all that a page says, in one shell and in a fresh home. The hosts in the documentation are the
/// sandbox's providers, by way of a proxy; nobody else can be reached. Whoever asks for consent gets it.
class PageReader {
 public:
  PageReader();
  PageReader(const PageReader&) = delete;
  PageReader& operator=(const PageReader&) = delete;
  ~PageReader();

  struct Result {
    Step step;
    std::string printed;  ///< in the page's words for what differs from run to run
    int status = -1;
  };
  /// As far as the shell came.
  std::vector<Result> follow(const std::vector<Step>& steps) const;

  /// Of the programs, those that this machine does not have.
  std::vector<std::string> missing(const std::vector<std::string>& programs) const;
  /// Hosts that the page led to and that are nobody here.
  std::vector<std::string> foreign_hosts() const;

 private:
  std::filesystem::path tools() const { return tools_.path(); }
  std::string script(const std::vector<Step>& steps) const;
  std::string commands_for(const Step& step, const std::filesystem::path& data) const;
  std::string in_this_run(std::string text) const;
  std::string in_the_page(std::string text) const;

  TemporaryFolder tools_;
  User user_;
  Sandbox sandbox_;
  ConnectProxy::Ports ports_;
  ConnectProxy proxy_;
  std::vector<std::pair<std::string, std::string>> examples_;  ///< what pages say, and what is meant in this run
};

}  // namespace jeton::e2e
