using System.Collections.Immutable;
using System.Reflection;

namespace Orchestration.SpliceProof.Cases;

/// <summary>What a model would say if nothing broke: an answer of our own writing.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Text">The answer, without a line end at its end.</param>
internal sealed record KnownAnswer(string Name, string Text)
{
    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<KnownAnswer> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal).Select(static name => new KnownAnswer(name, Read(name)))];

    /// <summary>The part of its name that says what it is: prose, code, arabic ..</summary>
    public string Kind => Name[..Name.IndexOf('-', StringComparison.Ordinal)];

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
