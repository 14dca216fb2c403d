using System.Text.Json.Serialization;

namespace Orchestration.Evals.Reports;

[JsonSerializable(typeof(string))]
internal sealed partial class JsonText : JsonSerializerContext;
