namespace Trueup.Engine.Intake;

/// <summary>
/// Remembers which messages were taken in, by a hash of connection and id, with a hash of their content. Bounded: it
/// keeps at least the last <c>window</c> and at most twice as many; older duplicates are caught by versions, times
/// and document ids instead.
/// </summary>
public sealed class SeenIndex(int window)
{
    private Generation _recent = new(capacity: 1024);
    private Generation _older = new(capacity: 16);
    private long _expected;

    /// <summary>Messages remembered.</summary>
    public int Count => _recent.Count + _older.Count;

    /// <summary>Makes room for so many messages: growing step by step, the tables would be copied a dozen
    /// times.</summary>
    public void Expect(long messages)
    {
        if (_recent.Count == 0)
        {
            _recent = new Generation(CapacityFor(messages));
            _expected = messages;
        }
    }

    /// <summary>Whether a message is new; remembers it if so.</summary>
    public Sighting Admit(UInt128 identity, ulong content)
    {
        if (_recent.TryFind(identity, out var known) || _older.TryFind(identity, out known))
        {
            return known == content ? Sighting.Duplicate : Sighting.Conflict;
        }

        if (_recent.Count >= window)
        {
            _older = _recent;
            _expected -= window;
            _recent = new Generation(CapacityFor(_expected));
        }

        _recent.Add(identity, content);
        return Sighting.New;
    }

    /// <summary>Forgets a message that was admitted and could not be made durable.</summary>
    public void Forget(UInt128 identity) => _recent.Remove(identity);

    private int CapacityFor(long messages) => (int)(Math.Clamp(messages, 700, window) * 10L / 7) + 2;

    /// <summary>An open-addressing table: 16 bytes a message, no objects. Half of the hash of connection and id and the whole of
    /// the content's tell two messages apart: 128 bits.</summary>
    private sealed class Generation(int capacity)
    {
        private Row[] _rows = new Row[capacity];

        public int Count { get; private set; }

        public bool TryFind(UInt128 identity, out ulong content)
        {
            var name = NameOf(identity);
            ref readonly var row = ref _rows[PlaceOf(name)];
            content = row.Content;
            return row.Name == name;
        }

        public void Add(UInt128 identity, ulong content)
        {
            if ((Count + 1) * 10L > _rows.Length * 7L)
            {
                Grow();
            }

            var name = NameOf(identity);
            _rows[PlaceOf(name)] = new Row(name, content);
            Count++;
        }

        public void Remove(UInt128 identity)
        {
            var hole = PlaceOf(NameOf(identity));
            if (_rows[hole].Name == 0)
            {
                return;
            }

            Count--;
            _rows[hole] = default;

            // Whatever probed past the hole moves up, or it could not be found any more.
            for (var place = Next(hole); _rows[place].Name != 0; place = Next(place))
            {
                var moving = _rows[place];
                _rows[place] = default;
                _rows[PlaceOf(moving.Name)] = moving;
            }
        }

        /// <summary>What a row is found by; 0 marks a free one.</summary>
        private static ulong NameOf(UInt128 identity) => Math.Max(unchecked((ulong)identity), 1);

        private int PlaceOf(ulong name)
        {
            var place = (int)Math.BigMul(name, (ulong)_rows.Length, out _);
            while (_rows[place].Name != 0 && _rows[place].Name != name)
            {
                place = Next(place);
            }

            return place;
        }

        private int Next(int place) => place + 1 < _rows.Length ? place + 1 : 0;

        private void Grow()
        {
            var before = _rows;
            _rows = new Row[before.Length * 2];
            foreach (var row in before)
            {
                if (row.Name != 0)
                {
                    _rows[PlaceOf(row.Name)] = row;
                }
            }
        }

        private readonly record struct Row(ulong Name, ulong Content);
    }
}

/// <summary>Whether a message was seen before.</summary>
public enum Sighting
{
    /// <summary>Never seen.</summary>
    New,

    /// <summary>Seen with the same content.</summary>
    Duplicate,

    /// <summary>The id was seen with other content.</summary>
    Conflict,
}
