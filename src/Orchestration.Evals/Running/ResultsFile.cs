using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Orchestration.Evals.Running;

/// <summary>Reads <c>results.jsonl</c> line by line.</summary>
internal static class ResultsFile
{
    public const string FileName = "results.jsonl";

    /// <summary>The results in order. What follows the last line break was cut off, and is left out.</summary>
    /// <exception cref="FormatException">A line is no result.</exception>
    public static async IAsyncEnumerable<CaseResult> ReadAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            yield break;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var closing = file.ConfigureAwait(false);
        var lines = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var number = 0;
        while (true)
        {
            var read = await lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } newLine)
            {
                var line = rest.Slice(0, newLine);
                rest = rest.Slice(rest.GetPosition(1, newLine));
                number++;
                yield return Parse(path, number, line);
            }

            lines.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await lines.CompleteAsync().ConfigureAwait(false);
    }

    private static CaseResult Parse(string path, int number, ReadOnlySequence<byte> line)
    {
        try
        {
            return ResultLines.Read(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
        }
        catch (FormatException e)
        {
            throw new FormatException(FormattableString.Invariant($"{path}({number}): {e.Message}"), e);
        }
    }
}
