using System.Text;
using Trueup.Core.Entries;
using Trueup.Engine.Journal;

namespace Trueup.Storage.Sqlite;

/// <summary>Reads the journal on a connection of its own, one call at a time.</summary>
internal sealed class JournalReader : IDisposable
{
    private const int RowsBetweenChecks = 1_000;

    private readonly Database _database;
    private readonly Statement _range;
    private readonly Statement _last;
    private readonly Vocabulary _words = new();

    /// <summary>Opens a journal that exists.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public JournalReader(string path)
    {
        _database = Database.Open(path, Access.Reading);
        try
        {
            Schema.Journal.Demand(_database);
            _range = _database.Prepare(
                "SELECT position, kind, connection, key, form, at, body FROM entry "
                + "WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3");
            _last = _database.Prepare("SELECT max(position) FROM entry");
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    /// <summary>The position of the last entry; <c>default</c> in an empty journal.</summary>
    public JournalPosition Last()
    {
        try
        {
            _last.Step();
            return new JournalPosition(_last.Number(0));
        }
        finally
        {
            _last.Reset();
        }
    }

    /// <summary>Reads up to <paramref name="max"/> entries after one position and through another, in order.</summary>
    public IReadOnlyList<Recorded> Read(
        JournalPosition after, JournalPosition through, int max, CancellationToken cancellationToken)
    {
        var found = new List<Recorded>(capacity: (int)Math.Clamp(through.Value - after.Value, 0, max));
        _range.Bind(1, after.Value);
        _range.Bind(2, through.Value);
        _range.Bind(3, max);
        try
        {
            while (_range.Step())
            {
                found.Add(Current());
                if (found.Count % RowsBetweenChecks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            return found;
        }
        finally
        {
            _range.Reset();
        }
    }

    /// <summary>Shows up to <paramref name="max"/> entries after one position and through another, in order.</summary>
    /// <returns>The position of the last one shown.</returns>
    public JournalPosition Scan(
        JournalPosition after, JournalPosition through, int max, EntryVisitor visit, CancellationToken cancellationToken)
    {
        var last = after;
        _range.Bind(1, after.Value);
        _range.Bind(2, through.Value);
        _range.Bind(3, max);
        try
        {
            while (_range.Step())
            {
                last = new JournalPosition(_range.Number(0));
                visit(new EntryGlimpse
                {
                    Position = last,
                    Kind = (EntryKind)_range.Number(1),
                    Connection = _range.Bytes(2),
                    Key = _range.Bytes(3),
                    Form = _range.Bytes(4),
                    Body = _range.Bytes(6),
                });
                if (last.Value % RowsBetweenChecks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            return last;
        }
        finally
        {
            _range.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _range.Dispose();
        _last.Dispose();
        _database.Dispose();
    }

    private Recorded Current() => new(
        new JournalPosition(_range.Number(0)),
        new Entry(
            (EntryKind)_range.Number(1),
            _words.Get(_range.Bytes(2)),
            _range.Text(3),
            _words.Get(_range.Bytes(4)),
            DateTimeOffset.UnixEpoch.AddTicks(_range.Number(5)),
            _range.Bytes(6).ToArray()));

    /// <summary>Words that come again and again, kept as one string each.</summary>
    private sealed class Vocabulary
    {
        private const int WordsMax = 1_000;
        private const int CharactersMax = 64;

        private readonly HashSet<string> _words = new(StringComparer.Ordinal);

        public string Get(ReadOnlySpan<byte> utf8)
        {
            if (utf8.Length > CharactersMax)
            {
                return Encoding.UTF8.GetString(utf8);
            }

            Span<char> text = stackalloc char[CharactersMax];
            text = text[..Encoding.UTF8.GetChars(utf8, text)];
            if (_words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
            {
                return known;
            }

            var word = text.ToString();
            if (_words.Count < WordsMax)
            {
                _words.Add(word);
            }

            return word;
        }
    }
}
