#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "grant.hpp"
#include "provider.hpp"

namespace jeton::sandbox {

/// Where a provider of this run is, and who may ask it.
struct Place {
  const Provider& provider;
  Client client;
  int port;
  std::string callback;  ///< the redirection URI that is registered; empty: none is

  std::string url() const { return "https://localhost:" + std::to_string(port); }
};

struct File {
  std::string name;  ///< relative to the folder
  std::string content;
};

/// All that a jeton (and a docker, and a test) needs to find the sandbox, as files for its folder. The last of them is
/// sandbox.json, which says that the others are there.
std::vector<File> configuration_files(std::span<const Place> places, const std::filesystem::path& folder,
                                      const std::string& ca_pem);

}  // namespace jeton::sandbox
