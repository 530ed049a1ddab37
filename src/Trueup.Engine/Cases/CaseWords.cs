using System.Buffers.Binary;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Cases;

/// <summary>
/// What is said about a case, and what only its own page shows: packed, and laid beside that of others. In memory only; the
/// ledger has a form of its own.
/// </summary>
internal sealed class CaseWords
{
    /// <summary>Rows are of few lengths, so that what changes mostly stays where it is, and what is given back fits
    /// another.</summary>
    private const int Step = 8;

    private const int ChunkBits = 16;

    private readonly Runs<byte> _rows = new(ChunkBits);
    private readonly PackWriter _pack = new();
    private readonly CodePool _codes = new();

    /// <summary>Lays down what is said about a case, in the place of what was said before.</summary>
    public void Lay(Case known, ref CaseSlot slot)
    {
        _pack.Begin();
        if (known.SnoozedUntil is { } until)
        {
            // First, because every search asks for it.
            _pack.Time(until);
        }

        var words = _pack
            .Position(known.FirstMessage).Whole(known.LastMessage.Value - known.FirstMessage.Value).Whole(known.Met)
            .Text(known.Detail).OptionalText(known.Waiting)
            .List(known.Tags, static (inner, tag) => inner.Text(tag))
            .List(known.Notes, static (inner, note) => inner.Time(note.At).Text(note.By).Text(note.Text))
            .ToBody().Span;
        slot.IsSnoozed = known.SnoozedUntil is not null;
        slot.Waits = known.Waiting is not null;
        var room = (words.Length + Step - 1) / Step * Step;
        slot.WordsAt = _rows.Resize(slot.WordsAt, slot.WordsBytes, room);
        slot.WordsBytes = room;
        words.CopyTo(_rows.Row(slot.WordsAt, room));
    }

    /// <summary>Gives back what a slot holds.</summary>
    public void LetGo(ref CaseSlot slot)
    {
        _rows.GiveBack(slot.WordsAt, slot.WordsBytes);
        (slot.WordsAt, slot.WordsBytes) = (0, 0);
    }

    /// <summary>Until when a slot's case is put off, UTC ticks; 0 when it is not.</summary>
    public long SnoozedUntil(in CaseSlot slot) => slot.IsSnoozed
        ? BinaryPrimitives.ReadInt64LittleEndian(_rows.Row(slot.WordsAt, slot.WordsBytes)[1..])
        : 0;

    /// <summary>A case with what is said about it.</summary>
    public Case Complete(Case bare, in CaseSlot slot)
    {
        var pack = new PackReader(_rows.Memory(slot.WordsAt, slot.WordsBytes), _codes).Begin();
        DateTimeOffset? until = slot.IsSnoozed ? pack.Time() : null;
        var first = pack.Position();
        return bare with
        {
            SnoozedUntil = until,
            FirstMessage = first,
            LastMessage = new JournalPosition(first.Value + pack.Whole()),
            Met = pack.Whole(),
            Detail = pack.Text(),
            Waiting = pack.OptionalText(),
            Tags = pack.List(static inner => inner.Text()),
            Notes = pack.List(static inner => new CaseNote(inner.Time(), inner.Text(), inner.Text())),
        };
    }
}
