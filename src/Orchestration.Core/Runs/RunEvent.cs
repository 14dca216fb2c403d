using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;

namespace Orchestration.Runs;

/// <summary>What happens in a run, as it happens. A closed family; the last event of a run is always <see cref="RunEnded"/>.</summary>
public abstract record RunEvent
{
    private protected RunEvent() { }
}

/// <summary>The run began.</summary>
/// <param name="Run">Its name in the audit log.</param>
/// <param name="Graph">What runs.</param>
public sealed record RunStarted(RunId Run, Graph Graph) : RunEvent;

/// <summary>A step's last input is there, and the step began.</summary>
/// <param name="Step">Its path, such as <c>sections[3]/draft</c>.</param>
/// <param name="Kind">Its verb.</param>
public sealed record StepStarted(string Step, StepKind Kind) : RunEvent;

/// <summary>A step has its output, was skipped, or has failed for good.</summary>
/// <param name="Step">Its path.</param>
/// <param name="Kind">Its verb.</param>
/// <param name="Outcome">How it came by its output.</param>
public sealed record StepEnded(string Step, StepKind Kind, StepOutcome Outcome) : RunEvent
{
    /// <summary>What an <c>Ask</c> or <c>Effect</c> took; <see langword="null"/> for other steps.</summary>
    public StepReport? Report { get; init; }
}

/// <summary>A model is about to be asked.</summary>
/// <param name="Step">The step's path.</param>
/// <param name="Attempt">From 1, over all models of the call.</param>
/// <param name="Model">The name the model is registered by.</param>
public sealed record AttemptStarted(string Step, int Attempt, string Model) : RunEvent;

/// <summary>An attempt failed, or a candidate was passed over without one. Text that was yielded before stays good, unless <see cref="Restarted"/> follows.</summary>
/// <param name="Step">The step's path.</param>
/// <param name="Failure">Which model, why, how long, what it took.</param>
public sealed record AttemptFailed(string Step, AttemptFailure Failure) : RunEvent;

/// <summary>An answer broke off and begins anew: the reader discards the text of the step that has been yielded so far.</summary>
/// <param name="Step">The step's path.</param>
public sealed record Restarted(string Step) : RunEvent;

/// <summary>An answer broke off, and another attempt carries it on: what it yields follows the text so far without a break.</summary>
/// <param name="Step">The step's path.</param>
/// <param name="Attempt">The attempt that carries on.</param>
/// <param name="Position">Where in the step's text the two meet, in UTF-16 code units.</param>
public sealed record Spliced(string Step, int Attempt, int Position) : RunEvent;

/// <summary>A piece of a step's answer. Provisional until the step has ended: see <see cref="Restarted"/>.</summary>
/// <param name="Step">The step's path.</param>
/// <param name="Attempt">The attempt it belongs to; 0 for an answer from the cache or the log.</param>
/// <param name="Text">The piece.</param>
public sealed record TextDelta(string Step, int Attempt, string Text) : RunEvent;

/// <summary>
/// What there is of a step's value so far, while its JSON streams. Comes after the <see cref="TextDelta"/> that completed a member or an item; an item of an array is in it once it is whole. What has
/// not come yet is at its default, also where the type says that it is never null. Provisional until the step has ended: see <see cref="Restarted"/>.
/// </summary>
/// <param name="Step">The step's path.</param>
/// <param name="Attempt">The attempt it belongs to; 0 for an answer from the cache or the log.</param>
/// <param name="Value">A value of the step's type, the reader's own: each event brings a new one.</param>
/// <remarks>All of them together cost about 65 times as much as reading the answer once: of long answers not every item brings one. A type that insists on all of its members yields none.</remarks>
/// <example><code>if (e is PartialOutput { Step: "research", Value: Notes notes }) Render(notes);</code></example>
public sealed record PartialOutput(string Step, int Attempt, object Value) : RunEvent;

/// <summary>A piece of an answer as its client gave it, with all that is in it. In the place of <see cref="TextDelta"/> for a request that came in the words of Microsoft.Extensions.AI.</summary>
internal sealed record UpdateReceived(ChatResponseUpdate Update) : RunEvent;

/// <summary>The run ended. Cast to <see cref="RunEnded{TOut}"/> for the typed output.</summary>
/// <param name="Result">Output or failure, and totals.</param>
public abstract record RunEnded(RunResult Result) : RunEvent;

/// <summary>The run ended.</summary>
/// <param name="Result">Output or failure, and totals.</param>
/// <typeparam name="TOut">The graph's output.</typeparam>
public sealed record RunEnded<TOut>(RunResult<TOut> Result) : RunEnded(Result)
{
    /// <inheritdoc cref="RunEnded.Result"/>
    public new RunResult<TOut> Result { get; } = Result;
}
