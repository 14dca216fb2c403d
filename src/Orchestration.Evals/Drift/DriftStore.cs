using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Evals.Drift;

/// <summary>A folder of daily figures, <c>2026-11-20.json</c>, of what was found in them, <c>2026-11-20.report.json</c>, and of changes that were accepted, <c>accepted.json</c>. The log is then read once a day, and may forget what is older.</summary>
/// <remarks>The files name tenants, graphs and runs; they hold no prompts and answers. Each is written whole or not at all. One process writes at a time.</remarks>
/// <param name="folder">Made when first written to.</param>
public sealed class DriftStore(string folder)
{
    /// <summary>Reads the figures of a day; <see langword="null"/> when they were not kept, or by a version that counted otherwise.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async Task<DriftDay?> LoadAsync(DateOnly day, CancellationToken cancellationToken = default) =>
        await ReadAsync(PathOf(day, ".json"), DriftJson.Default.DriftDay, cancellationToken).ConfigureAwait(false) is { Format: DriftDay.CurrentFormat } read ? read : null;

    /// <summary>Reads what was found on a day; <see langword="null"/> when it was not compared.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public Task<DriftReport?> LoadReportAsync(DateOnly day, CancellationToken cancellationToken = default) =>
        ReadAsync(PathOf(day, ".report.json"), DriftJson.Default.DriftReport, cancellationToken);

    /// <summary>Keeps the figures of a day, in the place of those that were there.</summary>
    public Task SaveAsync(DriftDay day, CancellationToken cancellationToken = default) => WriteAsync(PathOf(day.Day, ".json"), day, DriftJson.Default.DriftDay, cancellationToken);

    /// <summary>Keeps what was found on a day, in the place of what was there.</summary>
    public Task SaveAsync(DriftReport report, CancellationToken cancellationToken = default) =>
        WriteAsync(PathOf(report.Day, ".report.json"), report, DriftJson.Default.DriftReport, cancellationToken);

    /// <summary>Changes that were accepted, in the order in which they were.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async Task<IReadOnlyList<DriftAcceptance>> LoadAcceptancesAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(AcceptancesPath, DriftJson.Default.ListDriftAcceptance, cancellationToken).ConfigureAwait(false) ?? [];

    /// <summary>Adds a change that is meant to stay; whoever compares by this store from now on heeds it.</summary>
    public async Task AcceptAsync(DriftAcceptance accepted, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        await WriteAsync(AcceptancesPath, [.. await LoadAcceptancesAsync(cancellationToken).ConfigureAwait(false), accepted], DriftJson.Default.ListDriftAcceptance, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T?> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(file, type, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"'{path}' is not a file of drift figures. Delete it to have the day counted again from the log.", exception);
            }
        }
    }

    private async Task WriteAsync<T>(string path, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var unfinished = path + ".tmp";
        var file = File.Create(unfinished);
        await using (file.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(file, value, type, cancellationToken).ConfigureAwait(false);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private string AcceptancesPath => Path.Combine(folder, "accepted.json");

    private string PathOf(DateOnly day, string ending) => Path.Combine(folder, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ending);
}
