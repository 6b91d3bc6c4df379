#include "app/cli/command_line.h"
#include "app/cli/documents.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "app/cli/workspace_access.h"
#include "core/error.h"
#include "core/evaluation/feedback_cosines.h"
#include "core/store/feedback_embeddings.h"
#include "core/store/run_store.h"

#include <fmt/format.h>

namespace skipscope::cli {

int cosinesCommand(const Arguments& arguments) {
  std::string folder, id;
  bool json = false;
  CommandLine line(
      {"cosines", "WORKSPACE RUN [--json]",
       "Tells how alike the feedback types are to a finished run: cosines between their embeddings, raw and\n"
       "centred (less the mean over the k types that the run hears). Centred ones average −1/(k−1) by\n"
       "construction, whatever was learnt: compare them with each other, not with 0.",
       "  skipscope-cli cosines radio.skipscope 3f2a"});
  line.positional("workspace", &folder);
  line.positional("run", &id);
  line.options()("json", boost::program_options::bool_switch(&json),
                 "{run, types, centred_mean, cosines: [{a, b, raw, centred}]}");
  if (!line.parse(arguments))
    return 0;
  auto workspace = openForReading(folder);
  const store::Run run = store::RunStore(workspace).run(id);
  const auto inputs = run.configuration.inputs;
  const auto cosines = store::feedbackCosines(workspace, run);
  if (cosines.empty())
    throw core::Error(
        fmt::format("Run {} hears {} alone, so there is nothing to compare: choose a run with two "
                    "kinds of inputs or more.",
                    run.id.substr(0, 8), inputs.text()));
  std::size_t types = 0;
  for (const auto kind : listening::kAllFeedback)
    types += inputs.contains(kind) ? 1 : 0;
  const double byConstruction = -1.0 / static_cast<double>(types - 1);
  if (json) {
    Json document = {
        {"run", run.id}, {"types", types}, {"centred_mean", byConstruction}, {"cosines", Json::array()}};
    for (const auto& each : cosines)
      document["cosines"].push_back({{"a", listening::feedbackName(each.a)},
                                     {"b", listening::feedbackName(each.b)},
                                     {"raw", each.raw},
                                     {"centred", each.centred}});
    printDocument(document);
    return 0;
  }
  Table table;
  table.addColumn("types");
  table.addColumn("raw", Table::Align::Right);
  table.addColumn("centred", Table::Align::Right);
  for (const auto& each : cosines)
    table.addRow({fmt::format("{} – {}", listening::feedbackName(each.a), listening::feedbackName(each.b)),
                  fmt::format("{:+.3f}", each.raw), fmt::format("{:+.3f}", each.centred)});
  print(fmt::format("{}Centred ones average {:+.2f} by construction.\n", table.text(), byConstruction));
  return 0;
}

} // namespace skipscope::cli
