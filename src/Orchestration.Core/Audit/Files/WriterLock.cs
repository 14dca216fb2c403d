using System.Globalization;

namespace Orchestration.Audit.Files;

/// <summary>Keeps a second writer out of a folder. An operating system's lock on an open file, so it ends with its process, however that ends.</summary>
internal sealed class WriterLock : IDisposable
{
    private const string LockFile = "writer.lock";
    private const string ProcessFile = "writer.pid";

    private readonly FileStream _file;

    private WriterLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another writer has the folder.</exception>
    public static WriterLock Take(string folder)
    {
        var path = Path.Combine(folder, LockFile);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException(
                $"The audit log '{folder}' is being written by another writer ({Holder(folder)}). Stop it, give this process a folder of its own, or only read: FileAuditReader.",
                exception);
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

    public void Dispose() => _file.Dispose();

    private static string Holder(string folder)
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
}
