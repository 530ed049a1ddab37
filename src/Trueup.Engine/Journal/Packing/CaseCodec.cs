using System.Diagnostics;
using Trueup.Core.Cases;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs cases and what changes in them. Tags are on disk: never change one, never use one again.</summary>
internal static class CaseCodec
{
    public static PackWriter PutEvent(PackWriter pack, CaseEvent change) => change switch
    {
        CaseEvent.Found found => PutLineage(pack.Byte(1).Text(found.Finding.Code.Code), found.Finding.About)
            .Text(found.Finding.Detail).Time(found.At),
        CaseEvent.Closed closed => pack.Byte(2)
            .Text(closed.Key).Choice(closed.State).Text(closed.By).Text(closed.Why).Time(closed.At),
        CaseEvent.Assigned assigned => pack.Byte(3)
            .Text(assigned.Key).Text(assigned.Assignee).Text(assigned.By).Time(assigned.At),
        CaseEvent.Commented commented => pack.Byte(4)
            .Text(commented.Key).Text(commented.By).Text(commented.Text).Time(commented.At),
        CaseEvent.Snoozed snoozed => pack.Byte(5).Text(snoozed.Key)
            .Optional(snoozed.Until, static (inner, until) => inner.Time(until)).Text(snoozed.By).Time(snoozed.At),
        CaseEvent.Waits waits => pack.Byte(6).Text(waits.Key).OptionalText(waits.For).Text(waits.By).Time(waits.At),
        CaseEvent.Tagged tagged => pack.Byte(7).Text(tagged.Key)
            .List(tagged.Tags, static (inner, tag) => inner.Text(tag)).Text(tagged.By).Time(tagged.At),
        CaseEvent.Reopened reopened => pack.Byte(8)
            .Text(reopened.Key).Text(reopened.By).Text(reopened.Why).Time(reopened.At),
        _ => throw new UnreachableException($"No codec for {change?.GetType().Name}."),
    };

    public static CaseEvent TakeEvent(PackReader pack) => pack.Byte() switch
    {
        1 => new CaseEvent.Found(new Finding(TakeCode(pack), TakeLineage(pack), pack.Text()), pack.Time()),
        2 => new CaseEvent.Closed(pack.Text(), pack.Choice<CaseState>(), pack.Text(), pack.Text(), pack.Time()),
        3 => new CaseEvent.Assigned(pack.Text(), pack.Text(), pack.Text(), pack.Time()),
        4 => new CaseEvent.Commented(pack.Text(), pack.Text(), pack.Text(), pack.Time()),
        5 => new CaseEvent.Snoozed(
            pack.Text(), pack.Optional(static inner => inner.Time()), pack.Text(), pack.Time()),
        6 => new CaseEvent.Waits(pack.Text(), pack.OptionalText(), pack.Text(), pack.Time()),
        7 => new CaseEvent.Tagged(pack.Text(), pack.List(static inner => inner.Text()), pack.Text(), pack.Time()),
        8 => new CaseEvent.Reopened(pack.Text(), pack.Text(), pack.Text(), pack.Time()),
        var tag => throw pack.Broken($"no case event has the tag {tag}"),
    };

    public static PackWriter Put(PackWriter pack, Case known) =>
        PutLineage(pack.Text(known.Key).Text(known.Code.Code), known.About)
        .Choice(known.State).Text(known.Detail).Whole(known.Met).Time(known.OpenedAt).Time(known.LastAt)
        .Position(known.FirstMessage).Position(known.LastMessage).OptionalText(known.Assignee)
        .List(known.Notes, static (inner, note) => inner.Time(note.At).Text(note.By).Text(note.Text))
        .Optional(known.SnoozedUntil, static (inner, until) => inner.Time(until)).OptionalText(known.Waiting)
        .List(known.Tags, static (inner, tag) => inner.Text(tag));

    public static Case Take(PackReader pack) => new(pack.Text(), TakeCode(pack), TakeLineage(pack))
    {
        State = pack.Choice<CaseState>(),
        Detail = pack.Text(),
        Met = pack.Whole(),
        OpenedAt = pack.Time(),
        LastAt = pack.Time(),
        FirstMessage = pack.Position(),
        LastMessage = pack.Position(),
        Assignee = pack.OptionalText(),
        Notes = pack.List(static inner => new CaseNote(inner.Time(), inner.Text(), inner.Text())),
        SnoozedUntil = pack.Optional(static inner => inner.Time()),
        Waiting = pack.OptionalText(),
        Tags = pack.List(static inner => inner.Text()),
    };

    /// <summary>
    /// The kind of problem with a code; one that the catalogue does not have is made up from its code.
    /// </summary>
    public static CaseCode TakeCode(PackReader pack)
    {
        var code = pack.Code();
        return CaseCodes.Find(code) ?? new CaseCode(
            code, code, "Another version of the hub named this problem; this version's catalogue does not have it.",
            Severity.Warning, CaseOwner.Engineering, "Look the code up in the version that wrote it.", Healing.None);
    }

    private static PackWriter PutLineage(PackWriter pack, Lineage about) => pack
        .OptionalConnection(about.Connection).OptionalConnection(about.Storefront)
        .OptionalText(about.Location).OptionalText(about.Sku).OptionalText(about.Order);

    private static Lineage TakeLineage(PackReader pack) => new()
    {
        Connection = pack.OptionalConnection(),
        Storefront = pack.OptionalConnection(),
        Location = pack.OptionalText(),
        Sku = pack.OptionalText(),
        Order = pack.OptionalText(),
    };
}
