using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Trueup.Storage.Sqlite;

/// <summary>
/// The native SQLite library: the operating system's own, because it is patched with the system
/// (storage-and-speed.md §2). Linux <c>libsqlite3.so.0</c>, Windows <c>winsqlite3</c>, macOS <c>libsqlite3.dylib</c>.
/// </summary>
public static class SqliteNative
{
    // STRICT tables came with 3.37.0 (https://sqlite.org/stricttables.html).
    private const int VersionMin = 3_037_000;

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Loads the library on the first call and answers its version, such as <c>3.40.1</c>.</summary>
    /// <exception cref="StorageException">The library is missing or older than 3.37.</exception>
    public static string Require() => Loaded.Value;

    private static string Load()
    {
        var provider = new SQLite3Provider_e_sqlite3();
        NativeLibrary.SetDllImportResolver(provider.GetType().Assembly, Resolve);
        try
        {
            raw.SetProvider(provider);
        }
        catch (DllNotFoundException missing)
        {
            throw new StorageException($"The SQLite library is missing. {Remedy}", missing);
        }

        var version = raw.sqlite3_libversion().utf8_to_string();
        return raw.sqlite3_libversion_number() >= VersionMin
            ? version
            : throw new StorageException($"SQLite {version} is too old: Trueup needs 3.37 or newer. {Remedy}");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        string.Equals(name, "e_sqlite3", StringComparison.Ordinal)
        && NativeLibrary.TryLoad(SystemName, assembly, searchPath, out var library) ? library : 0;

    private static string SystemName =>
        OperatingSystem.IsWindows() ? "winsqlite3"
        : OperatingSystem.IsMacOS() ? "libsqlite3.dylib"
        : "libsqlite3.so.0";

    private static string Remedy =>
        OperatingSystem.IsLinux()
            ? "Install the package libsqlite3-0 (Debian, Ubuntu) or sqlite-libs (Fedora, Alpine)."
            : "It is part of the operating system: update the system.";
}
