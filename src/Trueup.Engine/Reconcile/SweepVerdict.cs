using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Reconcile;

/// <summary>What follows from counting orders: a case for each that is missing somewhere or there twice, and an end to those
/// that the count disproved.</summary>
internal static class SweepVerdict
{
    /// <summary>Makes the count and its findings true.</summary>
    public static void Conclude(Deliberation about, HubState state, SweepWindow window)
    {
        about.Say(new Change.SweepEnded(window));
        if (window.Trouble is not null)
        {
            return;
        }

        foreach (var order in window.Missed)
        {
            Find(about, state, OrderCases.MissedByHub, new Lineage { Storefront = window.Storefront, Order = order },
                $"{window.Storefront} lists order {order}, which neither event nor poll had brought; it was taken up.");
        }

        foreach (var order in window.Unreadable)
        {
            Find(about, state, OrderCases.MissedByHub, new Lineage { Storefront = window.Storefront, Order = order },
                $"{window.Storefront} lists order {order}, which the hub does not have and could not read.");
        }

        foreach (var target in window.Targets)
        {
            foreach (var order in target.Missing)
            {
                Find(about, state, OrderCases.MissingInTarget, new Lineage { Connection = target.Target, Order = order },
                    $"{target.Target} took order {order} and does not show it any more.");
            }

            foreach (var order in target.Twice)
            {
                Find(about, state, OrderCases.TwiceInTarget, new Lineage { Connection = target.Target, Order = order },
                    $"{target.Target} lists order {order} more than once.");
            }
        }

        Heal(about, state, window);
    }

    /// <summary>What was found before and is still so is no news.</summary>
    private static void Find(Deliberation about, HubState state, CaseCode code, Lineage lineage, string detail)
    {
        var finding = new Finding(code, lineage, detail);
        if (state.Cases.GetValueOrDefault(finding.CaseKey) is not { } known || known.State == CaseState.Resolved ||
            known.Detail != detail)
        {
            about.Find(finding);
        }
    }

    private static void Heal(Deliberation about, HubState state, SweepWindow window)
    {
        CaseCode[] codes = [OrderCases.MissedByHub, OrderCases.MissingInTarget, OrderCases.TwiceInTarget];
        if (codes.Sum(state.OpenCases) == 0)
        {
            return;
        }

        var seen = string.Create(CultureInfo.InvariantCulture, $"The count of {window.At:u} found it once where it must be.");
        foreach (var open in state.Cases.Values.Where(known => known.State == CaseState.Open && codes.Contains(known.Code)).ToArray())
        {
            if (open.About.Order is { } order && IsIn(window, state, order) && !IsStillSo(window, open, order))
            {
                about.Heal(open.Code, open.About, seen);
            }
        }
    }

    private static bool IsIn(SweepWindow window, HubState state, string order) =>
        OrderId.TryParse(order, out var id) && state.Find(id)?.Canonical is { } placed &&
        placed.Storefront == window.Storefront && placed.PlacedAt >= window.From && placed.PlacedAt < window.Until;

    private static bool IsStillSo(SweepWindow window, Case open, string order)
    {
        if (open.Code == OrderCases.MissedByHub)
        {
            return window.Missed.Span.Contains(order) || window.Unreadable.Span.Contains(order);
        }

        // A system that could not be asked disproves nothing.
        var target = window.Targets.FirstOrDefault(known => known.Target == open.About.Connection);
        return target is null || target.Trouble is not null || target.Missing.Span.Contains(order) || target.Twice.Span.Contains(order);
    }
}
