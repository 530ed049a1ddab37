using System.Numerics;

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

    private int CapacityFor(long messages) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)(Math.Clamp(messages, 700, window) * 10 / 7 + 2));

    /// <summary>An open-addressing table: 24 bytes a message, no objects.</summary>
    private sealed class Generation(int capacity)
    {
        private UInt128[] _identities = new UInt128[capacity];
        private ulong[] _contents = new ulong[capacity];

        public int Count { get; private set; }

        public bool TryFind(UInt128 identity, out ulong content)
        {
            var place = PlaceOf(identity);
            content = _contents[place];
            return _identities[place] == identity;
        }

        public void Add(UInt128 identity, ulong content)
        {
            if ((Count + 1) * 10L > _identities.Length * 7L)
            {
                Grow();
            }

            var place = PlaceOf(identity);
            _identities[place] = identity;
            _contents[place] = content;
            Count++;
        }

        public void Remove(UInt128 identity)
        {
            var hole = PlaceOf(identity);
            if (_identities[hole] != identity)
            {
                return;
            }

            Count--;
            _identities[hole] = default;

            // Whatever probed past the hole moves up, or it could not be found any more.
            var mask = _identities.Length - 1;
            for (var place = (hole + 1) & mask; _identities[place] != default; place = (place + 1) & mask)
            {
                var (moving, content) = (_identities[place], _contents[place]);
                _identities[place] = default;
                var to = PlaceOf(moving);
                _identities[to] = moving;
                _contents[to] = content;
            }
        }

        private int PlaceOf(UInt128 identity)
        {
            var mask = _identities.Length - 1;
            var place = (int)(identity & (UInt128)mask);
            while (_identities[place] != default && _identities[place] != identity)
            {
                place = (place + 1) & mask;
            }

            return place;
        }

        private void Grow()
        {
            var (identities, contents) = (_identities, _contents);
            _identities = new UInt128[identities.Length * 2];
            _contents = new ulong[contents.Length * 2];
            for (var i = 0; i < identities.Length; i++)
            {
                if (identities[i] != default)
                {
                    var place = PlaceOf(identities[i]);
                    _identities[place] = identities[i];
                    _contents[place] = contents[i];
                }
            }
        }
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
