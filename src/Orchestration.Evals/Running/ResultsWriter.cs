namespace Orchestration.Evals.Running;

/// <summary>Appends results to <c>results.jsonl</c> as they come. Each line is with the operating system before the next begins. Safe for use by many threads.</summary>
internal sealed class ResultsWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public ResultsWriter(string folder)
    {
        Directory.CreateDirectory(folder);
        _file = new FileStream(Path.Combine(folder, ResultsFile.FileName), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Append(CaseResult result)
    {
        var line = ResultLines.Write(result);
        lock (_gate)
        {
            _file.Write(line);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Rewrites the file of a folder in one move: without the line that was cut off, and without those that are not kept.</summary>
    public static async Task RewriteAsync(string folder, Func<CaseResult, bool> keep, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ResultsFile.FileName);
        if (!File.Exists(path))
        {
            return;
        }

        var unfinished = path + ".tmp";
        var file = File.Create(unfinished);
        await using (file.ConfigureAwait(false))
        {
            await foreach (var result in ResultsFile.ReadAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                if (keep(result))
                {
                    await file.WriteAsync(ResultLines.Write(result), cancellationToken).ConfigureAwait(false);
                }
            }
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
