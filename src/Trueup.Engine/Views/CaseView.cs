using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>One case, with everything that a person needs to deal with it.</summary>
/// <param name="Id">Short id, derived from the key.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="Title">What it is, in plain words.</param>
/// <param name="State"><c>open</c>, <c>resolved</c> or <c>ignored</c>.</param>
/// <param name="Detail">What was found last.</param>
/// <param name="About">What it is about.</param>
public sealed record CaseView(string Id, string Code, string Title, string State, string Detail, LineageView About)
{
    /// <summary>Where it stands: <c>open</c>, <c>assigned</c>, <c>waiting</c>, <c>snoozed</c>, <c>resolved</c> or
    /// <c>ignored</c>.</summary>
    public string Standing { get; init; } = "open";

    /// <summary>What it means for the shop.</summary>
    public required string Meaning { get; init; }

    /// <summary><c>notice</c>, <c>warning</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>Whose it is: <c>ops</c>, <c>ecommerce</c>, <c>finance</c>, <c>cx</c> or <c>engineering</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>What to do next.</summary>
    public required string NextAction { get; init; }

    /// <summary>Whether it can end without a person.</summary>
    public bool HealsItself { get; init; }

    /// <summary>The flow that it interrupts: <c>stock</c>, <c>order</c>, <c>fulfilment</c>, <c>connection</c>,
    /// <c>message</c>.</summary>
    public string Flow { get; init; } = "";

    /// <summary>Who deals with it; null for its owner.</summary>
    public string? Assignee { get; init; }

    /// <summary>Nobody need look at it before then, UTC; null: it is not put off.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>What it waits for; null: for nothing.</summary>
    public string? Waiting { get; init; }

    /// <summary>Words that people put on it.</summary>
    public Items<string> Tags { get; init; }

    /// <summary>How often it was met.</summary>
    public long Met { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last met, UTC.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>When it begins to cost something, UTC: at once where customers or money are affected now.</summary>
    public DateTimeOffset ImpactAt { get; init; }

    /// <summary>Open orders that it touches.</summary>
    public int Orders { get; init; }

    /// <summary>What was charged for them, an amount for each currency.</summary>
    public Items<Money> Revenue { get; init; }

    /// <summary>The message that opened it: its first cause.</summary>
    public long FirstMessage { get; init; }

    /// <summary>The message that met it last.</summary>
    public long LastMessage { get; init; }

    /// <summary>What was done about it, oldest first.</summary>
    public Items<CaseNote> Notes { get; init; }

    /// <summary>Shows a case, without what it touches.</summary>
    public static CaseView Of(Case known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new CaseView(
            IdOf(known.Key), known.Code.Code, known.Code.Title, WordOf(known.State), known.Detail,
            LineageView.Of(known.About))
        {
            Standing = CaseSearch.StandingOf(known, known.LastAt),
            Meaning = known.Code.Meaning,
            Severity = WordOf(known.Code.Severity),
            Owner = OwnerOf(known.Code),
            NextAction = known.Code.NextAction,
            HealsItself = known.Code.Healing != Healing.None,
            Flow = FlowOf(known.Code),
            Assignee = known.Assignee,
            SnoozedUntil = known.SnoozedUntil,
            Waiting = known.Waiting,
            Tags = known.Tags,
            Met = known.Met,
            OpenedAt = known.OpenedAt,
            LastAt = known.LastAt,
            ImpactAt = known.OpenedAt + CaseSearch.GraceOf(known.Code.Severity),
            FirstMessage = known.FirstMessage.Value,
            LastMessage = known.LastMessage.Value,
            Notes = known.Notes,
        };
    }

    /// <summary>Shows a case with what it touches, at a moment.</summary>
    public static CaseView Of(Case known, HubState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(known);
        var stake = Stake.Of(state, known.About);
        return Of(known) with
        {
            Standing = CaseSearch.StandingOf(known, now),
            Orders = stake.Orders,
            Revenue = stake.Revenue,
        };
    }

    /// <summary>Finds cases.</summary>
    public static Page<CaseView> Search(HubState state, CaseQuery query, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var page = CaseSearch.Find(state.Cases, query, now);
        return new Page<CaseView>(page.Items.Select(known => Of(known, state, now)).ToItems(), page.Next);
    }

    /// <summary>The case of an id; null when there is none.</summary>
    public static Case? Find(HubState state, string id)
    {
        ArgumentNullException.ThrowIfNull(state);
        return ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) &&
               state.Cases.FindId(number) is >= 0 and var slot
            ? state.Cases.Unpack(slot)
            : null;
    }

    /// <summary>The short id of a key, fit for an address.</summary>
    public static string IdOf(string key) => CaseBook.IdOf(key).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The word for a case's owner.</summary>
    public static string OwnerOf(CaseCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Owner.ToString().ToLowerInvariant();
    }

    /// <summary>The word for where a case stands.</summary>
    public static string WordOf(CaseState state) => state.ToString().ToLowerInvariant();

    /// <summary>The word for a severity.</summary>
    public static string WordOf(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>The flow that a kind of problem interrupts.</summary>
    public static string FlowOf(CaseCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Code.Split('.')[0] switch
        {
            "STOCK" or "WRITE" or "PARITY" => "stock",
            "DOCUMENT" => "fulfilment",
            var area => area.ToLowerInvariant(),
        };
    }
}

/// <summary>What a case is about; null members are not known or not concerned.</summary>
public sealed record LineageView(string? Connection, string? Storefront, string? Location, string? Sku, string? Order)
{
    /// <summary>Shows a lineage.</summary>
    public static LineageView Of(Lineage about)
    {
        ArgumentNullException.ThrowIfNull(about);
        return new LineageView(about.Connection?.Text, about.Storefront?.Text, about.Location, about.Sku, about.Order);
    }
}

/// <summary>Open cases with one likely cause.</summary>
/// <param name="Id">Id of the group, derived from what its members share.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="Title">What it is, in plain words.</param>
/// <param name="Count">Cases in it.</param>
/// <param name="About">The levels of lineage that all of them share.</param>
public sealed record CaseGroupView(string Id, string Code, string Title, int Count, LineageView About)
{
    /// <summary>Why these belong together: “412 of 412 are location `leeds`: source missing in `adobe-uk`”.</summary>
    public required string Why { get; init; }

    /// <summary>Open cases of that kind altogether.</summary>
    public int Total { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary><c>notice</c>, <c>warning</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What to do next.</summary>
    public required string NextAction { get; init; }

    /// <summary>What was charged for the orders that it touches, as far as it was added up, in hundredths, currencies at
    /// par: to rank by.</summary>
    public long Weight { get; init; }

    /// <summary>When the oldest was opened, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When any was last met, UTC.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>The groups of a hub's open cases, those that touch most first.</summary>
    public static Items<CaseGroupView> Of(HubState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return CaseGroups.Of(state.Cases, now).Select(group => new CaseGroupView(
            group.Id, group.Code.Code, group.Code.Title, group.Count, LineageView.Of(group.Shared))
        {
            Why = group.Why,
            Total = group.Total,
            Owner = CaseView.OwnerOf(group.Code),
            Severity = CaseView.WordOf(group.Code.Severity),
            NextAction = group.Code.NextAction,
            Weight = group.Weight,
            Since = new DateTimeOffset(group.Since, TimeSpan.Zero),
            LastAt = new DateTimeOffset(group.LastAt, TimeSpan.Zero),
        }).ToItems();
    }
}
