using Orchestration.Schemas;

namespace Orchestration.Policies;

/// <summary>How an answer that has to be JSON is checked, and what is done about one that is not valid. Holds for prompts made with <c>Prompt.Json</c> or <c>AsJson</c>.</summary>
/// <remarks>
/// Models that are known to have no structured output of their own (<see cref="Models.ModelCapabilities.StructuredOutput"/>) are shown the schema in their instructions. Whoever answers, the answer
/// is checked against the whole schema before any step sees it.
/// </remarks>
public sealed record StructuredOutput
{
    /// <summary>Nothing is put right, and nothing is repaired: an answer is valid as it is, or the attempt has failed.</summary>
    public static StructuredOutput Strict { get; } = new() { Tolerance = JsonTolerance.None, Repairs = false };

    /// <summary>What becomes of members that the type does not know.</summary>
    /// <value><see cref="UnknownFields.Refuse"/> by default. A schema given as JSON text says itself what it takes.</value>
    public UnknownFields UnknownFields { get; init; } = UnknownFields.Refuse;

    /// <summary>What is put right without asking again.</summary>
    /// <value>By default what leaves the document as the model wrote it: a code fence and text around it.</value>
    public JsonTolerance Tolerance { get; init; } = JsonTolerance.CodeFence | JsonTolerance.SurroundingText;

    /// <summary>Whether the attempt after an invalid answer shows the model that answer and what is wrong with it. Such an attempt counts as a retry, but is not delayed; the next candidate begins anew.</summary>
    /// <value>True by default; otherwise the model is asked the same again.</value>
    public bool Repairs { get; init; } = true;

    /// <summary>Whether a call is ended as soon as its answer can no longer become valid, so that the rest is not paid for.</summary>
    /// <value>True by default. Never done while <see cref="JsonTolerance.TrailingCommas"/> are put right, since then too little is sure before the end.</value>
    public bool StopsEarly { get; init; } = true;

    /// <summary>How the model is asked to repair its answer. The request is the original one, the answer as the assistant's, and this as a message of the user.</summary>
    /// <value><c>{errors}</c> stands for what is wrong, a line each. <see cref="DefaultRepairTemplate"/> by default.</value>
    public string RepairTemplate { get; init; } = DefaultRepairTemplate;

    /// <summary>What a model without structured output of its own is told, as a part of its system message.</summary>
    /// <value><c>{schema}</c> stands for the JSON Schema. <see cref="DefaultInstructions"/> by default.</value>
    public string Instructions { get; init; } = DefaultInstructions;

    /// <summary>The library's <see cref="RepairTemplate"/>.</summary>
    public static string DefaultRepairTemplate =>
        "Your answer above is not valid. What is wrong with it, by the path in the JSON:\n\n{errors}\n\n"
        + "Send the whole answer again with these errors corrected and everything else kept: one JSON document, and nothing before or after it.";

    /// <summary>The library's <see cref="Instructions"/>.</summary>
    public static string DefaultInstructions =>
        "Answer with one JSON document that is valid against this JSON Schema, and with nothing before or after it: no remark, no code fence.\n\n{schema}";

    internal OutputRules Rules => new(UnknownFields, Tolerance);

    internal string? Fault() => this switch
    {
        { RepairTemplate: null } => "StructuredOutput.RepairTemplate is null; leave it at its default, or set Repairs to false",
        { Instructions: null } => "StructuredOutput.Instructions is null; leave it at its default",
        _ when !RepairTemplate.Contains("{errors}", StringComparison.Ordinal) => "StructuredOutput.RepairTemplate does not say {errors}, so that the model would not learn what is wrong",
        _ when !Instructions.Contains("{schema}", StringComparison.Ordinal) => "StructuredOutput.Instructions does not say {schema}, so that the model would not learn what is asked for",
        _ => null,
    };
}
