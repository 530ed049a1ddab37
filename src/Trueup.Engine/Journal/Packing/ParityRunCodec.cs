using Trueup.Core.Drift;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Journal.Packing;

/// <summary>Packs what a reconciliation found.</summary>
internal static class ParityRunCodec
{
    public static PackWriter Put(PackWriter pack, ParityRun run) => pack
        .Text(run.Id).Connection(run.Connection).Text(run.Scope).Time(run.StartedAt).Time(run.EndedAt)
        .Whole(run.Compared).Whole(run.InStep).Whole(run.InFlight).Flag(run.Healed).OptionalText(run.Failure)
        .List(run.Discrepancies, static (inner, found) => inner
            .Sku(found.Sku).Choice(found.Class).Quantity(found.Expected).OptionalQuantity(found.Observed)
            .Text(found.Detail).Optional(found.Location, static (inmost, location) => inmost.Location(location)))
        .List(run.Proved, static (inner, sku) => inner.Sku(sku))
        .Flag(run.IsHeld).OptionalText(run.By)
        .List(run.Repairs, static (inner, repair) => inner
            .Sku(repair.Sku).Source(repair.Source).Location(repair.Location).Quantity(repair.From).Quantity(repair.To));

    public static ParityRun Take(PackReader pack) => TakeFirst(pack) with
    {
        IsHeld = pack.Flag(),
        By = pack.OptionalText(),
        Repairs = pack.List(static inner => new Repair(
            inner.Sku(), inner.Source(), inner.Location(), inner.Quantity(), inner.Quantity())),
    };

    /// <summary>As it was before comparisons told what they corrected.</summary>
    public static ParityRun TakeFirst(PackReader pack) => new(pack.Text(), pack.Connection(), pack.Code(), pack.Time())
    {
        EndedAt = pack.Time(),
        Compared = pack.Whole(),
        InStep = pack.Whole(),
        InFlight = pack.Whole(),
        Healed = pack.Flag(),
        Failure = pack.OptionalText(),
        Discrepancies = pack.List(static inner => new Discrepancy(
            inner.Sku(), inner.Choice<DriftClass>(), inner.Quantity(), inner.OptionalQuantity(), inner.Text())
        {
            Location = inner.Optional(static inmost => inmost.Location()),
        }),
        Proved = pack.List(static inner => inner.Sku()),
    };
}
