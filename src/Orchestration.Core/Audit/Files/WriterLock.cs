using System.Globalization;

namespace Orchestration.Audit.Files;

/// <summary>Keeps a second writer out of a folder: the operating system's lock on an open file, which ends with its process, however that ends.</summary>
internal sealed class WriterLock : IDisposable
{
    private const string LockFile = "writer.lock";
    private const string ProcessFile = "writer.pid";

    // What the runtime reports for a lock that another holds: an HRESULT on Windows, errno elsewhere.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;

    private readonly FileStream _file;

    private WriterLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; <see langword="null"/> if another writer has it.</summary>
    public static WriterLock? TryTake(string folder)
    {
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or LockedOnLinux or LockedOnMac)
        {
            return null;
        }

        try
        {
            // Beside the lock, because a locked file cannot be read on every system.
            File.WriteAllText(Path.Combine(folder, ProcessFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new WriterLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Who has the lock, in words.</summary>
    public static string Holder(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, ProcessFile));
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? string.Create(CultureInfo.InvariantCulture, $"process {id}{(id == Environment.ProcessId ? ", this one" : string.Empty)}")
                : "process unknown";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "process unknown";
        }
    }

    public void Dispose() => _file.Dispose();
}
