using Trueup.Settings;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Demo.Sandboxes;

/// <summary>A configuration in a folder, with its templates, that the real program and a sandbox share.</summary>
internal static class SandboxFolder
{
    /// <summary>Writes a configuration as it is, but for what a test changes of it.</summary>
    public static async Task<TrueupSettings> WriteAsync(TemporaryFolder folder, string original, Func<string, string> change)
    {
        var templates = Path.Combine(folder.Path, "templates");
        Directory.CreateDirectory(templates);
        foreach (var template in Directory.GetFiles(Path.Combine(Path.GetDirectoryName(original)!, "templates")))
        {
            File.Copy(template, Path.Combine(templates, Path.GetFileName(template)));
        }

        var path = Path.Combine(folder.Path, "trueup.yaml");
        await File.WriteAllTextAsync(path, change(await File.ReadAllTextAsync(original, CancellationToken.None)), CancellationToken.None);
        var loaded = new SettingsLoader(ConnectorCatalogue.Installed).LoadFile(path);
        Assert.True(loaded.Settings is not null, string.Join('\n', loaded.Problems));
        return loaded.Settings;
    }

    /// <summary>Waits until something is true of systems that run by themselves.</summary>
    public static async Task UntilAsync(Func<bool> isTrue, string what)
    {
        using var patience = new CancellationTokenSource(ServedHub.Patience, TimeProvider.System);
        while (!isTrue())
        {
            Assert.False(patience.IsCancellationRequested, $"Not within {ServedHub.Patience}: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }
}
