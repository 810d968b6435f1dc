#pragma once

namespace jeton::sandbox {

/// A port of 127.0.0.1 that is free now, for a callback that is registered before anybody listens there. It is none of
/// those that Linux gives to whoever asks for any port, so nobody gets it by chance.
int callback_port();

}  // namespace jeton::sandbox
