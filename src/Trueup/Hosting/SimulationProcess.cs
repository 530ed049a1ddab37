using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Trueup.Hosting;

/// <summary>
/// This program as another process, whose runtime is set for simulating: work on every core that is over soon and makes a lot of
/// short-lived memory. A hub that serves is set for the opposite, and a runtime takes its settings only when it starts.
/// </summary>
internal static class SimulationProcess
{
    private const string Mark = "Trueup.Simulates";

    /// <summary>A core's young memory is looked through when there is so much of it: nearly all has gone out of use by then.</summary>
    private const long YoungBytes = 64 << 20;

    /// <summary>Whether this is such a process.</summary>
    public static bool IsThis => AppContext.TryGetSwitch(Mark, out var simulates) && simulates;

    private static string Program => typeof(SimulationProcess).Assembly.Location;

    /// <summary>The <c>dotnet</c> that brought this runtime; a program that brings its own has none.</summary>
    private static string Host => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Runs this program with these arguments in a process set for simulating.</summary>
    /// <param name="arguments">The verb and its options.</param>
    /// <param name="output">Takes what it says; null: it speaks for this process.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code; null when none can be started here.</returns>
    public static async Task<int?> RunAsync(IEnumerable<string> arguments, TextWriter? output, CancellationToken cancellationToken)
    {
        if (!File.Exists(Host) || Settings() is not { } settings)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("trueup-");
        try
        {
            var file = Path.Combine(folder.FullName, "simulate.runtimeconfig.json");
            await File.WriteAllTextAsync(file, settings.ToJsonString(), cancellationToken);
            using var process = Process.Start(new ProcessStartInfo(Host, ["exec", "--runtimeconfig", file, Program, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = output is not null,
                UseShellExecute = false,
            })!;
            await using var stop = cancellationToken.Register(process.Kill);
            if (output is not null)
            {
                await output.WriteAsync(await process.StandardOutput.ReadToEndAsync(CancellationToken.None));
            }

            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return process.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Ends this process with the one that started it, however that one ends: its input ends then.</summary>
    public static void EndWithParent() => new Thread(() =>
    {
        while (Console.In.Read() >= 0)
        {
            // Nobody says anything; only the end is waited for.
        }

        Environment.Exit(Verbs.CommandLine.Stopped);
    })
    {
        IsBackground = true,
    }.Start();

    /// <summary>This program's settings with what a simulation wants otherwise; null when they are not beside it.</summary>
    private static JsonObject? Settings()
    {
        var file = Path.ChangeExtension(Program, ".runtimeconfig.json");
        if (!File.Exists(file) || JsonNode.Parse(File.ReadAllText(file)) is not JsonObject settings ||
            settings["runtimeOptions"]?["configProperties"] is not JsonObject properties)
        {
            return null;
        }

        properties["System.GC.Server"] = true;
        properties["System.GC.DynamicAdaptationMode"] = 0;
        properties["System.GC.Gen0Size"] = YoungBytes;
        properties["System.GC.Gen0MaxBudget"] = YoungBytes;

        // What turns out to be hot is compiled once more, not twice: a world is over before that pays.
        properties["System.Runtime.TieredPGO"] = false;
        properties[Mark] = true;
        return settings;
    }
}
