using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>One line of a provider's usage or cost export: what was used or charged on a day.</summary>
public sealed record UsageRow
{
    /// <summary>The day in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Who charges; <see langword="null"/> when the export does not say, and then the model alone is compared.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's name of the model; <see langword="null"/> when the line is not of one model.</summary>
    public string? Model { get; init; }

    /// <summary>The tokens, in the library's sense: cached and cache-write tokens are contained in the input. <see langword="null"/> = the export has none, as in a cost report.</summary>
    public Usage? Usage { get; init; }

    /// <summary>US dollars charged; <see langword="null"/> = the export has none, as in a usage report.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>How many requests the line sums; <see langword="null"/> = not said.</summary>
    public long? Requests { get; init; }

    /// <summary>Where it stands in the export, for a reader: <c>line 12</c> or <c>data[3].results[0]</c>.</summary>
    public required string Location { get; init; }

    /// <summary>The line as it stands, with its day: two lines of one identity are the same line twice.</summary>
    public required string Identity { get; init; }
}

/// <summary>A part of an export that could not be read, and what to do about it.</summary>
/// <param name="Location">Where: line and column of a CSV file, or the path in a JSON file.</param>
/// <param name="Message">What is wrong and how to put it right, in a sentence.</param>
public sealed record UsageExportProblem(string Location, string Message);
