using System.Buffers;
using System.Text;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Views;

/// <summary>
/// What messages changed in one order, read back from the journal. A decision lies close behind its message, unless the
/// message waited, and is one of up to a thousand that were written together: those before it are passed, those after it are
/// not looked at, and what was looked at for one message serves the next. The bytes are lent: whoever is asked for many orders
/// would otherwise leave a few hundred kilobytes behind for each.
/// </summary>
internal sealed class OrderDecisions(IJournal journal, DecisionCodec codec, OrderId order) : IDisposable
{
    private const int PageMax = 256;

    private const int EntriesMax = 16_384;

    private readonly byte[] _name = Encoding.UTF8.GetBytes(order.Text);
    private readonly Dictionary<long, Stretch> _stretches = [];
    private readonly List<byte[]> _lent = [];

    /// <summary>What one message changed; empty where that is not found.</summary>
    public async ValueTask<Items<Change.OrderChanged>> OfAsync(JournalPosition message, CancellationToken cancellationToken)
    {
        Items<Change.OrderChanged> found = [];
        for (var after = message; found.IsEmpty && after < journal.End && after.Value - message.Value < EntriesMax;)
        {
            var last = await journal.ScanAsync(after, PageMax, Look, cancellationToken);
            after = last > after ? last : journal.End;
        }

        return found;

        void Look(in EntryGlimpse entry)
        {
            if (found.IsEmpty && entry.Kind == EntryKind.Decided && StretchAt(entry) is { } stretch)
            {
                found = stretch.Of(message, order);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lent.ForEach(bytes => ArrayPool<byte>.Shared.Return(bytes));
        _lent.Clear();
        _stretches.Clear();
    }

    /// <summary>The decisions in an entry; null where none is about the order.</summary>
    private Stretch? StretchAt(in EntryGlimpse entry)
    {
        if (!_stretches.TryGetValue(entry.Position.Value, out var stretch) && entry.Body.IndexOf(_name) >= 0)
        {
            _stretches[entry.Position.Value] = stretch = new Stretch(codec.UnpackEach(Copy(entry.Body)));
        }

        return stretch;
    }

    private ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> body)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(body.Length);
        _lent.Add(bytes);
        body.CopyTo(bytes);
        return bytes.AsMemory(0, body.Length);
    }

    /// <summary>Decisions that were written together, unpacked as far as somebody asked.</summary>
    private sealed class Stretch(IEnumerable<Decided> decisions)
    {
        private readonly IEnumerator<Decided> _rest = decisions.GetEnumerator();
        private readonly Dictionary<JournalPosition, Items<Change.OrderChanged>> _found = [];

        public Items<Change.OrderChanged> Of(JournalPosition message, OrderId order)
        {
            while (!_found.ContainsKey(message) && _rest.MoveNext())
            {
                var changes = _rest.Current.Changes.OfType<Change.OrderChanged>().Where(change => change.Order == order).ToItems();
                if (!changes.IsEmpty)
                {
                    var before = _found.GetValueOrDefault(_rest.Current.Message);
                    _found[_rest.Current.Message] = before.AddRange(changes);
                }
            }

            return _found.GetValueOrDefault(message);
        }
    }
}
