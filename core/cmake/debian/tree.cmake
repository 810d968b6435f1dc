# Makes of the tree that is to be packed what Debian's policy wants: cpack runs this before it packs anything.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX})
set(doc ${root}/share/doc/${CPACK_PACKAGE_NAME})
set(here ${CMAKE_CURRENT_LIST_DIR})

# The format of copyright files wants a license's lines indented, and the empty ones not empty.
file(READ ${here}/../../../LICENSE license)
string(REGEX MATCH "Copyright [^\n]*" copyright "${license}")
string(REGEX REPLACE "^.*Copyright [^\n]*\n\n" "" license "${license}")
string(STRIP "${license}" license)
string(REPLACE "\n\n" "\n.\n" license "${license}")
string(REPLACE "\n" "\n " license "${license}")
configure_file(${here}/copyright.in ${doc}/copyright @ONLY)
file(REMOVE ${doc}/LICENSE)

file(READ ${here}/changelog changelog)
if(NOT changelog MATCHES "^${CPACK_PACKAGE_NAME} \\(${CPACK_PACKAGE_VERSION}\\)")
  message(FATAL_ERROR "${here}/changelog says nothing of version ${CPACK_PACKAGE_VERSION}")
endif()
configure_file(${here}/changelog ${doc}/changelog COPYONLY)
configure_file(${here}/lintian-overrides ${root}/share/lintian/overrides/${CPACK_PACKAGE_NAME} COPYONLY)
# cpack strips programs and shared libraries alone.
execute_process(COMMAND strip --strip-debug ${root}/lib/jeton/libjeton_oauth.a COMMAND_ERROR_IS_FATAL ANY)
# Debian's zsh has no site-functions below /usr.
file(RENAME ${root}/share/zsh/site-functions ${root}/share/zsh/vendor-completions)
file(GLOB_RECURSE manual_pages ${root}/share/man/*)
execute_process(COMMAND gzip --best --no-name ${doc}/changelog ${manual_pages} COMMAND_ERROR_IS_FATAL ANY)

# Whatever the umask of who packs it.
set(everybody OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
set(runs OWNER_EXECUTE GROUP_EXECUTE WORLD_EXECUTE)
file(CHMOD_RECURSE ${CPACK_TEMPORARY_INSTALL_DIRECTORY} DIRECTORY_PERMISSIONS ${everybody} ${runs})
file(CHMOD_RECURSE ${root}/share FILE_PERMISSIONS ${everybody} DIRECTORY_PERMISSIONS ${everybody} ${runs})
