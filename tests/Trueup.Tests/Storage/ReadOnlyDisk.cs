using System.Runtime.InteropServices;
using Trueup.Storage.Sqlite;

namespace Trueup.Tests.Storage;

/// <summary>
/// A disk that may only be read, as a file system that the kernel mounted anew after a fault: below SQLite, every call of this process that
/// would change a file of one folder fails with EROFS. SQLite lets its calls to the system be replaced (sqlite.org/c3ref/vfs.html,
/// <c>xSetSystemCall</c>); all others go through. Linux only.
/// </summary>
internal sealed class ReadOnlyDisk : IDisposable
{
    private const int ReadOnlyFileSystem = 30;
    private const int OpenForWriting = 0x1 | 0x2 | 0x40; // O_WRONLY, O_RDWR, O_CREAT

    private static readonly Lazy<Calls> Replaced = new(() => new Calls());
    private static ReadOnlyDisk? current;

    private readonly string _folder;
    private int _refused;

    /// <summary>Nothing of a folder can be written from now on. One at a time.</summary>
    public ReadOnlyDisk(string folder)
    {
        _folder = folder + Path.DirectorySeparatorChar;
        _ = Replaced.Value;
        Assert.Null(Interlocked.CompareExchange(ref current, this, comparand: null));
    }

    private delegate nint WriteCall(int file, nint bytes, nuint count);

    private delegate nint WriteAtCall(int file, nint bytes, nuint count, long offset);

    private delegate int TruncateCall(int file, long size);

    private delegate int OpenCall(nint path, int flags, int mode);

    private delegate int UnlinkCall(nint path);

    private delegate nint FindVfs(nint name);

    private delegate int SetCall(nint vfs, nint name, nint call);

    private delegate nint GetCall(nint vfs, nint name);

    /// <summary>Calls that were refused so far.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The folder can be written again.</summary>
    public void Dispose() => Interlocked.CompareExchange(ref current, value: null, this);

    private static bool IsRefused(int file) => Volatile.Read(ref current) is { } disk &&
        File.ResolveLinkTarget($"/proc/self/fd/{file}", returnFinalTarget: false) is { } link && disk.Refuses(link.FullName);

    private static bool IsRefused(nint path) =>
        Volatile.Read(ref current) is { } disk && disk.Refuses(Marshal.PtrToStringUTF8(path)!);

    private bool Refuses(string path)
    {
        if (!path.StartsWith(_folder, StringComparison.Ordinal))
        {
            return false;
        }

        Interlocked.Increment(ref _refused);
        Marshal.SetLastSystemError(ReadOnlyFileSystem);
        return true;
    }

    /// <summary>The replacements, which stay for as long as the process lives.</summary>
    private sealed class Calls
    {
        // Where they stand in sqlite3_vfs, version 3, of a machine with pointers of eight bytes.
        private const int SetSystemCall = 144;
        private const int GetSystemCall = 152;

        private readonly List<Delegate> _kept = [];
        private readonly nint _vfs;
        private readonly SetCall _set;
        private readonly GetCall _get;

        public Calls()
        {
            SqliteNative.Require();
            var library = NativeLibrary.Load("libsqlite3.so.0");
            _vfs = Marshal.GetDelegateForFunctionPointer<FindVfs>(NativeLibrary.GetExport(library, "sqlite3_vfs_find"))(0);
            _set = Marshal.GetDelegateForFunctionPointer<SetCall>(Marshal.ReadIntPtr(_vfs, SetSystemCall));
            _get = Marshal.GetDelegateForFunctionPointer<GetCall>(Marshal.ReadIntPtr(_vfs, GetSystemCall));
            Replace<WriteCall>("write", system => (file, bytes, count) => IsRefused(file) ? -1 : system(file, bytes, count));
            foreach (var name in new[] { "pwrite", "pwrite64" })
            {
                Replace<WriteAtCall>(name, system => (file, bytes, count, offset) =>
                    IsRefused(file) ? -1 : system(file, bytes, count, offset));
            }

            Replace<TruncateCall>("ftruncate", system => (file, size) => IsRefused(file) ? -1 : system(file, size));
            Replace<UnlinkCall>("unlink", system => path => IsRefused(path) ? -1 : system(path));
            Replace<OpenCall>("open", system => (path, flags, mode) =>
                (flags & OpenForWriting) != 0 && IsRefused(path) ? -1 : system(path, flags, mode));
        }

        /// <summary>A call that this build of SQLite does not make has nothing to be replaced.</summary>
        private void Replace<T>(string name, Func<T, T> replacing)
            where T : Delegate
        {
            var word = Marshal.StringToCoTaskMemUTF8(name);
            if (_get(_vfs, word) is not 0 and var system)
            {
                var call = replacing(Marshal.GetDelegateForFunctionPointer<T>(system));
                _kept.Add(call);
                Assert.Equal(0, _set(_vfs, word, Marshal.GetFunctionPointerForDelegate(call)));
            }

            Marshal.FreeCoTaskMem(word);
        }
    }
}
