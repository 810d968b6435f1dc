#include "front/token_source.hpp"

#include <ctime>

#include "base/fingerprint.hpp"
#include "base/message.hpp"
#include "base/shown_wait.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/trace.hpp"
#include "front/host_process.hpp"
#include "store/hold_off.hpp"
#include "store/turn.hpp"
#include "token/freshness.hpp"

namespace jeton {
namespace {

void warn(const ProfileRoute& profile, const std::string& message) {
  print_message(profile.name + ": warning: " + message);
}

}  // namespace

bool TokenSource::load_routes(std::int64_t since_ns) {
  mapped_routes_ = cache_.load_routes(places_.configuration);
  routes_ = mapped_routes_ ? Routes::parse(mapped_routes_->text()) : std::nullopt;
  if (routes_ && !routes_->up_to_date(JETON_VERSION, since_ns)) routes_.reset();
  return routes_.has_value();
}

const Routes& TokenSource::routes() {
  if (routes_) return *routes_;
  const auto since = clock_ns();
  if (load_routes(since)) return *routes_;
  return compile_routes(since, {});
}

/// True if the routes know of no such profile, too.
bool TokenSource::plugin_unchanged(const std::string& profile) const {
  const auto found = routes_->find(profile);
  return !found || routes_->up_to_date(*found);
}

/// For a profile whose plugin has changed, or where it is empty, since the configuration has.
const Routes& TokenSource::compile_routes(std::int64_t since, const std::string& profile) {
  // One process compiles for all that wait; where nothing can be locked, each for itself.
  std::optional<Lock> lock;
  try {
    constexpr Seconds patience = 30;
    ShownWait wait("waiting for another process, which reads " + places_.configuration, patience);
    lock = Lock::acquire(Folder::create(places_.state), "@routes.lock", patience, [&](int /*holder*/) { wait.tick(); });
    if (lock && load_routes(since) && plugin_unchanged(profile)) return *routes_;
  } catch (const Error& error) {
    trace(error.what());
  }
  trace("the routes are out of date; compiling " + places_.configuration);
  auto answer = ask_host({"@routes", places_.configuration, "REPLY-FD"}, std::nullopt);
  compiled_routes_ = std::move(answer.text);
  routes_ = Routes::parse(compiled_routes_);
  if (routes_) return *routes_;
  const auto reply = Reply::parse(compiled_routes_);
  if (reply) throw Error(reply->status, reply->message);
  throw Error(Status::plugin, "jeton-host " + answer.end + " while it read the configuration; run: jeton plugins");
}

ProfileRoute TokenSource::profile(const std::string& name) {
  auto found = routes().find(name);
  if (found && !routes_->up_to_date(*found)) found = compile_routes(clock_ns(), name).find(name);
  if (!found) {
    throw Error(Status::configuration, name + ": " + no_such_profile(name, routes_->names(), places_.configuration));
  }
  return std::move(*found);
}

/// The cached token, if it may be handed out; else why a new one is asked for.
std::optional<Token> TokenSource::from_cache(const ProfileRoute& profile, const Demand& demand, Reason& reason) const {
  reason = demand.reason;
  if (reason == Reason::renew) return std::nullopt;
  auto cached = cache_.load(profile);
  if (!cached) return std::nullopt;
  if (cache_.is_rejected(fingerprint(cached->secret))) {
    reason = Reason::rejected;
    return std::nullopt;
  }
  if (!sources_unchanged(cached->sources)) {
    reason = Reason::changed;
    return std::nullopt;
  }
  // One that nobody but a person can replace serves to its end.
  const auto wanted = !cached->replaceable  ? std::optional<Seconds>(0)
                      : demand.min_validity ? demand.min_validity
                                            : profile.min_validity;
  const auto state = freshness(*cached, std::time(nullptr), wanted);
  if (state != Freshness::fresh && state != Freshness::expiring) return std::nullopt;
  return Token{.access_token = std::move(*cached), .from = Reply::From::cache};
}

Token TokenSource::get(const ProfileRoute& profile, const Demand& demand) {
  if (profile.trouble_status != Status::done) throw Error(profile.trouble_status, profile.trouble);
  Reason reason{};
  if (auto token = from_cache(profile, demand, reason)) {
    trace(profile.name + ": the cached token serves");
    const auto ahead = renews_at(token->access_token);
    const bool renews = profile.renews_in_background && token->access_token.replaceable;
    if (ahead && *ahead <= std::time(nullptr) && renews) to_renew_ = profile;
    return std::move(*token);
  }
  return from_host(profile, demand, reason);
}

TokenSource::Turn TokenSource::wait_for_turn(const ProfileRoute& profile) const {
  Turn turn{.since_ns = clock_ns()};
  try {
    turn.state = Folder::create(places_.state);
    turn.lock = Lock::try_acquire(*turn.state, lock_file(profile));
  } catch (const Error& error) {
    warn(profile, error.what());
    turn.state.reset();
    return turn;
  }
  if (turn.lock) return turn;
  turn.waited = true;
  turn.lock = jeton::wait_for_turn(*turn.state, profile);
  return turn;
}

/// A cached token that is alive and that nobody rejected, however little of its life is left.
std::optional<Token> TokenSource::living_token(const ProfileRoute& profile) const {
  auto cached = cache_.load(profile);
  if (!cached || freshness(*cached, std::time(nullptr), 0) == Freshness::expired ||
      !sources_unchanged(cached->sources) || cache_.is_rejected(fingerprint(cached->secret))) {
    return std::nullopt;
  }
  return Token{.access_token = std::move(*cached), .from = Reply::From::cache};
}

/// Nothing where the provider may be asked. During a hold-off a living token serves, and else the reason is thrown; so
/// is the failure of another process that asked while this one waited: its answer is ours.
std::optional<Token> TokenSource::held_off(const ProfileRoute& profile, const Turn& turn) const {
  const auto hold_off = HoldOff::load(*turn.state, hold_off_file(profile));
  if (!hold_off || !sources_unchanged(hold_off->sources)) return std::nullopt;
  const Seconds now = std::time(nullptr);
  const bool is_news = turn.waited && hold_off->failed_at_ns >= turn.since_ns;
  if (!hold_off->holds(now) && !is_news) return std::nullopt;
  if (auto token = living_token(profile)) return token;
  if (!is_news) throw hold_off->error(now);
  throw Error(hold_off->status, hold_off->message);
}

Token TokenSource::from_host(const ProfileRoute& profile, const Demand& demand, Reason reason) {
  const auto before = cache_.load(profile);
  auto turn = wait_for_turn(profile);
  if (turn.waited) {
    // A token that came while we waited is as good as one that we asked for, whatever was asked of it.
    auto living = living_token(profile);
    if (living && (!before || before->secret != living->access_token.secret)) return std::move(*living);
  }
  Reason reason_now{};
  if (auto token = from_cache(profile, demand, reason_now)) return std::move(*token);
  if (turn.state) {
    if (auto token = held_off(profile, turn)) return std::move(*token);
  }
  return exchange(profile, reason, std::move(turn.lock));
}

Token TokenSource::exchange(const ProfileRoute& profile, Reason reason, std::optional<Lock> lock) const {
  trace(profile.name + ": asking the host: " + std::string(name_of(reason)));
  const std::string locked = lock ? "locked" : "unlocked";
  const auto answer =
      ask_host({"@exchange", places_.configuration, "REPLY-FD", std::string(name_of(reason)), profile.name, locked},
               std::move(lock));
  auto reply = Reply::parse(answer.text);
  if (!reply) {
    throw Error(Status::plugin, "jeton-host " + (answer.end.empty() ? "said nothing" : answer.end) +
                                    ": the provider's plugin is broken; run: jeton plugins");
  }
  for (const auto& warning : reply->warnings) warn(profile, warning);
  if (!reply->token) throw Error(reply->status, reply->message);
  return {.access_token = std::move(*reply->token), .from = reply->from};
}

void TokenSource::reject(const ProfileRoute& profile, const std::string& rejected) {
  const auto cached = cache_.load(profile);
  if (!cached || fingerprint(cached->secret) != rejected) return;
  trace(profile.name + ": the cached token was rejected");
  cache_.reject(*cached, std::time(nullptr));
  if (cached->replaceable) return;
  // Only a person can replace it: the report must outlive the cache, and the host keeps it.
  try {
    get(profile, {});
  } catch (const Error& error) {
    trace(profile.name + ": " + error.what());
  }
}

void TokenSource::renew_ahead() {
  if (!to_renew_) return;
  try {
    const auto state = Folder::create(places_.state);
    const auto lock = Lock::try_acquire(state, lock_file(*to_renew_));
    if (!lock) return;
    const auto hold_off = HoldOff::load(state, hold_off_file(*to_renew_));
    if (hold_off && hold_off->holds(std::time(nullptr))) return;
    const auto cached = cache_.load(*to_renew_);
    const auto ahead = cached ? renews_at(*cached) : std::nullopt;
    if (!ahead || *ahead > std::time(nullptr)) return;
    ask_host_in_background({"@exchange", places_.configuration, "REPLY-FD", std::string(name_of(Reason::ahead)),
                            to_renew_->name, "locked"},
                           *lock);
  } catch (const Error& error) {
    trace(to_renew_->name + ": not renewed ahead: " + error.what());
  }
}

}  // namespace jeton
