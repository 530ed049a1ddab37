using System.Globalization;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Tills;

/// <summary>One trading day of a store in one currency.</summary>
/// <param name="Owner">The connection that its tills report through.</param>
/// <param name="Store">The store.</param>
/// <param name="Day">The day.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record StoreDayKey(ConnectionName Owner, LocationCode Store, DateOnly Day, string Currency)
{
    /// <summary>The key as one text.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Owner}/{Store}/{Day:yyyy-MM-dd}/{Currency}");
}

/// <summary>Where a store's day stands. The numbers are on disk: never change one.</summary>
public enum StoreDayState
{
    /// <summary>Sales are still counted in.</summary>
    Open = 0,

    /// <summary>The tills have reported the day, and the hub's figures are other ones.</summary>
    Differs = 1,

    /// <summary>The tills have reported the day, and the hub's figures agree: nothing is counted in any more.</summary>
    Agreed = 2,
}

/// <summary>The books of one trading day of a store.</summary>
/// <param name="Key">Which day.</param>
public sealed record StoreDay(StoreDayKey Key)
{
    /// <summary>Where it stands.</summary>
    public StoreDayState State { get; init; }

    /// <summary>Transactions counted.</summary>
    public int Transactions { get; init; }

    /// <summary>Transactions known, whose money does not count: their figures do not add up, or they undo what is undone
    /// already.</summary>
    public int Suspended { get; init; }

    /// <summary>What was charged, by tax code in the order of the codes.</summary>
    public Items<TaxAmount> Taxes { get; init; }

    /// <summary>What was taken, by kind of payment in the order of the kinds.</summary>
    public Items<TenderAmount> Tenders { get; init; }

    /// <summary>What of it belongs to other days, which were closed before it came; negative for what belongs here and is
    /// counted in a later day.</summary>
    public DayFigures Shifted { get; init; } = DayFigures.None;

    /// <summary>What cash rounding came to.</summary>
    public decimal Rounding { get; init; }

    /// <summary>What the tills say of the day; null until they do.</summary>
    public DayReport? Report { get; init; }

    /// <summary>The message that moved it last.</summary>
    public JournalPosition Message { get; init; }

    /// <summary>Everything that is counted in it.</summary>
    public DayFigures Figures => new(Transactions, Taxes, Tenders);

    /// <summary>What was charged with tax.</summary>
    public decimal Gross => Taxes.Sum(static tax => tax.Net + tax.Tax);
}

/// <summary>What a store's tills say of a day when it is over: the final transaction.</summary>
/// <param name="Transactions">How many transactions there were; null when they do not say.</param>
/// <param name="Taxes">What was charged, by tax code.</param>
/// <param name="Tenders">What was taken, by kind of payment; empty when they do not say.</param>
/// <param name="At">When it was reported, UTC.</param>
public sealed record DayReport(
    int? Transactions, Items<TaxAmount> Taxes, Items<TenderAmount> Tenders, DateTimeOffset At);
