using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools;

/// <summary>The settings of one commercetools project, checked and typed. Never printed: it holds a secret.</summary>
/// <param name="Project">Key of the project, the first segment of every path.</param>
/// <param name="ClientId">Id of the API client.</param>
/// <param name="ClientSecret">Its secret.</param>
public sealed record CommerceToolsOptions(string Project, string ClientId, string ClientSecret)
{
    /// <summary>The scopes that the connector's requests need (commercetools.md §1.3), without the project.</summary>
    public static readonly Items<string> NarrowScopes =
    [
        "manage_products", "manage_orders", "view_payments", "view_messages", "view_stores", "view_states",
        "view_project_settings",
    ];

    /// <summary>The narrow scopes with what these settings need beyond them.</summary>
    public Items<string> NeededScopes =>
    [
        .. NarrowScopes.Select(scope => RefundsPayments && scope == "view_payments" ? "manage_payments" : scope),
        .. ImportUrl is null ? Array.Empty<string>() : ["manage_import_containers"],
    ];

    /// <summary>
    /// Where tokens come from: relative when the token service is the API's own host, else absolute.
    /// </summary>
    public string TokenTarget { get; init; } = "/oauth/token";

    /// <summary>Scopes asked for, without the project. Default: <see cref="NarrowScopes"/>.</summary>
    public Items<string> Scopes { get; init; } = NarrowScopes;

    /// <summary>Key of the store whose orders are taken; null for the whole project.</summary>
    public string? Store { get; init; }

    /// <summary>Supply channels that the hub answers for, by key; empty for all.</summary>
    public Items<string> Channels { get; init; }

    /// <summary>Whether a missing inventory entry is created. Default false: it is a case.</summary>
    public bool CreatesEntries { get; init; }

    /// <summary>
    /// Whether quantities are set instead of moved by the difference. A difference survives orders that the hub has not
    /// seen, also where they do not raise the entry's version (commercetools.md §13). Default false.
    /// </summary>
    public bool WritesAbsolute { get; init; }

    /// <summary>
    /// Whether an order lowers only <c>availableQuantity</c> and keeps the rest reserved. Default false: both figures
    /// drop for good (commercetools.md §2.6, inferred from the release note of 2026-01-19).
    /// </summary>
    public bool OrdersReserve { get; init; }

    /// <summary>
    /// How long an order may take to show in stock. Default 10 seconds (release note of 2026-01-19).
    /// </summary>
    public TimeSpan StockLag { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Base address of the Import API; null: entries are created one by one.</summary>
    public string? ImportUrl { get; init; }

    /// <summary>Key of the import container. Default <c>trueup</c>.</summary>
    public string ImportContainer { get; init; } = "trueup";

    /// <summary>Missing entries from which on the Import API creates them, twenty in a request. Default 100.</summary>
    public int ImportFrom { get; init; } = 100;

    /// <summary>Limits that dispatch keeps. Defaults: <see cref="CommerceToolsConnector.DefaultLimits"/>.</summary>
    public ConnectionLimits Limits { get; init; } = CommerceToolsConnector.DefaultLimits;

    /// <summary>Pause between two readings of orders. Default 30 seconds.</summary>
    public TimeSpan OrdersPoll { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How far each reading reaches back. Default 2 minutes, as commercetools' own project-sync (commercetools.md §4.4).
    /// </summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Key of the channel on which taken orders are marked; null for no mark.</summary>
    public string? ExportChannel { get; init; }

    /// <summary>Pause between two readings of messages; null: messages are not read. Default 10 seconds.</summary>
    public TimeSpan? MessagesPoll { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two readings of what is published. Default 5 minutes; messages say sooner.</summary>
    public TimeSpan ProductsPoll { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Key of the line item state of units that are given up; null: orders are cancelled as a whole only.</summary>
    public string? CancelledState { get; init; }

    /// <summary>Key of the line item state that shipped units are moved to; null: they are left as they are.</summary>
    public string? ShippedState { get; init; }

    /// <summary>
    /// Whether money that is given back is written to the order's payments. Default false: a payment integration or people
    /// do that.
    /// </summary>
    public bool RefundsPayments { get; init; }

    /// <summary>How bundles are modelled.</summary>
    public BundleOptions Bundles { get; init; } = new();

    /// <summary>Attributes without which a published SKU is a case; empty for none.</summary>
    public Items<string> RequiredAttributes { get; init; }

    /// <summary>Bearer token of deliveries by Event Grid or a bridge from a queue; null accepts none.</summary>
    public string? SubscriptionToken { get; init; }

    /// <summary>ARN of the SNS topic that deliveries must come from; null accepts none.</summary>
    public string? SnsTopic { get; init; }

    /// <summary>Certificates in PEM, one of which must verify an SNS delivery.</summary>
    public Items<string> SnsKeys { get; init; }

    /// <summary>
    /// Whether signatures of version 1 (SHA-1, what a topic uses until it is told otherwise) are good enough. Default false.
    /// </summary>
    public bool SnsTakesSha1 { get; init; }
}

/// <summary>How bundles are modelled: the platform has no concept of its own (commercetools.md §6).</summary>
public sealed record BundleOptions
{
    /// <summary>Product attribute that lists the parts; null: there are no bundles.</summary>
    public string? Attribute { get; init; }

    /// <summary>Field of a part that holds its SKU. Default <c>sku</c>.</summary>
    public string SkuField { get; init; } = "sku";

    /// <summary>Field of a part that holds how many go into one bundle. Default <c>quantity</c>; 1 where a part has
    /// none.</summary>
    public string QuantityField { get; init; } = "quantity";

    /// <summary>Custom field of a line that names its parent line; null where parts are no lines of their own.</summary>
    public string? ParentField { get; init; }
}
