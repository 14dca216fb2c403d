namespace Orchestration.Simulator;

/// <summary>How one model answers, how fast, at what price, how well, and how it fails.</summary>
public sealed record ModelScript
{
    /// <summary>The model's name; a <c>*</c> at its end stands for any rest.</summary>
    public string Model { get; init; } = "*";

    /// <summary>What the model answers.</summary>
    public Answer Answer { get; init; } = new AutoAnswer();

    /// <summary>Answers to prompts that contain a text; the first that fits goes before <see cref="Answer"/>.</summary>
    public IReadOnlyList<AnswerTo> AnswersTo { get; init; } = [];

    /// <summary>How it carries on an answer that broke off, when it is asked to.</summary>
    /// <value><see langword="null"/>, the default: it takes such a request for any other.</value>
    public Continuation? Continuation { get; init; }

    /// <summary>How fast it answers.</summary>
    public Pace Pace { get; init; } = new();

    /// <summary>What its tokens cost.</summary>
    public PriceProfile Price { get; init; } = new();

    /// <summary>The share of prompts that it answers well, in [0, 1]. Which ones follows from the seed, the model and the prompt: the same prompt fares the same again.</summary>
    /// <remarks>A bad answer is JSON that does not fit the schema or, where text was asked for, as many words of something else.</remarks>
    public double Quality { get; init; } = 1;

    /// <summary>Tokens it thinks before it answers; billed as output, and shown where its protocol shows them.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>How it caches prompts.</summary>
    /// <value><see langword="null"/>, the default: not at all.</value>
    public PromptCaching? PromptCaching { get; init; }

    /// <summary>Requests a minute, from its first, after which it answers 429 until the minute is over.</summary>
    /// <value><see langword="null"/>, the default: no limit; the headers then speak of 10,000.</value>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Numbers in an embedding where the request does not say.</summary>
    public int EmbeddingDimensions { get; init; } = 256;

    /// <summary>Whose server plays the chat protocol of OpenAI.</summary>
    public ChatDialect Dialect { get; init; }

    /// <summary>The faults of its first requests, one each; <see langword="null"/> = none.</summary>
    public IReadOnlyList<Fault?> FaultSequence { get; init; } = [];

    /// <summary>When it fails, and how. All rules that apply to a request do; of two that contradict each other the first.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    internal bool Fits(string model) =>
        Model.EndsWith('*') ? model.StartsWith(Model[..^1], StringComparison.OrdinalIgnoreCase) : model.Equals(Model, StringComparison.OrdinalIgnoreCase);

    internal void Validate()
    {
        Require(Quality is >= 0 and <= 1, nameof(Quality), Quality);
        Require(ReasoningTokens >= 0, nameof(ReasoningTokens), ReasoningTokens);
        Require(RequestsPerMinute is null or > 0, nameof(RequestsPerMinute), RequestsPerMinute);
        Require(EmbeddingDimensions > 0, nameof(EmbeddingDimensions), EmbeddingDimensions);
        Require(Pace.TokensPerChunk > 0, nameof(Pace.TokensPerChunk), Pace.TokensPerChunk);
        Require(Pace.TokensPerSecond is null or > 0, nameof(Pace.TokensPerSecond), Pace.TokensPerSecond);
        Require(Pace.Jitter is >= 0 and <= 1, nameof(Pace.Jitter), Pace.Jitter);
        Require(Pace.Latency >= TimeSpan.Zero, nameof(Pace.Latency), Pace.Latency);
        Require(Pace.TimeToFirstToken >= TimeSpan.Zero, nameof(Pace.TimeToFirstToken), Pace.TimeToFirstToken);
        Require(Continuation is not { Words: < 1 }, nameof(Continuation.Words), Continuation?.Words);
        foreach (var rule in Faults)
        {
            Require(rule.Every is null or > 0, nameof(rule.Every), rule.Every);
            Require(rule.Probability is null or (>= 0 and <= 1), nameof(rule.Probability), rule.Probability);
        }

        foreach (var fault in FaultSequence.Concat(Faults.Select(static rule => rule.Fault)))
        {
            Require(fault is not HttpError { Status: < 400 or > 599 }, nameof(HttpError.Status), fault);
            Require(fault is not SlowDrip { Bytes: < 1 }, nameof(SlowDrip.Bytes), fault);
        }
    }

    private void Require(bool holds, string name, object? value)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"The script of model '{Model}' has {name} = {value}, which is out of its range."), name);
        }
    }
}

/// <summary>A server that speaks OpenAI's chat protocol, each with its own accent.</summary>
public enum ChatDialect
{
    /// <summary>OpenAI itself.</summary>
    OpenAI,

    /// <summary>llama.cpp's server: reasoning text, timings, numeric error codes, no rate-limit headers.</summary>
    LlamaCpp,
}
