using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>The answer to a request that came in the words of Microsoft.Extensions.AI and asks for JSON of a schema: taken as it is, once it is valid.</summary>
internal sealed class ChatOutput : Output<Completion>
{
    private static readonly ConditionalWeakTable<ChatResponseFormatJson, Output<Completion>> Known = [];

    private readonly JsonSchema _schema;

    private ChatOutput(JsonSchema schema) => _schema = schema;

    public override JsonSchema Schema(UnknownFields unknown) => _schema;

    /// <summary>The output of a request. An answer that is handed on as it comes is not checked, since it could not be taken back.</summary>
    public static Output<Completion> For(ChatRequest request) =>
        request is { IsLive: false, Options.ResponseFormat: ChatResponseFormatJson { Schema: not null } format } ? Known.GetValue(format, Make) : CompletionOutput.Instance;

    public override Completion Read(Completion completion, OutputRules rules, out JsonTolerance mended)
    {
        mended = JsonTolerance.None;
        if (!completion.ToolCalls.IsEmpty || completion.FinishReason == ChatFinishReason.Length.Value)
        {
            // A tool's result comes first; and a cut-off answer says itself that it is one.
            return completion;
        }

        var errors = _schema.Validate(JsonAnswer.Find(completion.Text, rules.Tolerance, out mended));
        return errors.IsEmpty ? completion : throw InvalidOutputException.Of(errors);
    }

    public override JsonBytes Write(Completion value) => JsonText.Of(value.Text);

    private static Output<Completion> Make(ChatResponseFormatJson format)
    {
        try
        {
            return new ChatOutput(JsonSchema.Parse(format.Schema!.Value));
        }
        catch (JsonSchemaException)
        {
            // A schema of another draft may still be one that the provider knows how to enforce.
            return CompletionOutput.Instance;
        }
    }
}
