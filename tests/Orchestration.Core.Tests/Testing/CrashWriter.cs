using System.Diagnostics;

namespace Orchestration.Core.Tests.Testing;

/// <summary>Starts the program that writes an audit log until it is killed.</summary>
internal static class CrashWriter
{
    /// <summary>How a process that was killed ends: by signal 9, or as Windows is told.</summary>
    public static int KilledExitCode => OperatingSystem.IsWindows() ? -1 : 128 + 9;

    public static Process Start(string folder, int threads)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Orchestration.CrashWriter" + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        return Process.Start(new ProcessStartInfo(program, [folder, $"{threads}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }
}
