namespace Orchestration.Evals.Tests.Scorers;

/// <summary>An argument for each name that golden sets know.</summary>
internal static class Arguments
{
    public static string Of(string name) => name switch
    {
        "schema" => """{"type":"string"}""",
        "fields" => """{"a":1}""",
        "length" => """{"words":[2,4]}""",
        "language" => "\"en\"",
        "reading-level" => "[2,8]",
        "cost" => """{"maxUsd":0.1}""",
        "latency" => """{"maxSeconds":2}""",
        "attempts" or "splices" => "1",
        "human" => "true",
        "citations" or "groundedness" => "\"/sources\"",
        "judge" => """{"criterion":"Is it hot?","anchors":{"1":"No.","2":"Yes."}}""",
        _ => "\"tea\"",
    };

    public static bool NeedsOne(string name) => name is "not-contains" or "regex" or "schema" or "fields" or "length" or "language" or "reading-level" or "cost" or "latency" or "attempts" or "splices";
}
