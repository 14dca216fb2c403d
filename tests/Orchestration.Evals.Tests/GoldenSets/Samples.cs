using Orchestration.Evals.GoldenSets;

namespace Orchestration.Evals.Tests.GoldenSets;

/// <summary>Golden sets in a folder of their own, which is gone at the end of the test.</summary>
internal sealed class Samples : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("golden-");

    public string Folder => _folder.FullName;

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public Task<GoldenSet> OpenAsync(string name, string text) => GoldenSet.OpenAsync(Write(name, text), TestContext.Current.CancellationToken);

    public async Task<List<GoldenCase>> CasesAsync(string name, string text) => await CasesAsync(await OpenAsync(name, text));

    public static async Task<List<GoldenCase>> CasesAsync(GoldenSet set) => await set.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>The faults of a file, as <c>line: message</c>.</summary>
    public async Task<string[]> FaultsAsync(string name, string text)
    {
        var exception = await Assert.ThrowsAsync<GoldenSetException>(() => OpenAsync(name, text));
        return [.. exception.Faults.Select(static fault => FormattableString.Invariant($"{fault.Line}: {fault.Message}"))];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
