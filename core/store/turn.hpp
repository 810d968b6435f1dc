#pragma once

#include "base/file.hpp"
#include "routes/routes.hpp"
#include "store/lock.hpp"

namespace jeton {

/// Waits for the lock of the profile: for the turn to have its provider asked, or to change what is kept for it. Says
/// on a terminal whom it waits for. Throws Error(unreachable) that names them where that takes longer than an exchange
/// can.
Lock wait_for_turn(const Folder& state, const ProfileRoute& profile);

}  // namespace jeton
