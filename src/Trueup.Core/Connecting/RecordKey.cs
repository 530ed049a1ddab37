using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Trueup.Core.Entries;

namespace Trueup.Core.Connecting;

/// <summary>
/// Keys of records that a poll brings: <c>list/id/hash of the content</c>. A record read again unchanged has the same key and
/// is a duplicate; one that changed is a new message about the same record.
/// </summary>
public static class RecordKey
{
    private const int HashBytes = 12;
    private const int ShortestHash = 16;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>The key of a record with this content.</summary>
    /// <param name="list">Name of the list it is in.</param>
    /// <param name="id">Its id there; empty when it has none.</param>
    /// <param name="content">The record as it came.</param>
    public static string Of(string list, string id, ReadOnlySpan<byte> content) =>
        $"{list}/{id}/{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, HashBytes))}";

    /// <summary>The key of a record that says something else than it did last, be it what it said some time before that.</summary>
    /// <param name="record">The record, as <see cref="RecordIn"/> names it.</param>
    /// <param name="last">The message that told of it last.</param>
    /// <param name="content">What is told now.</param>
    public static string After(string record, JournalPosition last, ReadOnlySpan<byte> content)
    {
        Span<byte> position = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(position, last.Value);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(position);
        hash.AppendData(content);
        return $"{record}/{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, HashBytes))}";
    }

    /// <summary>The record that a message is about, whatever it says of it: <c>list/id</c>. Null when its key is of another
    /// kind, or the record has no id.</summary>
    public static string? RecordIn(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var end = key.LastIndexOf('/');
        return end > 0 && key[end - 1] != '/' && key.AsSpan(0, end).Contains('/') && IsHash(key.AsSpan(end + 1))
            ? key[..end]
            : null;
    }

    private static bool IsHash(ReadOnlySpan<char> text) =>
        text.Length >= ShortestHash && !text.ContainsAnyExcept(Hexadecimal);
}
