#pragma once

#include <memory>
#include <string>
#include <vector>

#include "certificate.hpp"
#include "child_processes.hpp"
#include "configuration.hpp"
#include "folder.hpp"
#include "git_service.hpp"
#include "image.hpp"
#include "listener.hpp"
#include "options.hpp"
#include "site.hpp"

namespace jeton::sandbox {

/// Everything together: the providers' sites, and the folder that tells of them.
class Sandbox {
 public:
  /// Returns when all is written and every site answers. Throws what std::exception describes if that cannot be.
  explicit Sandbox(const Options& options);

  /// What to tell the user.
  std::string guide() const;

  /// Ends the processes that were started and removes what was made in the temporary folder, while the sites may still
  /// be answering. The process is to end right afterwards, connections and all.
  void stop();

 private:
  void open_sites(const Fault* fault);

  Folder folder_;
  ChildProcesses processes_;
  GitBackend git_backend_;
  Image image_;
  ServerIdentity identity_;
  std::vector<Place> places_;
  std::vector<std::unique_ptr<Site>> sites_;
  std::vector<std::unique_ptr<Listener>> listeners_;  // last, for they use all of the above
};

}  // namespace jeton::sandbox
