#pragma once

#include "jeton/provider.hpp"

#ifndef JETON_SDK_HASH
#error "build plugins with jeton_add_plugin(), which defines JETON_SDK_HASH"
#endif

namespace jeton {

/// What a plugin exports under the name `jeton_plugin`, and nothing else.
struct Plugin {
  const char* name;
  const Provider* provider;
};

}  // namespace jeton

#define JETON_STRING_(x) #x
#define JETON_STRING(x) JETON_STRING_(x)

/// What two binaries must have in common before one may call the other: jeton's interface number, the compiler's ABI,
/// std::string's ABI and the SDK headers themselves.
#define JETON_PLUGIN_ABI \
  "jeton.plugin.1.gxx" JETON_STRING(__GXX_ABI_VERSION) ".string" JETON_STRING(_GLIBCXX_USE_CXX11_ABI) "." JETON_SDK_HASH

/// Ends a plugin's source. The object lies in a section named after the ABI, which can be read from the file before any
/// of its code runs, and which stripping leaves alone (it drops the symbols that Boost.DLL reads).
#define JETON_PLUGIN(plugin_name, provider_object)                                                           \
  extern "C" {                                                                                               \
  extern const jeton::Plugin jeton_plugin __attribute__((visibility("default"), section(JETON_PLUGIN_ABI))); \
  __attribute__((used)) const jeton::Plugin jeton_plugin{plugin_name, &(provider_object)};                   \
  }
