# Every library of the programs. The tests' and the sandbox's own are beside them.
find_package(nlohmann_json REQUIRED)
find_package(CURL REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(tomlpp REQUIRED tomlplusplus)
find_package(OpenSSL REQUIRED)
# Debian compiles cpp-httplib; its pkg-config file names the features it was compiled with, which its header must be told.
pkg_check_modules(CPP_HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

# Compiled once, in core/config: who waits for a token would wait for the loading of its library as well.
add_library(jeton_toml INTERFACE)
target_include_directories(jeton_toml SYSTEM INTERFACE ${tomlpp_INCLUDE_DIRS})
target_compile_definitions(jeton_toml INTERFACE TOML_HEADER_ONLY=0 TOML_ENABLE_FORMATTERS=0)

find_library(JETON_STATIC_LIBC libc.a)
find_library(JETON_STATIC_SODIUM libsodium.a)

# libsodium's archive where there is one: the front is static, and needs a hash of it alone.
add_library(jeton_sodium INTERFACE)
if(JETON_STATIC_SODIUM)
  target_include_directories(jeton_sodium INTERFACE ${sodium_INCLUDE_DIRS})
  target_link_libraries(jeton_sodium INTERFACE ${JETON_STATIC_SODIUM})
else()
  target_link_libraries(jeton_sodium INTERFACE PkgConfig::sodium)
endif()
