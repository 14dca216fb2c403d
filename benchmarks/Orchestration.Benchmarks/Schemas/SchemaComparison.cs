using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orchestration.Schemas;

namespace Orchestration.Benchmarks.Schemas;

/// <summary>Validates the same documents with this library, with NJsonSchema, and with ajv in a process of its own; each from text to verdict.</summary>
internal static class SchemaComparison
{
    private const int Rounds = 15;

    public static async Task MeasureAsync(string folder)
    {
        var ajv = await AjvAsync(folder).ConfigureAwait(false);
        Console.WriteLine("document | bytes | validator | us from text to verdict | ratio to ours | allocated bytes");
        foreach (var material in new[] { SchemaMaterial.Small, SchemaMaterial.Large })
        {
            var ours = JsonSchema.Parse(material.Schema);
            var theirs = await NJsonSchema.JsonSchema.FromJsonAsync(material.Schema).ConfigureAwait(false);
            Func<bool>[] calls = [() => ours.IsValid(material.Utf8), () => theirs.Validate(material.Document).Count == 0];
            var times = Measure(calls);
            Print(material, "ours", times[0], times[0], Allocated(calls[0]));
            Print(material, "NJsonSchema", times[1], times[0], Allocated(calls[1]));
            if (ajv.TryGetValue(material.Name, out var peer))
            {
                Print(material, "ajv, JSON.parse included", peer.ParsedAndValidated / 1000, times[0], null);
                Print(material, "ajv, of objects parsed before", peer.Validated / 1000, times[0], null);
            }
        }
    }

    /// <summary>The medians in microseconds, measured in turn so that noise meets all of them.</summary>
    private static double[] Measure(Func<bool>[] calls)
    {
        var counts = Array.ConvertAll(calls, static call =>
        {
            var count = 1;
            while (Time(call, count) < TimeSpan.FromMilliseconds(100))
            {
                count *= 2;
            }

            return count;
        });
        var times = Array.ConvertAll(calls, static _ => new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < calls.Length; i++)
            {
                times[i][round] = Time(calls[i], counts[i]).TotalMicroseconds / counts[i];
            }
        }

        return Array.ConvertAll(times, static each => each.Order().ElementAt(Rounds / 2));
    }

    private static TimeSpan Time(Func<bool> call, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            if (!call())
            {
                throw new InvalidOperationException("The document is valid, and a validator says that it is not.");
            }
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static long Allocated(Func<bool> call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Print(SchemaMaterial material, string validator, double time, double ours, long? bytes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{material.Name} | {material.Utf8.Length} | {validator} | {time:0.00} | {time / ours:0.0} | {bytes?.ToString(CultureInfo.InvariantCulture) ?? "not known"}"));

    /// <summary>ajv's figures by document; empty, with a word, where Node is not installed.</summary>
    private static async Task<Dictionary<string, AjvFigures>> AjvAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var material in new[] { SchemaMaterial.Small, SchemaMaterial.Large })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{material.Name}.schema.json"), material.Schema).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{material.Name}.json"), material.Document).ConfigureAwait(false);
        }

        try
        {
            var peer = Path.Combine(Repository(), "benchmarks", "peers", "ajv");
            await RunAsync("npm", peer, "install", "--no-package-lock", "--silent").ConfigureAwait(false);
            var lines = await RunAsync("node", peer, "validate.mjs", Path.GetFullPath(folder)).ConfigureAwait(false);
            return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => JsonDocument.Parse(line).RootElement)
                .ToDictionary(static figures => figures.GetProperty("name").GetString()!, static figures => new AjvFigures(figures.GetProperty("parsedAndValidated").GetDouble(), figures.GetProperty("validated").GetDouble()), StringComparer.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.WriteLine($"Without ajv: {e.Message}");
            return [];
        }
    }

    private static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orchestration.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The benchmark is not within its repository.");
    }

    private readonly record struct AjvFigures(double ParsedAndValidated, double Validated);
}
