# What `find_package(jeton)` finds. Its version is the number of the plugin interface: a source that was written for it
# compiles as long as that stays, whatever version the programs have reached.
include(CMakePackageConfigHelpers)
file(STRINGS include/jeton/plugin.hpp interface REGEX "^#define JETON_PLUGIN_INTERFACE ")
string(REGEX REPLACE ".* " "" interface "${interface}")
write_basic_package_version_file(jetonConfigVersion.cmake VERSION ${interface} COMPATIBILITY SameMajorVersion)

set(headers ${JETON_SDK_HEADERS})
list(TRANSFORM headers PREPEND include/jeton/)
install(FILES ${headers} DESTINATION include/jeton)
set_target_properties(jeton_sdk PROPERTIES EXPORT_NAME sdk)
set_target_properties(jeton_oauth PROPERTIES EXPORT_NAME oauth)
install(TARGETS jeton_sdk jeton_oauth EXPORT jeton ARCHIVE DESTINATION lib/jeton)
install(EXPORT jeton FILE jetonTargets.cmake NAMESPACE jeton:: DESTINATION lib/cmake/jeton)
install(FILES cmake/jetonConfig.cmake cmake/JetonAddPlugin.cmake cmake/plugin.map
  ${CMAKE_CURRENT_BINARY_DIR}/jetonConfigVersion.cmake DESTINATION lib/cmake/jeton)
