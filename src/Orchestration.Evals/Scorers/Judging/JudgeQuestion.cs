using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Evals.Scorers.Judging;

/// <summary>A question to a judge: the input of its run, so that the log shows what it was asked by.</summary>
/// <param name="System">The standing instructions with the rubric.</param>
/// <param name="User">The material, quoted.</param>
/// <param name="Schema">What the answer must be.</param>
internal sealed record JudgeQuestion(string System, string User, string Schema);

[JsonSerializable(typeof(JudgeQuestion))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JudgeJson : JsonSerializerContext;
