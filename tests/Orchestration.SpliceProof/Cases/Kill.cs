using System.Collections.Immutable;
using Orchestration.Simulator;

namespace Orchestration.SpliceProof.Cases;

/// <summary>A way for a stream to die.</summary>
internal enum Way
{
    Reset,
    SilentClose,
    Stall,
    ErrorEvent,
    Garbage,
}

/// <summary>One stream that dies: where, how, over what, and who carries on. All of it follows from the seed and the number.</summary>
internal sealed record Kill
{
    /// <summary>The protocols; also the beginnings of the models' names.</summary>
    public static ImmutableArray<string> Protocols { get; } = ["chat", "responses", "claude", "gemini"];

    /// <summary>The tokens that may come in one event.</summary>
    public static ImmutableArray<int> ChunkSizes { get; } = [1, 2, 4, 9];

    private static readonly int[] HoldBacks = [0, 4, 12, 40, 200];
    private static readonly double[] ReadingSpeeds = [1, 8, 20, 100, 100_000];
    private static readonly double?[] Speeds = [null, null, null, 4000, 1000];

    public required int Seed { get; init; }

    public required int Number { get; init; }

    public required KnownAnswer Answer { get; init; }

    public required Way Way { get; init; }

    /// <summary>The protocols of the one that dies and of the candidates after it.</summary>
    public required ImmutableArray<string> Route { get; init; }

    /// <summary>Where in the body it dies, from 0 to 1.</summary>
    public required double Place { get; init; }

    /// <summary>How a successor dies too.</summary>
    public Fault? SecondDeath { get; init; }

    /// <summary>How the first continuation behaves, and the second.</summary>
    public required ImmutableArray<Behaviour> Behaviours { get; init; }

    /// <summary>The same, as they are played; a third one does as it is asked.</summary>
    public required ImmutableArray<Continuation> Scripts { get; init; }

    public required int TokensPerChunk { get; init; }

    public double? TokensPerSecond { get; init; }

    public required double ReadingSpeed { get; init; }

    public required int HoldBack { get; init; }

    /// <summary>A number for the body of the stream that dies: answer, protocol and events.</summary>
    public int Body => (((KnownAnswer.All.IndexOf(Answer) * Protocols.Length) + Protocols.IndexOf(Route[0])) * ChunkSizes.Length) + ChunkSizes.IndexOf(TokensPerChunk);

    public string RouteName => string.Join('>', Route);

    public static Kill Of(int seed, int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        T Any<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

        // Answer, way, protocol and behaviour each by a count of its own, so that all pairs come up evenly; the rest by chance.
        var answer = KnownAnswer.All[number % KnownAnswer.All.Length];
        var way = (Way)(number / 7 % 5);
        var first = Protocols[number / 3 % 4];
        ImmutableArray<Behaviour> behaviours = [Behaviour.All[number / 2 % Behaviour.All.Count], Any(Behaviour.All)];
        return new Kill
        {
            Seed = seed,
            Number = number,
            Answer = answer,
            Way = way,
            Route = [first, Any(Protocols), Any(Protocols)],
            Place = random.NextDouble(),
            SecondDeath = random.Next(8) == 0 ? FaultOf((Way)random.Next(5), random.Next(20_000), random.Next(60)) : null,
            Behaviours = behaviours,
            Scripts = [behaviours[0].Script(answer, random), behaviours[1].Script(answer, random), Continuation.RepeatsAsAsked],
            TokensPerChunk = Any(ChunkSizes),
            TokensPerSecond = Any(Speeds),
            ReadingSpeed = Any(ReadingSpeeds),
            HoldBack = Any(HoldBacks),
        };
    }

    /// <summary>The fault that kills it.</summary>
    /// <param name="bytes">The length of the body that it dies in.</param>
    /// <param name="tokens">The tokens in it.</param>
    public Fault FaultIn(long bytes, int tokens) => FaultOf(Way, (long)(Place * bytes), (int)(Place * tokens));

    public override string ToString() =>
        FormattableString.Invariant($"seed {Seed} case {Number}: {Answer.Name}, {Way} at {Place:0.####} of {RouteName}, {string.Join(" / ", Behaviours.Select(static b => b.Name))}")
        + FormattableString.Invariant($"{(SecondDeath is null ? "" : $", then {SecondDeath.GetType().Name}")}, {TokensPerChunk} tokens an event, {TokensPerSecond} a second, read at {ReadingSpeed}, hold back {HoldBack}");

    /// <summary>An error comes as an event and so between events; half of the garbage too, as an event whose JSON is broken. All else comes at a byte.</summary>
    private static Fault FaultOf(Way way, long bytes, int tokens) => way switch
    {
        Way.Reset => new ConnectionReset { AtByte = bytes },
        Way.SilentClose => new Truncated { AtByte = bytes },
        Way.Stall => new Stalled { AtByte = bytes },
        Way.ErrorEvent => new Overloaded { AtToken = tokens },
        _ => bytes % 2 == 0 ? new MalformedEvent { AtByte = bytes } : new MalformedEvent { AtToken = tokens },
    };
}
