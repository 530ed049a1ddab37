using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Trueup.Engine;
using Trueup.Hosting;
using Trueup.Storage.Sqlite;

namespace Trueup.Bench;

/// <summary>Measures what must be measured in a process of its own: a restart, and the memory it takes; the cost of an
/// event where nothing else fills the heap.</summary>
internal static class ChildProcess
{
    /// <summary>The hidden option of <c>bench</c> that makes a process restart a hub and report.</summary>
    public const string RestartOption = "--restart";

    /// <summary>The hidden option of <c>bench</c> that makes a process decide events round by round.</summary>
    public const string DecideOption = "--decide";

    /// <summary>Starts this program again, as another process.</summary>
    /// <param name="arguments">The arguments behind <c>bench</c>.</param>
    public static Process Start(params ReadOnlySpan<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        start.ArgumentList.Add("bench");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
    }

    /// <summary>Restarts a hub on a folder in a fresh process; time to ready, and resident memory in
    /// megabytes.</summary>
    public static async Task<(TimeSpan Ready, double Megabytes)> RestartAsync(string folder, CancellationToken cancellationToken)
    {
        using var child = Start(RestartOption, folder);
        var line = await child.StandardOutput.ReadToEndAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        var parts = line.Split(' ', StringSplitOptions.TrimEntries);
        return (
            TimeSpan.FromMilliseconds(double.Parse(parts[0], CultureInfo.InvariantCulture)),
            double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What the child does.</summary>
    public static async Task<int> RestartAndReportAsync(string folder)
    {
        var start = Stopwatch.GetTimestamp();
        await using var data = await DataFolder.OpenAsync(folder, NullLogger.Instance);
        var hub = new HubLoop(BenchWorld.Contract(), [], data.Journal, data.Ledger, TimeProvider.System);
        await using var thread = new HubThread(hub);
        await thread.RecoverAsync(CancellationToken.None);
        var ready = Stopwatch.GetElapsedTime(start);
        await thread.PostAsync(_ => HubHost.TidyAfterRecovery(entries: long.MaxValue));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{ready.TotalMilliseconds:0} {self.WorkingSet64 / 1e6:0.0}"));
        GC.KeepAlive(hub);
        return 0;
    }
}
