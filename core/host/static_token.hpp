#pragma once

#include "host/exchange.hpp"

namespace jeton {

/// The token of a profile whose secret `token` is the access token: nobody is asked for it, and nobody but a person can
/// put another one in its place.
Reply static_token(const Exchange& work, Seconds now);

}  // namespace jeton
