using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Core.Tills;
using Trueup.Core.Values;
using Trueup.Engine.Lanes;

namespace Trueup.Engine.Views;

/// <summary>One trading day of a store in one currency, as the hub counted it and as its tills report it.</summary>
/// <param name="Id">What names it: tills' connection, store, day and currency.</param>
/// <param name="Connection">The connection that its tills report through.</param>
/// <param name="Store">The store.</param>
/// <param name="Day">The day, <c>yyyy-MM-dd</c>.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="State"><c>open</c>, <c>differs</c> or <c>agreed</c>.</param>
public sealed record StoreDayView(
    string Id, ConnectionName Connection, LocationCode Store, string Day, string Currency, string State)
{
    /// <summary>Transactions counted.</summary>
    public required int Transactions { get; init; }

    /// <summary>Transactions known whose money is not counted: they do not add up, or undo what is undone already.</summary>
    public required int Suspended { get; init; }

    /// <summary>What was charged without tax.</summary>
    public required decimal Net { get; init; }

    /// <summary>The tax.</summary>
    public required decimal Tax { get; init; }

    /// <summary>What cash rounding came to.</summary>
    public required decimal Rounding { get; init; }

    /// <summary>What was charged, by tax code.</summary>
    public required Items<StoreDayTaxView> Taxes { get; init; }

    /// <summary>What was taken, by kind of payment.</summary>
    public required Items<StoreDayTenderView> Tenders { get; init; }

    /// <summary>When the tills reported it, UTC; null while they have not.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>What the hub's figures and the tills' differ in, in words.</summary>
    public required Items<string> Differences { get; init; }

    /// <summary>Running numbers that are missing, by till.</summary>
    public required Items<string> Missing { get; init; }

    /// <summary>What became of it in the books.</summary>
    public required Items<StoreDayPostingView> Postings { get; init; }

    /// <summary>The message that moved it last.</summary>
    public required JournalPosition Message { get; init; }

    /// <summary>Every word that days can be looked for by: how they stand, and what became of them in the books.</summary>
    public static Items<string> States { get; } = ["open", "differs", "agreed", "waiting", "posted", "refused"];

    /// <summary>Whether a text may be what a page named as next.</summary>
    public static bool IsCursor(string after) => Paging.IsKey(after, digits: 7);

    /// <summary>A day.</summary>
    public static StoreDayView Of(StoreDay day, TillBooks books)
    {
        ArgumentNullException.ThrowIfNull(day);
        ArgumentNullException.ThrowIfNull(books);
        return new StoreDayView(
            day.Key.ToString(), day.Key.Owner, day.Key.Store, TextOf(day.Key.Day), day.Key.Currency, WordOf(day.State))
        {
            Transactions = day.Transactions,
            Suspended = day.Suspended,
            Net = day.Taxes.Sum(static tax => tax.Net),
            Tax = day.Taxes.Sum(static tax => tax.Tax),
            Rounding = day.Rounding,
            Taxes = day.Taxes.Select(static tax => new StoreDayTaxView(tax.TaxCode, tax.Net, tax.Tax)).ToItems(),
            Tenders = day.Tenders.Select(static one => new StoreDayTenderView(one.Type, one.Amount)).ToItems(),
            ReportedAt = day.Report?.At,
            Differences = StoreDayDecider.DifferencesOf(day),
            Missing = StoreDayDecider.GapsOf(books.SalesOf(day.Key)),
            Postings = books.PostingsOf(day.Key).Select(StoreDayPostingView.Of).ToItems(),
            Message = day.Message,
        };
    }

    /// <summary>Days, the newest first, then by what names them.</summary>
    public static Page<StoreDayView> Search(TillBooks books, StoreDayQuery asked)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(asked);
        var days = books.Days.Values.Where(day =>
            (asked.Store is null || day.Key.Store.Text == asked.Store) &&
            (asked.State is null || WordOf(day.State) == asked.State ||
                books.PostingsOf(day.Key).Any(posting => StoreDayPostingView.WordOf(posting) == asked.State)));
        var page = Paging.Cut(days, KeyOf, asked.After, asked.Limit);
        return new Page<StoreDayView>(page.Items.Select(day => Of(day, books)).ToItems(), page.Next);
    }

    private static string KeyOf(StoreDay day) => string.Create(
        CultureInfo.InvariantCulture, $"{DateOnly.MaxValue.DayNumber - day.Key.Day.DayNumber:d7}-{day.Key}");

    private static string TextOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string WordOf(StoreDayState state) => state switch
    {
        StoreDayState.Agreed => "agreed",
        StoreDayState.Differs => "differs",
        _ => "open",
    };
}

/// <summary>What was charged under a tax code.</summary>
public sealed record StoreDayTaxView(string TaxCode, decimal Net, decimal Tax);

/// <summary>What was taken by a kind of payment.</summary>
public sealed record StoreDayTenderView(string Type, decimal Amount);

/// <summary>What became of a day in the books of a system.</summary>
/// <param name="Target">The system.</param>
/// <param name="State"><c>waiting</c>, <c>posted</c> or <c>refused</c>.</param>
/// <param name="RemoteId">The system's id of the posting; null until there is one.</param>
/// <param name="Refusal">The system's words; null where it did not refuse.</param>
public sealed record StoreDayPostingView(ConnectionName Target, string State, string? RemoteId, string? Refusal)
{
    /// <summary>A posting.</summary>
    public static StoreDayPostingView Of(DayPosting posting)
    {
        ArgumentNullException.ThrowIfNull(posting);
        return new StoreDayPostingView(posting.Target, WordOf(posting), posting.RemoteId, posting.Refusal);
    }

    /// <summary>How far a posting is.</summary>
    internal static string WordOf(DayPosting posting) => !posting.IsSettled ? "waiting"
        : posting.Refusal is null ? "posted"
        : "refused";
}

/// <summary>Which days.</summary>
/// <param name="Store">Only of this store; null for all.</param>
/// <param name="State">Only in this state, of the day or of a posting; null for all.</param>
/// <param name="After">What the page before named as next; null for the first.</param>
/// <param name="Limit">Days on the page.</param>
public sealed record StoreDayQuery(string? Store, string? State, string? After, int Limit);
