namespace Orchestration.Evals.Gates;

/// <summary>What the gate decides. The numbers are the tool's exit codes; 1 is an error of the tool itself, 2 a command that was not understood.</summary>
/// <remarks>Where several hold, the first of these decides: a regression (what is missing does not undo what was proven), the budget, too many errors, inconclusive, ok.</remarks>
public enum GateOutcome
{
    /// <summary>No regression, and one of the size asked for would have been seen.</summary>
    Ok = 0,

    /// <summary>A regression, or a critical case that did not pass all of its repeats.</summary>
    Regression = 3,

    /// <summary>No regression was seen, but one of the size asked for might not have been; or there is no baseline.</summary>
    Inconclusive = 4,

    /// <summary>The budget ended the evaluation before it was complete.</summary>
    BudgetExceeded = 5,

    /// <summary>Too many runs or scores could not be judged.</summary>
    TooManyErrors = 6,
}
