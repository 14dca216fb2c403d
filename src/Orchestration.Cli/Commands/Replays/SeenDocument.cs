using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>What <c>replay exact --json</c> writes.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tenant">Whose it was.</param>
/// <param name="Graph">Its graph.</param>
/// <param name="Version">The graph's version.</param>
/// <param name="InferredSteps">Steps that nobody read as they came: their pieces are those of the model.</param>
/// <param name="Texts">What each step's reader had in the end.</param>
/// <param name="Events">In the order of time.</param>
internal sealed record SeenDocument(
    RunId Run, string Tenant, string Graph, int Version, IReadOnlyList<string> InferredSteps, IReadOnlyDictionary<string, string> Texts, IReadOnlyList<SeenEventDocument> Events)
{
    public static SeenDocument Of(RecordedStream seen) => new(
        seen.Run,
        seen.Tenant,
        seen.Start.Graph,
        seen.Start.Version,
        seen.InferredSteps,
        seen.Events.OfType<SeenText>().Select(static text => text.Step).Distinct(StringComparer.Ordinal).ToDictionary(static step => step, seen.TextOf, StringComparer.Ordinal),
        [.. seen.Events.Select(SeenEventDocument.Of)]);
}

/// <summary>One event of a <see cref="SeenDocument"/>.</summary>
/// <param name="At">Seconds since the run was first started.</param>
/// <param name="Kind"><c>text</c>, <c>splice</c>, <c>restart</c>, <c>resume</c>.</param>
/// <param name="Step">The step's path; left out for what concerns the run.</param>
/// <param name="Attempt">The attempt that spoke, or that carries on.</param>
/// <param name="Model">Whose words.</param>
/// <param name="Text">The piece.</param>
/// <param name="Seam">Where two answers meet.</param>
/// <param name="First">The leg that broke off, as it was received.</param>
/// <param name="Second">The leg that carries on, as it was received.</param>
internal sealed record SeenEventDocument(double At, string Kind, string? Step, int? Attempt = null, string? Model = null, string? Text = null, Seam? Seam = null, SeenLeg? First = null, SeenLeg? Second = null)
{
    public static SeenEventDocument Of(SeenEvent e)
    {
        var (at, step) = (e.At.TotalSeconds, e.Step.Length == 0 ? null : e.Step);
        return e switch
        {
            SeenText text => new(at, "text", step, text.Attempt, text.Model, text.Text),
            SeenSplice splice => new(at, "splice", step, splice.Attempt, Seam: splice.Seam, First: splice.First, Second: splice.Second),
            SeenRestart => new(at, "restart", step),
            _ => new(at, "resume", step),
        };
    }
}
