using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>Our estimate, what providers reported with each answer, and what they invoice, side by side, with every difference explained to the last token and nano-dollar.</summary>
public sealed record ReconciliationReport
{
    /// <summary>The first day compared, in UTC.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day compared.</summary>
    public required DateOnly To { get; init; }

    /// <summary>One row a day, provider and model, in this order.</summary>
    public ImmutableArray<ReconciliationRow> Rows { get; init; } = [];

    /// <summary>Models of the export that no attempt of the log answered by, in order. Map them with <see cref="ReconciliationOptions.Models"/> if they are known by another name.</summary>
    public ImmutableArray<string> UnknownModels { get; init; } = [];

    /// <summary>The parts of the export that could not be read; they are in no row.</summary>
    public ImmutableArray<UsageExportProblem> Problems { get; init; } = [];

    /// <summary>Lines of the export on days that were not compared.</summary>
    public ImmutableArray<UsageRow> OutsideDays { get; init; } = [];
}

/// <summary>What one model took on one day by each of the three accounts.</summary>
public sealed record ReconciliationRow
{
    /// <summary>The day in UTC on which the attempts ended.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Who serves the model; empty when neither log nor export says.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name of the model; empty for charges that belong to none.</summary>
    public required string Model { get; init; }

    /// <summary>By our own estimate, of every attempt that may have been charged.</summary>
    public required ReconciliationSide Estimated { get; init; }

    /// <summary>By the usage that came with the answers.</summary>
    public required ReconciliationSide Reported { get; init; }

    /// <summary>By the export; all zero when it covers the day but has no such line.</summary>
    public required ReconciliationSide Invoiced { get; init; }

    /// <summary>Reported less estimated, by class, without zeros; tokens and dollars add up exactly.</summary>
    public ImmutableArray<ReconciliationDifference> FromEstimateToReport { get; init; } = [];

    /// <summary>Invoiced less reported, by class, without zeros; tokens and dollars add up exactly. What the export does not count, tokens or dollars, is 0 in all.</summary>
    public ImmutableArray<ReconciliationDifference> FromReportToInvoice { get; init; } = [];

    /// <summary>Attempts without reported usage: they are in the estimate alone.</summary>
    public int AttemptsWithoutUsage { get; init; }

    /// <summary>Attempts of unknown cost, for want of a price or of usage; they count as 0 dollars in <see cref="Reported"/>.</summary>
    public int UnpricedAttempts { get; init; }

    /// <summary>Where the export's lines stand; empty when it has none.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];
}

/// <summary>One account of a model's day.</summary>
/// <param name="Tokens">Input and output tokens; <see langword="null"/> = the account does not count them.</param>
/// <param name="Usd">US dollars; <see langword="null"/> = the account names none.</param>
/// <param name="Usage">The tokens by kind, as far as known.</param>
/// <param name="Requests">Attempts or requests; <see langword="null"/> = not counted.</param>
public sealed record ReconciliationSide(long? Tokens, decimal? Usd, Usage Usage, long? Requests);

/// <summary>A part of a difference.</summary>
/// <param name="Class">What explains it.</param>
/// <param name="Tokens">Tokens; negative when the later account has fewer.</param>
/// <param name="Usd">US dollars, with the same sign convention; with no tokens, a difference of price alone.</param>
public sealed record ReconciliationDifference(ReconciliationClass Class, long Tokens, decimal Usd);

/// <summary>What explains a difference between two accounts.</summary>
public enum ReconciliationClass
{
    /// <summary>Our estimate of text and template was off.</summary>
    Estimate,

    /// <summary>Input read from the prompt cache, at its own rate.</summary>
    Cached,

    /// <summary>Input written to the prompt cache, at its own rate.</summary>
    CacheWrite,

    /// <summary>Output spent on reasoning, which no text shows.</summary>
    Reasoning,

    /// <summary>Attempts that were cancelled, losers of a hedge among them: charged, but never reported.</summary>
    Cancelled,

    /// <summary>Attempts that failed after the provider had begun to work.</summary>
    Failed,

    /// <summary>Attempts that succeeded, but whose answer came without usage.</summary>
    MissingUsage,

    /// <summary>Attempts that started and never ended in the log, as when the process was killed.</summary>
    Unfinished,

    /// <summary>Attempts about midnight UTC that the provider booked on the neighbouring day.</summary>
    Midnight,

    /// <summary>A line that the export has more than once.</summary>
    Duplicate,

    /// <summary>The export covers the day but has no line for the model.</summary>
    NotInvoiced,

    /// <summary>The export has a model, or a charge of none, that the log has not on this day.</summary>
    NotInLog,

    /// <summary>The rest: nothing in the log explains it.</summary>
    Unknown,
}
