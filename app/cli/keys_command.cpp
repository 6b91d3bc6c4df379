#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/field_tables.h"
#include "app/cli/output.h"
#include "core/error.h"

namespace skipscope::cli {

int keysCommand(const Arguments& arguments) {
  namespace po = boost::program_options;
  bool json = false, markdown = false;
  CommandLine line(
      {"keys", "[options]",
       "Lists every configuration key (for --set, --sweep and --where), import rule (for --rule) and rate "
       "of the\nsimulator (for simulate --set), with default and range.",
       "  skipscope-cli keys\n"
       "  skipscope-cli keys --markdown > docs/configuration.md"});
  line.options()("json", po::bool_switch(&json), "one document: configuration, rules, simulator, metrics")(
      "markdown", po::bool_switch(&markdown), "the page docs/configuration.md");
  if (!line.parse(arguments))
    return 0;
  if (json && markdown)
    throw core::UsageError("--json and --markdown exclude each other; give one of them.");
  if (json)
    printDocument(fieldsDocument());
  else
    print(markdown ? fieldsMarkdown() : fieldsText());
  return 0;
}

} // namespace skipscope::cli
