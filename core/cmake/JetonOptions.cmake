# What every target of this tree is compiled and linked with: warnings, hardening, sanitizers.
add_library(jeton_options INTERFACE)
target_compile_options(jeton_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wno-missing-field-initializers -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough $<$<BOOL:${JETON_WERROR}>:-Werror>)
target_compile_definitions(jeton_options INTERFACE JETON_VERSION="${PROJECT_VERSION}")

if(JETON_SANITIZE)
  target_compile_options(jeton_options INTERFACE -fsanitize=${JETON_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(jeton_options INTERFACE -fsanitize=${JETON_SANITIZE})
else()
  target_compile_options(jeton_options INTERFACE -fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
    target_compile_options(jeton_options INTERFACE -fcf-protection)
  endif()
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(jeton_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  endif()
endif()
# What nothing calls is not linked.
target_compile_options(jeton_options INTERFACE -ffunction-sections -fdata-sections)
target_link_options(jeton_options INTERFACE -Wl,--gc-sections)
target_link_options(jeton_options INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed)

# jeton_part(NAME SOURCES … PUBLIC … PRIVATE …): one target a folder; what it may include is what it links.
function(jeton_part name)
  cmake_parse_arguments(PARSE_ARGV 1 part "" "" "SOURCES;PUBLIC;PRIVATE")
  add_library(${name} STATIC ${part_SOURCES})
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}>)
  target_link_libraries(${name} PUBLIC ${part_PUBLIC} PRIVATE $<BUILD_INTERFACE:jeton_options> ${part_PRIVATE})
endfunction()
