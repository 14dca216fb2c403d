namespace Orchestration.Providers.Local;

/// <summary>How an <see cref="ExtractiveChatClient"/> presents itself and how fast it streams.</summary>
public sealed record ExtractiveOptions
{
    /// <summary>The name that the model reports for itself, whatever name it was asked by.</summary>
    /// <value>"local-extractive" unless set.</value>
    public string ModelId { get; init; } = "local-extractive";

    /// <summary>The pace of the answer, so that a demonstration can be watched.</summary>
    /// <value>Estimated tokens a second, &gt; 0. <see langword="null"/>, the default, means as fast as it can be read.</value>
    public double? TokensPerSecond { get; init; }

    /// <summary>The clock that <see cref="TokensPerSecond"/> is kept by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
