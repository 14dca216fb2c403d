using System.Text.Json;

namespace Orchestration.Simulator.Answers;

/// <summary>Where a prompt could be cut for its cache.</summary>
/// <param name="Hash">Of all text up to there.</param>
/// <param name="Tokens">Tokens up to there.</param>
/// <param name="IsBreakpoint">Whether the request marks it by <c>cache_control</c>.</param>
internal readonly record struct PromptPrefix(ulong Hash, int Tokens, bool IsBreakpoint);

/// <summary>Counts and hashes the text of a prompt, section by section. The same conversation gives the same hash in every protocol.</summary>
internal sealed class PromptMeter
{
    // A picture or a file counts as this much, about what the providers bill for a small one.
    private const int TokensOfFile = 258;
    private const int LongestTextWithoutBlank = 2000;

    private readonly List<PromptPrefix> _prefixes = [];
    private bool _isBreakpoint;

    public ulong Hash { get; private set; }

    public int Tokens { get; private set; }

    public IReadOnlyList<PromptPrefix> Prefixes => _prefixes;

    /// <summary>Adds tools, a system prompt or messages; each entry of an array is a section.</summary>
    public void Add(JsonElement? sections)
    {
        if (sections is not { } element)
        {
            return;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            AddSection(element);
            return;
        }

        foreach (var section in element.EnumerateArray())
        {
            AddSection(section);
        }
    }

    private void AddSection(JsonElement section)
    {
        _isBreakpoint = false;
        Read(section);
        _prefixes.Add(new PromptPrefix(Hash, Tokens, _isBreakpoint));
    }

    private void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                Count(element.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Read(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    // What a message is marked with is no text of it, and differs between protocols.
                    if (property.Name is "type" or "role" or "id" or "tool_call_id" or "call_id" or "tool_use_id")
                    {
                        continue;
                    }

                    if (property.Name == "cache_control")
                    {
                        _isBreakpoint = true;
                        continue;
                    }

                    Read(property.Value);
                }

                break;
        }
    }

    private void Count(string text)
    {
        Hash = Mix.Of(Hash, Mix.Of(text.AsSpan()));
        var isFile = text.StartsWith("data:", StringComparison.Ordinal) || (text.Length > LongestTextWithoutBlank && !text.AsSpan().ContainsAny(" \n"));
        Tokens += isFile ? TokensOfFile : Answers.Tokens.Count(text);
    }
}
