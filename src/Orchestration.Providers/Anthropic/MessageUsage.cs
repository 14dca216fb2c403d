using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Anthropic;

/// <summary>The tokens of one message. Later counts replace earlier ones: those of a stream are cumulative, and grow when server tools feed the model.</summary>
internal sealed class MessageUsage
{
    private long? _input;
    private long? _cacheRead;
    private long? _cacheWrite;
    private long? _oneHourWrite;
    private long? _output;
    private long? _thinking;
    private AdditionalPropertiesDictionary<long>? _serverTools;

    /// <summary>Takes what a <c>usage</c> object says. What it does not say stays: some servers name the cache's share only at the end.</summary>
    public void Take(JsonElement? said)
    {
        if (said is not { ValueKind: JsonValueKind.Object } usage)
        {
            return;
        }

        _input = usage.Count("input_tokens") ?? _input;
        _output = usage.Count("output_tokens") ?? _output;
        _cacheRead = usage.Count("cache_read_input_tokens") ?? _cacheRead;
        _thinking = usage.Child("output_tokens_details")?.Count("thinking_tokens") ?? _thinking;
        var written = usage.Child("cache_creation");
        _oneHourWrite = written?.Count("ephemeral_1h_input_tokens") ?? _oneHourWrite;
        _cacheWrite = usage.Count("cache_creation_input_tokens") ?? written?.Count("ephemeral_5m_input_tokens") + (_oneHourWrite ?? 0) ?? _cacheWrite;
        if (usage.Child("server_tool_use") is { ValueKind: JsonValueKind.Object } tools)
        {
            foreach (var tool in tools.EnumerateObject())
            {
                if (tools.Count(tool.Name) is { } count)
                {
                    (_serverTools ??= [])[tool.Name] = count;
                }
            }
        }
    }

    /// <summary>The counts in the terms all providers share. <see langword="null"/> when nothing was said.</summary>
    public UsageDetails? Details()
    {
        if (_input is null && _output is null && _cacheRead is null && _cacheWrite is null)
        {
            return null;
        }

        // Anthropic's input is what the cache neither gave nor took.
        var input = (_input ?? 0) + (_cacheRead ?? 0) + (_cacheWrite ?? 0);
        var details = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = _output,
            TotalTokenCount = input + (_output ?? 0),
            CachedInputTokenCount = _cacheRead,
            ReasoningTokenCount = _thinking,
        };
        Add("cache_creation_input_tokens", _cacheWrite);
        Add("ephemeral_1h_input_tokens", _oneHourWrite);
        foreach (var (name, count) in _serverTools ?? [])
        {
            Add(name, count);
        }

        return details;

        void Add(string name, long? count)
        {
            if (count is { } number)
            {
                (details.AdditionalCounts ??= [])[name] = number;
            }
        }
    }
}
