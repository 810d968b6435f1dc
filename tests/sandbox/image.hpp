#pragma once

#include <string>
#include <string_view>

namespace jeton::sandbox {

/// Content that is addressed by its digest.
struct Blob {
  std::string media_type;
  std::string content;
  std::string digest;
};

/// An OCI image of one layer, of a few kilobytes.
struct Image {
  std::string_view repository;
  std::string_view tag;
  Blob manifest;
  Blob config;
  Blob layer;
};

/// demo/hello:latest, with one file. The same at each start, digests included.
Image demo_image();

}  // namespace jeton::sandbox
