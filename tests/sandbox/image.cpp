#include "image.hpp"

#include <array>
#include <cstdio>
#include <numeric>

#include "digest.hpp"
#include "json.hpp"

namespace jeton::sandbox {

namespace {

constexpr std::size_t tar_block = 512;

/// A field of a tar header: an octal number, with leading zeros, that fills `width` but for its terminating NUL.
std::string octal(std::size_t value, int width) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%0*zo", width - 1, value);
  return {text.data(), static_cast<std::size_t>(size)};
}

/// A ustar archive (POSIX.1-1988) of one file, readable for all.
std::string tar_of(std::string_view name, std::string_view content) {
  std::string header(tar_block, '\0');
  const auto put = [&](std::size_t offset, std::string_view text) { header.replace(offset, text.size(), text); };
  put(0, name);
  put(100, octal(0644, 8));
  put(108, octal(0, 8));
  put(116, octal(0, 8));
  put(124, octal(content.size(), 12));
  put(136, octal(0, 12));
  put(156, "0");
  put(257, std::string_view("ustar\00000", 8));
  // The checksum is taken over the header with blanks in the checksum's place.
  put(148, "        ");
  put(148, octal(std::accumulate(header.begin(), header.end(), std::size_t{0},
                                 [](std::size_t sum, char c) { return sum + static_cast<unsigned char>(c); }),
                 7));
  header[154] = '\0';

  std::string archive = header + std::string(content);
  archive.resize((archive.size() + tar_block - 1) / tar_block * tar_block);
  archive.resize(archive.size() + 2 * tar_block);
  return archive;
}

Blob blob(std::string media_type, std::string content) {
  std::string digest = sha256_digest(content);
  return {.media_type = std::move(media_type), .content = std::move(content), .digest = std::move(digest)};
}

Json descriptor(const Blob& blob) {
  return {{"mediaType", blob.media_type}, {"digest", blob.digest}, {"size", blob.content.size()}};
}

}  // namespace

Image demo_image() {
  // An uncompressed layer is its own diff_id, and there is no compressor whose version could change the digests.
  Blob layer =
      blob("application/vnd.docker.image.rootfs.diff.tar", tar_of("hello.txt", "Hello from the jeton sandbox.\n"));
  const Json config = {{"created", "2026-01-01T00:00:00Z"},
                       {"architecture", "amd64"},
                       {"os", "linux"},
                       {"config", {{"Cmd", {"/hello.txt"}}}},
                       {"rootfs", {{"type", "layers"}, {"diff_ids", Json::array({layer.digest})}}}};
  Blob config_blob = blob("application/vnd.docker.container.image.v1+json", to_text(config));
  // docker's own format and not OCI's, which a docker of before 2023 does not read.
  constexpr auto manifest_type = "application/vnd.docker.distribution.manifest.v2+json";
  const Json manifest = {{"schemaVersion", 2},
                         {"mediaType", manifest_type},
                         {"config", descriptor(config_blob)},
                         {"layers", Json::array({descriptor(layer)})}};
  return {.repository = "demo/hello",
          .tag = "latest",
          .manifest = blob(manifest_type, to_text(manifest)),
          .config = std::move(config_blob),
          .layer = std::move(layer)};
}

}  // namespace jeton::sandbox
