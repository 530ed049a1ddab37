using System.IO.Compression;
using Trueup.Tests.Settings;

namespace Trueup.Tests.Storage;

/// <summary>Data folders that earlier programs wrote, each with the figures that were true then.</summary>
/// <param name="under">Where they are kept, under <c>Storage</c>.</param>
internal sealed class GoldenFolder(params string[] under)
{
    private const string NewVariable = "TRUEUP_NEW_GOLDEN";

    private readonly string _kept = RepositoryFolder.Of(["tests", "Trueup.Tests", "Storage", .. under]);

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => Directory.GetFiles(_kept, "*.zip").Select(path => Path.GetFileNameWithoutExtension(path)!);

    /// <summary>Unpacks one as a hub's data.</summary>
    /// <returns>The figures that were true then.</returns>
    public async Task<string> UnpackAsync(string name, TemporaryFolder into)
    {
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(_kept, $"{name}.zip"), into.File("data"), CancellationToken.None);
        var figures = await File.ReadAllTextAsync(Path.Combine(_kept, $"{name}.json"), CancellationToken.None);
        return figures.ReplaceLineEndings("\n").Trim();
    }

    /// <summary>Keeps the data that a hub has left, where somebody asks for it by <c>TRUEUP_NEW_GOLDEN=name</c>.</summary>
    public async Task KeepAsync(TemporaryFolder of, string figures)
    {
        if (Environment.GetEnvironmentVariable(NewVariable) is { Length: > 0 } name)
        {
            File.Delete(of.File("data/trueup.lock"));
            Directory.Delete(of.File("data/keys"), recursive: true);
            await ZipFile.CreateFromDirectoryAsync(of.File("data"), Path.Combine(_kept, $"{name}.zip"), CancellationToken.None);
            await File.WriteAllTextAsync(Path.Combine(_kept, $"{name}.json"), figures + "\n", CancellationToken.None);
        }
    }
}
