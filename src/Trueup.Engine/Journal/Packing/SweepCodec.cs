using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs what a count of orders came to.</summary>
internal static class SweepCodec
{
    public static PackWriter Put(PackWriter pack, SweepWindow window) => pack
        .Connection(window.Storefront).Time(window.From).Time(window.Until).Time(window.At)
        .OptionalWhole(window.Listed).Whole(window.Known)
        .List(window.Missed, static (inner, order) => inner.Text(order))
        .List(window.Unreadable, static (inner, order) => inner.Text(order))
        .List(window.Targets, static (inner, target) => inner
            .Connection(target.Target).Whole(target.Expected).Whole(target.Present).Whole(target.Waiting)
            .List(target.Missing, static (inmost, order) => inmost.Text(order))
            .List(target.Twice, static (inmost, order) => inmost.Text(order))
            .OptionalText(target.Trouble))
        .OptionalText(window.Trouble);

    public static SweepWindow Take(PackReader pack) => new(pack.Connection(), pack.Time(), pack.Time(), pack.Time())
    {
        Listed = pack.OptionalWhole(),
        Known = pack.Whole(),
        Missed = pack.List(static inner => inner.Text()),
        Unreadable = pack.List(static inner => inner.Text()),
        Targets = pack.List(static inner => new SweepTarget(
            inner.Connection(), inner.Number(), inner.Number(), inner.Number())
        {
            Missing = inner.List(static inmost => inmost.Text()),
            Twice = inner.List(static inmost => inmost.Text()),
            Trouble = inner.OptionalText(),
        }),
        Trouble = pack.OptionalText(),
    };
}
