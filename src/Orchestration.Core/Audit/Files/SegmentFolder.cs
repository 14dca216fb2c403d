using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Orchestration.Audit.Files;

/// <summary>One segment, as far as a reader may read it.</summary>
internal readonly record struct Segment(string Path, int Number, long Length)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>The names of a log's files and what a folder of them asks of the file system.</summary>
internal static class SegmentFolder
{
    private const string Prefix = "audit-";
    private const string Extension = ".jsonl";

    public static string PathOf(string folder, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D8}{Extension}"));

    /// <summary>Makes the folder, durably, if it is not there.</summary>
    public static void Create(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            Flush(Path.GetDirectoryName(folder)!);
        }
    }

    /// <summary>The segments in order, each with its present length.</summary>
    public static List<Segment> List(string folder)
    {
        var segments = new List<Segment>();
        foreach (var path in Directory.GetFiles(folder, Prefix + "*" + Extension))
        {
            var digits = Path.GetFileNameWithoutExtension(path.AsSpan())[Prefix.Length..];
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                segments.Add(new Segment(path, number, 0));
            }
        }

        // Lengths are taken once all names are known: a segment that has a successor no longer grows.
        segments.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return segments.ConvertAll(static segment => segment with { Length = new FileInfo(segment.Path).Length });
    }

    public static SafeFileHandle OpenRead(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan | FileOptions.Asynchronous);

    /// <summary>Opens a segment to append to. Without a buffer: a batch is one write.</summary>
    public static FileStream OpenWrite(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    /// <summary>Makes the folder's entries durable.</summary>
    /// <remarks>On Unix a file's name belongs to its folder: a file that was synced can still be gone after a loss of power if the folder was not.</remarks>
    public static void Flush(string folder)
    {
        // Windows offers no such call and needs none: NTFS journals names.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const int ReadOnly = 0;
        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw new IOException($"The folder '{folder}' cannot be opened to make its entries durable (errno {Marshal.GetLastPInvokeError()}).");
        }

        RandomAccess.FlushToDisk(handle);
    }

    // The managed API refuses to open a folder.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern nint Open(byte[] path, int flags);
}
