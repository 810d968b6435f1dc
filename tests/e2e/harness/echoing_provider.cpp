#include "harness/echoing_provider.hpp"

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace jeton::e2e {
namespace {

using nlohmann::json;

/// Those of a form or of JSON, decoded, one after the other.
std::string values_of(const httplib::Request& request) {
  std::string values;
  for (const auto& [name, value] : request.params) values += value + ' ';
  const auto object = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return values;
  for (const auto& [name, value] : object.items()) values += (value.is_string() ? value.get<std::string>() : "") + ' ';
  return values;
}

void say(httplib::Response& response, int status, const json& body) {
  response.status = status;
  response.set_content(body.dump(), "application/json");
}

}  // namespace

EchoingProvider::EchoingProvider(Gifts gifts) : gifts_(std::move(gifts)), server_(new httplib::Server) {
  server_->Post("/token", [this](const httplib::Request& request, httplib::Response& response) {
    take(request);
    answer(request, response);
  });
  server_->Post("/device", [this](const httplib::Request& request, httplib::Response& response) {
    take(request);
    say(response, 200,
        {{"device_code", gifts_.device_code},
         {"user_code", "ABCD-EFGH"},
         {"verification_uri", url() + "/enter"},
         {"expires_in", 60},
         {"interval", 1}});
  });
  server_->Post("/revoke", [this](const httplib::Request& request, httplib::Response& response) {
    take(request);
    say(response, 503, {{"error", "temporarily_unavailable"}, {"error_description", values_of(request)}});
  });
  port_ = server_->bind_to_any_port("127.0.0.1");
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
}

EchoingProvider::~EchoingProvider() {
  server_->stop();
  thread_.join();
}

void EchoingProvider::set(Mood mood) {
  const std::lock_guard lock(mutex_);
  mood_ = mood;
}

std::string EchoingProvider::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

void EchoingProvider::take(const httplib::Request& request) {
  const std::lock_guard lock(mutex_);
  received_ += request.get_header_value("Authorization") + '\n' + request.body + '\n' + values_of(request) + '\n';
}

void EchoingProvider::answer(const httplib::Request& request, httplib::Response& response) const {
  const std::lock_guard lock(mutex_);
  const auto values = values_of(request);
  switch (mood_) {
    case Mood::gives:
      return say(response, 200,
                 {{"access_token", gifts_.access_token},
                  {"token_type", "Bearer"},
                  {"expires_in", 3600},
                  {"refresh_token", gifts_.refresh_token}});
    case Mood::tells_header:
      return say(response, 401,
                 {{"error", "invalid_client"},
                  {"error_description", request.get_header_value("Authorization") + " is wrong"}});
    case Mood::tells_body:
      return say(response, 400, {{"error", "invalid_request"}, {"error_description", request.body}});
    case Mood::tells_values: return say(response, 400, {{"error", "invalid_request"}, {"error_description", values}});
    case Mood::tells_in_error: return say(response, 400, {{"error", values}});
    case Mood::tells_in_title: return say(response, 400, {{"title", values}});
    case Mood::tells_in_token_type:
      return say(response, 200,
                 {{"access_token", gifts_.access_token},
                  {"token_type", gifts_.access_token + ' ' + values},
                  {"refresh_token", gifts_.refresh_token}});
    case Mood::tells_in_page: return response.set_content("<title>" + values + "</title>", "text/html");
    case Mood::redirects:
      response.status = 307;
      return response.set_header("Location", "https://elsewhere.example/?" + request.body);
    case Mood::throttles: return say(response, 429, {{"error", "too_many_requests"}, {"error_description", values}});
    case Mood::invalid_grant: return say(response, 400, {{"error", "invalid_grant"}, {"error_description", values}});
  }
}

}  // namespace jeton::e2e
