#include "tests/core/listening/log_fixture.h"

#include "core/error.h"

#include <archive.h>
#include <archive_entry.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace skipscope::listening {

LogTest::LogTest() {
  std::string name = (std::filesystem::temp_directory_path() / "skipscope-logs-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("no temporary folder");
  m_folder = name;
}

LogTest::~LogTest() {
  std::error_code ignored;
  std::filesystem::remove_all(m_folder, ignored);
}

std::string LogTest::write(const std::string& name, std::string_view content) const {
  const auto path = m_folder / name;
  std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
  return path.string();
}

std::string LogTest::pack(const std::string& name,
                          const std::vector<std::pair<std::string, std::string>>& members) const {
  const std::string path = (m_folder / name).string();
  archive* const out = archive_write_new();
  const auto endsWith = [&](std::string_view end) { return std::string_view(name).ends_with(end); };
  if (endsWith(".zip"))
    archive_write_set_format_zip(out);
  else if (name.find(".tar") != std::string::npos)
    archive_write_set_format_pax_restricted(out);
  else
    archive_write_set_format_raw(out);
  if (endsWith(".gz"))
    archive_write_add_filter_gzip(out);
  if (endsWith(".bz2"))
    archive_write_add_filter_bzip2(out);
  if (endsWith(".xz"))
    archive_write_add_filter_xz(out);
  if (endsWith(".zst"))
    archive_write_add_filter_zstd(out);
  EXPECT_EQ(archive_write_open_filename(out, path.c_str()), ARCHIVE_OK);
  for (const auto& [member, content] : members) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    EXPECT_EQ(archive_write_header(out, entry), ARCHIVE_OK);
    EXPECT_EQ(archive_write_data(out, content.data(), content.size()),
              static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
  }
  archive_write_free(out);
  return path;
}

ImportRequest LogTest::request(const std::string& file) {
  ImportRequest request;
  request.files = {file};
  return request;
}

ImportResult LogTest::read(const ImportRequest& request) {
  return readLog(request, {}, {});
}

ImportResult LogTest::readText(std::string_view content) const {
  return read(request(write("log.csv", content)));
}

std::string LogTest::errorOf(const ImportRequest& request) {
  try {
    read(request);
  } catch (const core::Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "reading threw nothing";
  return {};
}

std::string LogTest::errorOfText(std::string_view content) const {
  return errorOf(request(write("log.csv", content)));
}

std::string samplePath(const std::string& name) {
  return std::string(SKIPSCOPE_SOURCE_DIR) + "/datasets/" + name;
}

std::string fileContent(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<std::string> historyText(const Dataset& dataset, std::size_t listener) {
  std::vector<std::string> texts;
  for (const Event& event : dataset.history(listener))
    texts.push_back(dataset.songIds[event.song] + "@" + std::to_string(event.time) + ":" +
                    std::string(feedbackName(event.feedback)));
  return texts;
}

} // namespace skipscope::listening
