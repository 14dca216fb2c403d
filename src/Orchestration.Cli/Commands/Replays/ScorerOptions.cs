using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>Who judges: a scorer of the application's evals by its name, or a text or pattern that a good output has.</summary>
internal sealed class ScorerOptions
{
    public Option<string[]> Names { get; } = new("--scorer") { Description = "A scorer of the application's evals for the graph, by its name", HelpName = "name", DefaultValueFactory = static _ => [] };

    public Option<string[]> Contains { get; } = new("--contains") { Description = "A good output contains this text", HelpName = "text", DefaultValueFactory = static _ => [] };

    public Option<string?> Matches { get; } = new("--matches") { Description = "A good output matches this regular expression", HelpName = "regex" };

    public void AddTo(Command command)
    {
        command.Options.Add(Names);
        command.Options.Add(Contains);
        command.Options.Add(Matches);
    }

    /// <summary>Those that were named.</summary>
    /// <exception cref="UsageException">The application has none of such a name.</exception>
    public IReadOnlyList<IScorer> Named(ParseResult parse, IServiceProvider services, string? graph)
    {
        var known = OfApplication(services, graph);
        return
        [
            .. parse.GetValue(Names)!.Select(name => known.FirstOrDefault(scorer => scorer.Name == name)
                ?? throw new UsageException(known.Count == 0
                    ? $"The application has no eval{(graph is null ? string.Empty : $" of graph '{graph}'")}, so no scorer '{name}'. Register one with AddEval, or judge by --contains or --matches."
                    : $"The application's evals{(graph is null ? string.Empty : $" of graph '{graph}'")} have no scorer '{name}'. They have: {string.Join(", ", known.Select(static scorer => scorer.Name))}.")),
            .. parse.GetValue(Contains) is { Length: > 0 } texts ? [Scorer.Contains(texts)] : Array.Empty<IScorer>(),
            .. parse.GetValue(Matches) is { } pattern ? [Pattern(pattern)] : Array.Empty<IScorer>(),
        ];
    }

    /// <summary>The scorers of the evals that are of a graph, each name once.</summary>
    public static IReadOnlyList<IScorer> OfApplication(IServiceProvider services, string? graph) =>
        [.. services.GetServices<Eval>().Where(eval => graph is null || eval.Graph == graph).SelectMany(static eval => eval.Scorers).DistinctBy(static scorer => scorer.Name, StringComparer.Ordinal)];

    private static IScorer Pattern(string pattern)
    {
        try
        {
            return Scorer.Regex(pattern);
        }
        catch (ArgumentException e)
        {
            throw LiveOptions.Refused(e);
        }
    }
}
