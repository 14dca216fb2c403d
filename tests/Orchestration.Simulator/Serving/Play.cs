using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Wire;

namespace Orchestration.Simulator.Serving;

/// <summary>A script being played: from the server's start, or from a reset, to the next.</summary>
internal sealed class Play(SimulatorScript script, SimulatorOptions options)
{
    // Beyond this many different requests the answers made so far are let go.
    private const int MostPrepared = 2000;

    private readonly ConcurrentDictionary<string, ModelState> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<RequestKey, Prepared> _prepared = new();
    private readonly TimeProvider _time = options.TimeProvider;
    private readonly long _started = options.TimeProvider.GetTimestamp();

    public SimulatorScript Script => script;

    public RequestLog Log { get; } = new();

    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    public ModelState StateOf(string model) => _models.GetOrAdd(model, static _ => new ModelState());

    /// <summary>Reads a request, unless the same one came before.</summary>
    /// <exception cref="JsonException">Its body is no JSON.</exception>
    /// <exception cref="FormatException">It lacks what its protocol demands.</exception>
    /// <exception cref="UnknownModelException">No script is for its model.</exception>
    public Prepared Prepare(WireProtocol protocol, HttpRequest request, byte[] body)
    {
        if (options.Director is { } director)
        {
            var seen = protocol.Read(JsonElement.Parse(body), request);
            var prompt = new PromptSeen(protocol.Name, seen.Model, seen.Before?.Question ?? seen.LastText, seen.Before?.Answer);
            return new Prepared(protocol, seen, director(prompt) ?? script.Find(seen.Model) ?? throw new UnknownModelException(seen), script.Seed);
        }

        var key = new RequestKey(request.Path.Value + request.QueryString.Value, body);
        if (_prepared.TryGetValue(key, out var prepared))
        {
            return prepared;
        }

        if (_prepared.Count >= MostPrepared)
        {
            _prepared.Clear();
        }

        var asked = protocol.Read(JsonElement.Parse(body), request);
        prepared = new Prepared(protocol, asked, script.Find(asked.Model) ?? throw new UnknownModelException(asked), script.Seed);
        return _prepared.GetOrAdd(key, prepared);
    }
}
