#pragma once

#include "jeton/provider.hpp"

#ifndef JETON_SDK_HASH
#error "build plugins with jeton_add_plugin(), which defines JETON_SDK_HASH"
#endif

namespace jeton {

/// What a plugin exports under the name `jeton_plugin`, and nothing else.
struct Plugin {
  const char* name;          ///< what `provider` in a profile says, and the file is called: NAME.so
  const Provider* provider;  ///< never null; it lives as long as the plugin
};

}  // namespace jeton

/// The number of the interface, and the version of the SDK: it grows where a plugin's source has to be changed. A
/// change of the headers that leaves sources alone shows in their hash.
#define JETON_PLUGIN_INTERFACE 1

#define JETON_STRING_(x) #x
#define JETON_STRING(x) JETON_STRING_(x)

/// libstdc++'s debug mode gives its containers another layout.
#ifdef _GLIBCXX_DEBUG
#define JETON_CONTAINERS "debug"
#else
#define JETON_CONTAINERS "plain"
#endif

#define JETON_COMPILER_ABI \
  "gxx" JETON_STRING(__GXX_ABI_VERSION) ".string" JETON_STRING(_GLIBCXX_USE_CXX11_ABI) "." JETON_CONTAINERS

/// What two binaries must have in common before one may call the other: the interface, the compiler's ABI (which
/// changes with each major version of g++), the standard library's, and the SDK headers themselves.
#define JETON_PLUGIN_ABI "jeton.plugin." JETON_STRING(JETON_PLUGIN_INTERFACE) "." JETON_COMPILER_ABI "." JETON_SDK_HASH

/// Ends a plugin's source. The object lies in a section named after the ABI, which can be read from the file before any
/// of its code runs, and which stripping leaves alone (it drops the symbols that Boost.DLL reads).
#define JETON_PLUGIN(plugin_name, provider_object)                                                           \
  extern "C" {                                                                                               \
  extern const jeton::Plugin jeton_plugin __attribute__((visibility("default"), section(JETON_PLUGIN_ABI))); \
  __attribute__((used)) const jeton::Plugin jeton_plugin{plugin_name, &(provider_object)};                   \
  }
