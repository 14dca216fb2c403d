namespace Orchestration.Simulator;

/// <summary>How fast a model answers. The default is at once.</summary>
public sealed record Pace
{
    /// <summary>From the request to the response's headers and the stream's opening events.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>From the headers to the first token.</summary>
    public TimeSpan TimeToFirstToken { get; init; }

    /// <summary>Tokens a second from the first on.</summary>
    /// <value><see langword="null"/>, the default: as fast as the client reads.</value>
    public double? TokensPerSecond { get; init; }

    /// <summary>How far each wait may deviate, as a share of it: 0.2 = from 80 to 120 %. Follows from the seed.</summary>
    public double Jitter { get; init; }

    /// <summary>Tokens that go out together.</summary>
    public int TokensPerChunk { get; init; } = 1;
}
