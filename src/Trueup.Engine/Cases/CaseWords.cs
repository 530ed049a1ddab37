using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Journal.Packing;

namespace Trueup.Engine.Cases;

/// <summary>What is said about a case, unpacked.</summary>
internal sealed record SpokenCase(string? Sku, string? Order, string Detail, string? Waiting, Items<string> Tags, Items<CaseNote> Notes);

/// <summary>Packs what is said about a case into bytes: half of what strings take. In memory only; the ledger has a form
/// of its own.</summary>
internal sealed class CaseWords
{
    private readonly PackWriter _pack = new();
    private readonly CodePool _codes = new();

    public byte[] Pack(Case known) => _pack.Begin()
        .OptionalText(known.About.Sku).OptionalText(known.About.Order).Text(known.Detail).OptionalText(known.Waiting)
        .List(known.Tags, static (inner, tag) => inner.Text(tag))
        .List(known.Notes, static (inner, note) => inner.Time(note.At).Text(note.By).Text(note.Text))
        .ToBody().ToArray();

    public (string? Sku, string? Order) NarrowOf(byte[] words)
    {
        var pack = new PackReader(words, _codes).Begin();
        return (pack.OptionalText(), pack.OptionalText());
    }

    public SpokenCase Unpack(byte[] words)
    {
        var pack = new PackReader(words, _codes).Begin();
        return new SpokenCase(
            pack.OptionalText(), pack.OptionalText(), pack.Text(), pack.OptionalText(),
            pack.List(static inner => inner.Text()),
            pack.List(static inner => new CaseNote(inner.Time(), inner.Text(), inner.Text())));
    }
}
