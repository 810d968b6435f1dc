# find_package(jeton 1 CONFIG) brings jeton_add_plugin(), the program as jeton::jeton, and in jeton_PLUGIN_FOLDER where it
# looks for plugins. The version is the plugin interface's, for which a plugin's source is written, not the program's.
include(${CMAKE_CURRENT_LIST_DIR}/jetonTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/JetonAddPlugin.cmake)

get_target_property(jeton_include jeton::sdk INTERFACE_INCLUDE_DIRECTORIES)
if(NOT TARGET jeton_plugin_abi)
  jeton_define_abi(${jeton_include})
endif()
cmake_path(REPLACE_FILENAME jeton_include lib/jeton/plugins OUTPUT_VARIABLE jeton_PLUGIN_FOLDER)
