using System.Globalization;
using System.Runtime.CompilerServices;

namespace Orchestration.Prompts;

/// <summary>What the compiler builds a <c>$"..."</c> prompt with: an interpolation that always formats in the invariant culture.</summary>
/// <remarks>
/// A prompt is a key: of the cache and of the replay. Were <c>{0.5m}</c> written as "0,5" on a German machine, neither would find what an English one
/// stored. Only the holes of the prompt itself are covered; a nested <c>$"..."</c> that is made into a string first follows the current culture.
/// </remarks>
[InterpolatedStringHandler]
public ref struct PromptText
{
    private DefaultInterpolatedStringHandler _inner;

    /// <summary>Called by the compiler.</summary>
    public PromptText(int literalLength, int formattedCount)
    {
        _inner = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) => _inner.AppendLiteral(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format) => _inner.AppendFormatted(value, format);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, int alignment) => _inner.AppendFormatted(value, alignment);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format) => _inner.AppendFormatted(value, alignment, format);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(string? value) => _inner.AppendFormatted(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(ReadOnlySpan<char> value) => _inner.AppendFormatted(value);

    /// <summary>The finished text. The handler is empty afterwards.</summary>
    internal string Finish() => _inner.ToStringAndClear();
}
