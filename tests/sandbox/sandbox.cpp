#include "sandbox.hpp"

#include "callback_port.hpp"
#include "demo_repository.hpp"
#include "guide.hpp"
#include "provider.hpp"
#include "random.hpp"
#include "router.hpp"

namespace jeton::sandbox {

namespace {

std::string new_callback(const Provider& provider) {
  if (provider.callback_path.empty()) return {};
  return "http://127.0.0.1:" + std::to_string(callback_port()) + std::string(provider.callback_path);
}

}  // namespace

Sandbox::Sandbox(const Options& options)
    : folder_(options.folder),
      git_backend_{.processes = processes_,
                   .http_backend = git_exec_path(processes_) / "git-http-backend",
                   .project_root = folder_.path()},
      image_(demo_image()),
      identity_(new_server_identity(options.hosts)) {
  // All ports are taken before anything is written that names them.
  int port = options.port;
  for (const Provider* const provider : providers()) {
    const auto& listener =
        listeners_.emplace_back(std::make_unique<Listener>(std::string(provider->name), identity_, port));
    places_.push_back(
        {.provider = *provider,
         .client = {.id = random_text(32), .secret = random_text(64) + std::string(provider->client_secret_ending)},
         .port = listener->port(),
         .callback = new_callback(*provider)});
    if (port != 0) ++port;
  }
  make_demo_repository(processes_, folder_.path() / "demo.git");
  open_sites(options.fault);
  for (const File& file : configuration_files(places_, folder_.path(), identity_.ca_pem)) {
    folder_.write(file.name, file.content);
  }
}

std::string Sandbox::guide() const {
  return jeton::sandbox::guide(places_, folder_.path());
}

void Sandbox::stop() {
  processes_.stop();
  folder_.remove();
}

void Sandbox::open_sites(const Fault* fault) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Place& place = places_[i];
    const Place& next = places_[(i + 1) % places_.size()];
    sites_.emplace_back(new Site{.provider = place.provider,
                                 .client = place.client,
                                 .url = place.url(),
                                 .redirect_url = next.url() + std::string(next.provider.token_path),
                                 .callback = place.callback,
                                 .jwt_key = random_bytes(32),
                                 .git_backend = git_backend_,
                                 .image = image_});
    sites_.back()->refresh_tokens.set_policy(place.provider.refresh_policy);
    sites_.back()->fault_plan.set({.fault = fault, .seconds = std::nullopt}, 0);
    listeners_[i]->start([&site = *sites_.back()](const Request& request) { return respond(site, request); });
  }
}

}  // namespace jeton::sandbox
