using System.Collections.Concurrent;
using System.Text.Json;
using Orchestration.Simulator.Answers;
using Orchestration.Simulator.Wire;

namespace Orchestration.Simulator.Serving;

/// <summary>A request that has been read, and the bytes of its answers: who asks the same again is answered from them.</summary>
internal sealed class Prepared(WireProtocol protocol, Asked asked, ModelScript script, int seed)
{
    private readonly ConcurrentDictionary<(bool IsGood, bool HasWrongJson, Dress Dress, BilledTokens Input), (Reply Reply, FrameSet Frames)> _answers = new();

    public Asked Asked { get; } = asked;

    public ModelScript Script { get; } = script;

    public JsonElement Body => Asked.Body;

    public (Reply Reply, FrameSet Frames) Answer(FaultPlan plan, BilledTokens input)
    {
        var isGood = ReplyMaker.IsGood(Asked, Script, seed);
        var dress = new Dress(Script.Dialect, plan.HasUnknowns, plan.HasPings);
        return _answers.GetOrAdd((isGood, plan.HasWrongJson, dress, input), key =>
        {
            var reply = Asked.Inputs.Count > 0
                ? new Reply { Text = "", Pieces = [], Usage = key.Input }
                : ReplyMaker.Make(Asked, Script, seed, key.IsGood, key.HasWrongJson, key.Input);
            return (reply, Asked.IsStreaming ? protocol.Stream(Asked, reply, Script, dress) : protocol.Whole(Asked, reply, Script, dress));
        });
    }
}

/// <summary>What makes two requests the same: where to, and every byte.</summary>
internal readonly struct RequestKey(string target, byte[] body) : IEquatable<RequestKey>
{
    private readonly string _target = target;
    private readonly byte[] _body = body;

    public bool Equals(RequestKey other) => _target == other._target && _body.AsSpan().SequenceEqual(other._body);

    public override bool Equals(object? obj) => obj is RequestKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_target, StringComparer.Ordinal);
        hash.AddBytes(_body);
        return hash.ToHashCode();
    }
}
