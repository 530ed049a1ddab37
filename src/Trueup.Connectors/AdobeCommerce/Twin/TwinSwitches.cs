namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>The faults, limits and settings of the twin. A fresh twin is a healthy shop with everything at once
/// visible.</summary>
public sealed class TwinSwitches
{
    /// <summary>The next save of source items that updates more rows than this stops after so many: all new rows and
    /// this many updates are kept, the rest is not, the index is not refreshed and the answer is 400 <c>Could not save
    /// Source Item</c>. Null (default): off. Switches itself off. Source: adobe-commerce-observed.md §1.9.</summary>
    public int? FailNextSaveAfterUpdates { get; set; }

    /// <summary>How many saves after that one fail in the same way, as while a row stays locked. Default 0.</summary>
    public int FailSavesAfterNext { get; set; }

    /// <summary>How many of the next reads of a salable quantity answer 0, as readers see while a SKU's rows are being
    /// saved. Default 0. Source: adobe-commerce-observed.md §1.8.</summary>
    public int FlickerNextReads { get; set; }

    /// <summary>Whether the stock index follows a save only when its consumer has run
    /// (<c>cataloginventory/indexer/strategy</c> = async). Default false. Source: adobe-commerce-observed.md
    /// §3.</summary>
    public bool IsIndexAsync { get; set; }

    /// <summary>How long a message waits for its consumer: the salability flag after a reservation, the asynchronous
    /// index, bulk operations, the clean-up of a deleted product. Zero (default): done before anybody looks. Null:
    /// only when
    /// <see cref="TwinStaff.RunConsumers"/> is called. Source: adobe-commerce-observed.md §2, notes.</summary>
    public TimeSpan? ConsumerDelay { get; set; } = TimeSpan.Zero;

    /// <summary>Whether input limiting is on. Default false, as in a fresh shop. Source: adobe-commerce.md
    /// §7.4.</summary>
    public bool IsInputLimited { get; set; }

    /// <summary>Most rows in one list of a call when input is limited. Default 20, the vendor's.</summary>
    public int LimitedItemsMax { get; set; } = 20;

    /// <summary>Largest page when input is limited. Default 300, the vendor's.</summary>
    public int LimitedPageSizeMax { get; set; } = 300;

    /// <summary>Page size when the caller names none and input is limited. Default 20, the vendor's.</summary>
    public int LimitedPageSizeDefault { get; set; } = 20;

    /// <summary>Calls answered in any one second before 429; null (default): no limit. Stands for a gateway in front
    /// of the shop.</summary>
    public int? CallsPerSecondMax { get; set; }

    /// <summary>The <c>Retry-After</c> sent with a 429, in whole seconds; null (default): the header is left
    /// out.</summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>Orders placed over REST in any one minute before 429; null (default): no limit. Source:
    /// adobe-commerce-observed.md §5.</summary>
    public int? OrdersPerMinuteMax { get; set; }

    /// <summary>Whether the shop is in maintenance: every call is 503 with an HTML page and no Retry-After. Default
    /// false.</summary>
    public bool IsInMaintenance { get; set; }

    /// <summary>Whether the database is gone: every call is 500 in plain text. Default false.</summary>
    public bool IsDatabaseDown { get; set; }

    /// <summary>Whether integration tokens are accepted as bearer tokens. Default true, as hubs ask for; a fresh shop
    /// says false. Source: adobe-commerce.md §1.2.</summary>
    public bool AcceptsIntegrationBearer { get; set; } = true;

    /// <summary>How many of the next placed orders skip the stock check, as when checkouts race. Default 0. Source:
    /// adobe-commerce-observed.md §1.7.</summary>
    public int RaceNextOrders { get; set; }

    /// <summary>Whether placed and changed orders are pushed as Adobe I/O events. Default false: Magento Open Source
    /// has none. Source: adobe-commerce.md §8.1.</summary>
    public bool PushesEvents { get; set; }

    /// <summary>Whether the shop is Adobe Commerce, which has returns (RMA). Default false: Magento Open Source knows no such route.
    /// Source: adobe-commerce.md §4.7.</summary>
    public bool HasReturns { get; set; }

    /// <summary>Whether invoices leave the times of their order and its lines as they were, as modules that book payments past the
    /// order do. Default false: a shop by itself moves them. Source: adobe-commerce.md §4.3; adobe-commerce-observed.md
    /// §1.6.</summary>
    public bool HidesInvoices { get; set; }

    /// <summary>How many source-item writes are remembered, newest kept. Default 1 000 000.</summary>
    public int WriteLogMax { get; set; } = 1_000_000;
}
