# Packs what the last commit has, and nothing that lies around beside it: cpack runs this for `package_source`.
set(sources ${CMAKE_CURRENT_LIST_DIR}/../..)
set(tarball ${CPACK_TEMPORARY_DIRECTORY}/${CPACK_PACKAGE_FILE_NAME}.tar.gz)
file(MAKE_DIRECTORY ${CPACK_TEMPORARY_DIRECTORY})
# A checkout may be somebody else's, in a container.
execute_process(
  COMMAND git -C ${sources} -c safe.directory=* -c tar.umask=022
          archive --format=tar --prefix=${CPACK_PACKAGE_FILE_NAME}/ HEAD
  COMMAND gzip --best --no-name
  OUTPUT_FILE ${tarball} COMMAND_ERROR_IS_FATAL ANY)
set(CPACK_EXTERNAL_BUILT_PACKAGES ${tarball})
