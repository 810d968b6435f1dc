# What cpack makes: `--target package` a .deb, `--target package_source` the sources of the last commit.
set(CPACK_PACKAGE_VENDOR jeton)
set(CPACK_PACKAGE_CONTACT "jeton developers <jeton@jeton.invalid>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR})
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian/tree.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "git, curl")
set(CPACK_PACKAGE_DESCRIPTION
  "jeton is a credential helper of git, docker, podman and skopeo, and gives curl
its configuration. It asks OAuth2 providers for tokens and keeps them: once per
expiry, however many processes ask, and from then on as fast as a program can
start.
.
Providers are plugins. Five come with it: Clear Street, Tradier, StudyTeam,
Clayton, and any other of RFC 6749.")

set(CPACK_SOURCE_GENERATOR External)
set(CPACK_SOURCE_PACKAGE_FILE_NAME jeton-${PROJECT_VERSION})
set(CPACK_EXTERNAL_PACKAGE_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/sources.cmake)
include(CPack)
