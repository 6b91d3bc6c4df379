#pragma once

#include "core/store/queue.h"
#include "core/store/run_store.h"
#include "core/store/workspace.h"

#include <gtest/gtest.h>
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace skipscope::store {

using StoredRun = Run; ///< inside of a test, Run is a function of GoogleTest

/// Two listeners, three songs, five events; `variant` changes the fingerprint.
listening::ImportResult tinyLog(char variant = 'a');
/// `count` configurations that differ in their learning rate.
std::vector<experiment::Configuration> configurations(int count = 1);
/// Outcomes of one pair.
evaluation::Outcomes tinyOutcomes();

std::string readFile(const std::filesystem::path& file);
void writeFile(const std::filesystem::path& file, const std::string& content);
/// Every file below a folder with its content: equal before and after means unchanged.
std::vector<std::string> snapshot(const std::filesystem::path& folder);

/// Message of the core::Error that `action` throws; "" where it throws none.
std::string messageOf(const std::function<void()>& action);

/// A forked process. Fork only while this process has no connection open: SQLite's are not to be inherited.
class Child {
public:
  /// Runs `body` with a function that tells the parent a line; an exception's text is told, too.
  using Tell = std::function<void(const std::string& line)>;
  explicit Child(const std::function<void(const Tell& tell)>& body);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  std::string line();               ///< waits for the next line; "" at the end
  std::vector<std::string> lines(); ///< waits for the end
  void kill();                      ///< SIGKILL, and waits until it is gone

private:
  pid_t m_process = -1;
  int m_input = -1;
};

/// Makes the process an unprivileged user's if it is root's.
void becomeNobody();

/// A folder of its own, with a workspace in it that has one dataset "tiny".
class StoreTest : public testing::Test {
protected:
  StoreTest();
  ~StoreTest() override;

  std::filesystem::path folder() const { return m_root / "radio.skipscope"; }
  const std::filesystem::path& root() const { return m_root; }
  Workspace open(Access access = Access::ReadWrite) const { return Workspace::open(folder(), access); }
  /// Launches `count` runs in experiment "first" and returns their ids in order.
  std::vector<std::string> launch(Workspace& workspace, int count) const;

private:
  std::filesystem::path m_root;
};

} // namespace skipscope::store
