using System.Globalization;
using System.Text;
using Trueup.Core.Cases;
using Trueup.Core.Values;
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

    /// <summary>Who deals with it; null for its owner.</summary>
    public string? Assignee { get; init; }

    /// <summary>How often it was met.</summary>
    public long Met { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last met, UTC.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>The message that opened it.</summary>
    public long FirstMessage { get; init; }

    /// <summary>The message that met it last.</summary>
    public long LastMessage { get; init; }

    /// <summary>What was done about it, oldest first.</summary>
    public Items<CaseNote> Notes { get; init; }

    /// <summary>Shows a case.</summary>
    public static CaseView Of(Case known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new CaseView(
            IdOf(known.Key), known.Code.Code, known.Code.Title, WordOf(known.State), known.Detail,
            LineageView.Of(known.About))
        {
            Meaning = known.Code.Meaning,
            Severity = known.Code.Severity.ToString().ToLowerInvariant(),
            Owner = OwnerOf(known.Code),
            NextAction = known.Code.NextAction,
            HealsItself = known.Code.Healing != Healing.None,
            Assignee = known.Assignee,
            Met = known.Met,
            OpenedAt = known.OpenedAt,
            LastAt = known.LastAt,
            FirstMessage = known.FirstMessage.Value,
            LastMessage = known.LastMessage.Value,
            Notes = known.Notes,
        };
    }

    /// <summary>Finds cases, the last met first.</summary>
    public static Page<CaseView> Search(HubState state, CaseQuery query)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(query);
        var page = Paging.Cut(
            state.Cases.Values.Where(query.Matches),
            known => Paging.NewestFirst(known.LastAt, IdOf(known.Key)),
            query.After,
            query.Limit);
        return new Page<CaseView>(page.Items.Select(Of).ToItems(), page.Next);
    }

    /// <summary>The case of an id; null when there is none.</summary>
    public static Case? Find(HubState state, string id)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Cases.Values.FirstOrDefault(known => IdOf(known.Key) == id);
    }

    /// <summary>The short id of a key, fit for an address.</summary>
    public static string IdOf(string key) =>
        unchecked((ulong)StableHash.Of(Encoding.UTF8.GetBytes(key))).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The word for a case's owner.</summary>
    public static string OwnerOf(CaseCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Owner.ToString().ToLowerInvariant();
    }

    /// <summary>The word for where a case stands.</summary>
    public static string WordOf(CaseState state) => state.ToString().ToLowerInvariant();
}

/// <summary>What cases are looked for; null members count for all.</summary>
/// <param name="State">Only of this state.</param>
/// <param name="Code">Only of this kind.</param>
/// <param name="Owner">Only those of this owner.</param>
/// <param name="Text">Part of the lineage or the detail, in any letter case.</param>
/// <param name="After">What the page before named as next; null for the first page.</param>
/// <param name="Limit">Cases on a page.</param>
public sealed record CaseQuery(string? State, string? Code, string? Owner, string? Text, string? After, int Limit)
{
    /// <summary>Whether a case is looked for.</summary>
    public bool Matches(Case known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return (State is null || CaseView.WordOf(known.State) == State) &&
               (Code is null || known.Code.Code == Code) &&
               (Owner is null || CaseView.OwnerOf(known.Code) == Owner) &&
               (Text is null || known.Key.Contains(Text, StringComparison.OrdinalIgnoreCase) ||
                known.Detail.Contains(Text, StringComparison.OrdinalIgnoreCase));
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

/// <summary>Open cases with one likely cause: the same code at the same place.</summary>
/// <param name="Id">Short id of the group.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="Title">What it is, in plain words.</param>
/// <param name="Count">Cases in it.</param>
/// <param name="About">The levels of lineage that all of them share.</param>
public sealed record CaseGroupView(string Id, string Code, string Title, int Count, LineageView About)
{
    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary><c>notice</c>, <c>warning</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What to do next.</summary>
    public required string NextAction { get; init; }

    /// <summary>When the oldest was opened, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When any was last met, UTC.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>The groups of a hub's open cases, the largest first.</summary>
    public static Items<CaseGroupView> Of(HubState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Group(state).Select(Of).OrderByDescending(group => group.Count)
            .ThenBy(group => group.Id, StringComparer.Ordinal).ToItems();
    }

    /// <summary>The cases of a group; empty when there is no such group.</summary>
    public static Items<Case> Members(HubState state, string id)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Group(state).Where(group => CaseView.IdOf(group.Key) == id).SelectMany(group => group).ToItems();
    }

    private static IEnumerable<IGrouping<string, Case>> Group(HubState state) => state.Cases.Values
        .Where(known => known.State == CaseState.Open)
        .GroupBy(
            known => $"{known.Code.Code}|{known.About.Connection}|{known.About.Storefront}|{known.About.Location}",
            StringComparer.Ordinal);

    private static CaseGroupView Of(IGrouping<string, Case> group)
    {
        var first = group.First();
        return new CaseGroupView(
            CaseView.IdOf(group.Key),
            first.Code.Code,
            first.Code.Title,
            group.Count(),
            LineageView.Of(first.About) with
            {
                Sku = Shared(group, known => known.About.Sku),
                Order = Shared(group, known => known.About.Order),
            })
        {
            Owner = CaseView.OwnerOf(first.Code),
            Severity = first.Code.Severity.ToString().ToLowerInvariant(),
            NextAction = first.Code.NextAction,
            Since = group.Min(known => known.OpenedAt),
            LastAt = group.Max(known => known.LastAt),
        };
    }

    private static string? Shared(IEnumerable<Case> group, Func<Case, string?> levelOf) =>
        group.Select(levelOf).Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var only] ? only : null;
}
