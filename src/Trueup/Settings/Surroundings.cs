namespace Trueup.Settings;

/// <summary>What a configuration may draw on from outside its file.</summary>
/// <param name="Folder">Folder that paths are relative to.</param>
/// <param name="Variable">An environment variable by name; null when it is not set.</param>
/// <param name="File">Text of a file by full path; null when it cannot be read.</param>
public sealed record Surroundings(string Folder, Func<string, string?> Variable, Func<string, string?> File)
{
    /// <summary>The largest file taken in, in bytes.</summary>
    public const int FileBytesMax = 1024 * 1024;

    /// <summary>The clock that connections sign with and count the life of their tokens by. Default the machine's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Lines of a file of any size by full path; null when it cannot be read. Default: those of <see cref="File"/>.</summary>
    public Func<string, IEnumerable<string>?>? Lines { get; init; }

    /// <summary>This machine's environment and disk, with paths relative to a folder.</summary>
    public static Surroundings Of(string folder) =>
        new(Path.GetFullPath(folder), Environment.GetEnvironmentVariable, ReadFile) { Lines = ReadLines };

    /// <summary>The text of a file named in the configuration; null when it cannot be read.</summary>
    public string? FileNamed(string path) => File(PathOf(path));

    /// <summary>The lines of a file named in the configuration; null when it cannot be read.</summary>
    public IEnumerable<string>? LinesNamed(string path) =>
        Lines is { } lines ? lines(PathOf(path)) : FileNamed(path)?.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The full path that a path in the configuration means.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Folder);

    private static IEnumerable<string>? ReadLines(string path)
    {
        try
        {
            return System.IO.File.ReadLines(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file is { Exists: true, Length: <= FileBytesMax } ? System.IO.File.ReadAllText(path) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
