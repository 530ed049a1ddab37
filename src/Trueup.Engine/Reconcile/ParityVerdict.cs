using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Drift;
using Trueup.Core.Stock;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Reconcile;

/// <summary>What follows from a reconciliation: a case for every difference, and an end to cases that the comparison
/// disproved.</summary>
internal static class ParityVerdict
{
    /// <summary>Makes the run and its findings true.</summary>
    public static void Conclude(Deliberation about, HubState state, ParityRun run)
    {
        about.Say(new Change.RunEnded(run));
        if (run.Failure is not null)
        {
            return;
        }

        var differing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var discrepancy in run.Discrepancies)
        {
            differing.Add(discrepancy.Sku.Text);
            if (!run.IsHeld)
            {
                TryAgain(about, state, run, discrepancy.Sku);
            }

            // That a storefront does not know a SKU was found by the write that it refused: one cause, one case.
            if (discrepancy.Code is { } code && discrepancy.Class != DriftClass.SkuUnknown)
            {
                about.Find(new Finding(
                    code,
                    new Lineage
                    {
                        Storefront = run.Connection,
                        Location = discrepancy.Location?.Text,
                        Sku = discrepancy.Sku.Text,
                    },
                    discrepancy.Detail));
            }
        }

        Prove(about, state, run, differing);
        Hold(about, state, run);
    }

    /// <summary>Corrections that wait for approval are one case a storefront, until all of them are made, or nothing is left of them.</summary>
    private static void Hold(Deliberation about, HubState state, ParityRun run)
    {
        var lineage = new Lineage { Storefront = run.Connection };
        if (run.IsHeld)
        {
            var skus = run.Repairs.Select(repair => repair.Sku).Distinct().Count();
            var finding = new Finding(CaseCodes.HealHeld, lineage, string.Create(
                CultureInfo.InvariantCulture,
                $"Comparison {run.Id} of {run.Connection} would correct {skus} SKUs, more than ownership.stock.reconcile.heal_up_to allows."));
            if (state.Cases.GetValueOrDefault(finding.CaseKey) is not { State: CaseState.Open })
            {
                about.Find(finding);
            }
        }
        else if (state.OpenCases(CaseCodes.HealHeld) > 0 && !LeavesAny(state, run))
        {
            about.Heal(CaseCodes.HealHeld, lineage, $"Comparison {run.Id} left nothing of what was held.");
        }
    }

    private static bool LeavesAny(HubState state, ParityRun run)
    {
        var held = state.Runs.LastOrDefault(known => known.Connection == run.Connection && known.IsHeld);
        var done = (run.Healed ? run.Repairs.Select(repair => repair.Sku) : []).Concat(run.Proved).ToHashSet();
        var open = state.Cases.Open(cell => cell.Code.Healing == Healing.ByParity && cell.Storefront == run.Connection.Text)
            .Select(known => known.About.Sku).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return held?.Repairs.Any(repair => !done.Contains(repair.Sku) && open.Contains(repair.Sku.Text)) == true;
    }

    /// <summary>
    /// A quantity is absolute, so one that was refused is offered once more by every comparison that finds it missing: what a
    /// gateway refused in passing must not stand until somebody looks.
    /// </summary>
    private static void TryAgain(Deliberation about, HubState state, ParityRun run, Sku sku)
    {
        foreach (var slot in state.Find(sku)?.Slots ?? [])
        {
            if (slot.Connection == run.Connection && slot.Blocked == CaseCodes.WriteRefused)
            {
                about.Say(sku, [new StockEvent.SlotBlocked(slot.Connection, slot.Source, Code: null)], byOrder: false);
            }
        }
    }

    private static void Prove(Deliberation about, HubState state, ParityRun run, HashSet<string> differing)
    {
        var proved = run.Proved.Select(sku => sku.Text).ToHashSet(StringComparer.Ordinal);
        var mismatched = run.Discrepancies.Where(found => found.Class == DriftClass.ReservationMismatch)
            .Select(found => found.Sku.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var open in state.Cases.Open(cell =>
                     cell.Code.Healing == Healing.ByParity && cell.Storefront == run.Connection.Text).ToArray())
        {
            if (open.About.Sku is not { } sku)
            {
                continue;
            }

            if (proved.Contains(sku) && !differing.Contains(sku))
            {
                Close(about, open, $"Reconciliation {run.Id} found it in step.");
            }
            else if ((mismatched.Contains(sku) && open.Code != CaseCodes.ReservationMismatch) || Counts(state, run.Connection, open))
            {
                Close(about, open, $"Reconciliation {run.Id} found it otherwise.");
            }
        }
    }

    /// <summary>Whether the source that a case says does not count is linked and enabled: what else differs is another case.</summary>
    private static bool Counts(HubState state, ConnectionName storefront, Case open) =>
        open.Code == CaseCodes.SourceNotAssigned && state.Wirings.GetValueOrDefault(storefront) is { } wiring &&
        Sku.TryParse(open.About.Sku, out var sku) && state.Find(sku) is { } stock &&
        stock.Slots.All(slot => slot.Connection != storefront || slot.Location.Text != open.About.Location ||
            wiring.Linked.Span.Contains(slot.Source.Text));

    private static void Close(Deliberation about, Case open, string because) =>
        about.Say(new Change.CaseChanged(new CaseEvent.Closed(open.Key, CaseState.Resolved, "hub", because, about.Now)));
}
