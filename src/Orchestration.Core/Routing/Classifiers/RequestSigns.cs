using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Routing.Classifiers;

/// <summary>All that the classifiers see of a request on its surface.</summary>
internal readonly record struct RequestSigns(TextSigns Task, TextSigns Standing, int Messages, int Images, int Tools, int SchemaMembers, ReasoningEffort? Effort)
{
    /// <summary>Reads the signs. Does not allocate.</summary>
    public static RequestSigns Of(ClassifiedRequest request)
    {
        var reader = new Reader();
        TaskText.ReadInto(request, ref reader);
        var options = request.Options;
        return new RequestSigns(
            reader.Task, reader.Standing, request.Messages.Count, ImagesIn(request.Messages), options?.Tools?.Count ?? 0, SizeOf(options?.ResponseFormat), options?.Reasoning?.Effort);
    }

    private static int ImagesIn(IReadOnlyList<ChatMessage> messages)
    {
        var images = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            var contents = messages[i].Contents;
            for (var j = 0; j < contents.Count; j++)
            {
                images += contents[j] is DataContent or UriContent ? 1 : 0;
            }
        }

        return images;
    }

    // A format without a schema counts as one member.
    private static int SizeOf(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } => 1 + Members(schema),
        ChatResponseFormatJson => 1,
        _ => 0,
    };

    // A document's depth is bounded by its parser.
    private static int Members(JsonElement schema)
    {
        var members = 0;
        if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject())
            {
                members += 1 + Members(member.Value);
            }
        }

        return members;
    }

    private struct Reader : ITextReader
    {
        private TextSigns _task;
        private TextSigns _standing;

        public readonly TextSigns Task => _task;

        public readonly TextSigns Standing => _standing;

        public void Read(ReadOnlySpan<char> text, bool isStanding)
        {
            if (isStanding)
            {
                SignReader.Read(text, ref _standing);
            }
            else
            {
                SignReader.Read(text, ref _task);
            }
        }
    }
}
