# How provider plugins are built, in this tree and with the installed package alike.

# The SDK's headers, which are a part of a plugin's ABI.
set(JETON_SDK_HEADERS http.hpp oauth.hpp plugin.hpp provider.hpp settings.hpp)

# jeton_define_abi(FOLDER): whoever links jeton_plugin_abi knows the hash of the SDK's headers below FOLDER, so that a host
# refuses a plugin that was made with others. They are read anew each time, as they are what is compiled.
function(jeton_define_abi folder)
  set(hashes "")
  foreach(header IN LISTS JETON_SDK_HEADERS)
    file(SHA256 ${folder}/jeton/${header} hash)
    string(APPEND hashes ${hash})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/jeton/${header})
  endforeach()
  string(SHA256 hash "${hashes}")
  string(SUBSTRING ${hash} 0 16 hash)
  add_library(jeton_plugin_abi INTERFACE)
  target_compile_definitions(jeton_plugin_abi INTERFACE JETON_SDK_HASH="${hash}")
endfunction()

# jeton_add_plugin(NAME SOURCES …): NAME.so, a provider plugin that exports `jeton_plugin` alone.
function(jeton_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 plugin "" "" "SOURCES")
  set(exports ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  add_library(${name} MODULE ${plugin_SOURCES})
  target_link_libraries(${name} PRIVATE jeton::oauth jeton_plugin_abi)
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so" LINK_DEPENDS ${exports}
    CXX_STANDARD 23 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # Instances of the standard library's templates are visible whatever the compiler is told; the linker hides them.
  target_link_options(${name} PRIVATE -Wl,--version-script=${exports} -Wl,--no-undefined)
endfunction()
