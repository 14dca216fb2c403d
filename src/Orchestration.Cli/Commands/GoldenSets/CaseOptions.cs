using System.Collections.Immutable;
using System.CommandLine;
using Orchestration.Evals.GoldenSets.Redaction;
using Orchestration.Evals.GoldenSets.Sampling;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>What <c>golden add</c> and <c>golden sample</c> both take.</summary>
internal sealed class CaseOptions
{
    public Option<string> Set { get; } = new("--set") { Description = "The file that the cases go to, .jsonl or .yaml; made if it is not there", HelpName = "file", Required = true };

    public Option<bool> NoReference { get; } = new("--no-reference") { Description = "Leave the recorded output out, where it is not known to be good" };

    public Option<bool> NoRedact { get; } = new("--no-redact") { Description = "Keep e-mail addresses, telephone numbers, cards, accounts and keys as they are" };

    public Option<bool> Edit { get; } = new("--edit") { Description = "Open what would be written in $VISUAL or $EDITOR first" };

    public Option<bool> AllTenants { get; } = new("--all-tenants") { Description = "Let the runs of several tenants come together in one golden set" };

    public Symbol[] All => [Set, NoReference, NoRedact, Edit, AllTenants];

    /// <summary>How cases are made, as far as these say.</summary>
    /// <param name="parse">What was typed.</param>
    public SamplingOptions Sampling(ParseResult parse) => new()
    {
        AcceptOutput = !parse.GetValue(NoReference),
        Redactors = parse.GetValue(NoRedact) ? ImmutableArray<IRedactor>.Empty : Redactors.Default,
    };
}
