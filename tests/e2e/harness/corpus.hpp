#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jeton::e2e {

/// A case of tests/corpus: one question, in as many protocols as have words for it, and its answer. The README there
/// says what all of it means.
struct CorpusCase {
  std::string name;
  int line = 0;  ///< of its file, where it begins
  std::optional<std::string> profile;

  // What the program of each protocol is given, byte for byte.
  std::optional<std::string> git;
  std::optional<std::string> docker;
  struct Curl {
    std::string profile;
    std::string url;
  };
  std::optional<Curl> curl;

  struct Answer {
    std::string kind;  ///< "none", "refused", "unnamed" or a profile's name
    std::string username;
    bool bearer = false;
  };
  Answer answer;

  int requests() const { return (git ? 1 : 0) + (docker ? 1 : 0) + (curl ? 1 : 0); }
};

/// The configuration that every case is asked against.
std::string corpus_configuration();

/// The files with cases, in order.
std::vector<std::filesystem::path> corpus_files();

/// Throws std::invalid_argument that names the line.
std::vector<CorpusCase> read_corpus(std::string_view text);

}  // namespace jeton::e2e
