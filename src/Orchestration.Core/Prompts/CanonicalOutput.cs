
namespace Orchestration.Prompts;

/// <summary>A canonical request under construction: the JSON, and what was noticed while it was written.</summary>
internal sealed class CanonicalOutput(bool normalize)
{
    /// <summary>Deeper values are taken for cycles.</summary>
    public const int MaxDepth = 64;

    public CanonicalJsonWriter Json { get; } = new();

    /// <summary>Why the JSON does not say everything; <see langword="null"/> if it does.</summary>
    public string? InexactReason { get; private set; }

    /// <summary>Whether every prompt text is in its normal form, as far as is known without working it out.</summary>
    public bool IsNormalized { get; private set; } = true;

    /// <summary>Remembers the first reason why the request is not exact.</summary>
    public void MarkInexact(string reason) => InexactReason ??= reason;

    /// <summary>Writes a value of an unknown type in the place of what cannot be said.</summary>
    public void Unrepresentable(object value)
    {
        MarkInexact($"a value of type {value.GetType()} has no canonical form");
        Json.StartObject();
        Member("$unrepresentable"u8, value.GetType().FullName);
        Json.EndObject();
    }

    /// <summary>Text that a person writes and a model reads: the one kind that is normalized.</summary>
    public void PromptText(ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
        {
            return;
        }

        if (normalize)
        {
            text = PromptNormalizer.Normalize(text);
        }
        else
        {
            IsNormalized = IsNormalized && PromptNormalizer.IsNormalized(text);
        }

        Member(name, text);
    }

    public void Member(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Json.Name(name);
            Json.String(value);
        }
    }

    public void Member<T>(ReadOnlySpan<byte> name, T? value)
        where T : struct, IUtf8SpanFormattable
    {
        if (value is { } number)
        {
            Json.Name(name);
            Json.Number(number);
        }
    }

    public void Member(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            Json.Name(name);
            Json.Bool(flag);
        }
    }

    public void Member(ReadOnlySpan<byte> name, float? value)
    {
        if (value is { } number)
        {
            Json.Name(name);
            CanonicalValues.Write(this, number, 0);
        }
    }

    /// <summary>Writes the strings in their order; nothing when there is none.</summary>
    public void Member(ReadOnlySpan<byte> name, IList<string>? values)
    {
        if (values is { Count: > 0 })
        {
            Json.Name(name);
            Json.StartArray();
            foreach (var value in values)
            {
                Json.String(value);
            }

            Json.EndArray();
        }
    }

    /// <summary>Writes a value of any type; nothing when it is an empty collection of properties.</summary>
    public void Value(ReadOnlySpan<byte> name, object? value)
    {
        if (value is not null and not ICollection<KeyValuePair<string, object?>> { Count: 0 } and not IReadOnlyCollection<KeyValuePair<string, object?>> { Count: 0 })
        {
            Json.Name(name);
            CanonicalValues.Write(this, value, 0);
        }
    }
}
