using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Reads <c>ownership</c>: who is right about what, and who follows.</summary>
internal sealed class OwnershipReading(KnownNames names)
{
    private const string EachItsOwn = "by-storefront";

    /// <summary>Roles of what orders come from.</summary>
    public static readonly Items<string> Capture = ["storefront", "pos"];

    private static readonly Items<string> Fulfil = ["warehouse", "erp", "pos", "carrier"];
    private static readonly Items<string> TakeBack = ["warehouse", "erp", "pos"];

    /// <summary>Adds the ownership rules to the terms, whose locations are read already.</summary>
    public ContractTerms Read(Section ownership, ContractTerms terms, string currency)
    {
        var order = ownership["order"];
        var captured = order["owner"].Text is null or EachItsOwn ? null : names.Connection(order["owner"], Capture);
        return terms with
        {
            Stock = StockOf(ownership["stock"], terms.Locations),
            Order = RuleOf(order, captured),
            Cancellation = Told(ownership["cancellation"]),
            Refund = Told(ownership["refund"]),
            Tracking = Told(ownership["tracking"]),
            StoreDay = Told(ownership["store_day"]) ?? new OwnershipRule([]),
            Fulfilment = RuleOf(ownership["fulfilment"], names.Connection(ownership["fulfilment"]["owner"], Fulfil)),
            Return = RuleOf(ownership["return"], names.Connection(ownership["return"]["owner"], TakeBack)),
            Refunds = RefundsOf(ownership["return"]),
            Reconcile = ReconcileOf(ownership["stock"]["reconcile"], terms.Reconcile, currency),
        };
    }

    private static RefundRule RefundsOf(Section rule) => new(
        rule["refund"].Text switch
        {
            "on-receipt" => RefundWhen.OnReceipt,
            "on-inspection" => RefundWhen.OnInspection,
            _ => RefundWhen.Never,
        },
        rule["refund_by"].Text == "payment-provider");

    private static ReconcileRule ReconcileOf(Section reconcile, ReconcileRule otherwise, string currency) => new(
        reconcile["every"].DurationAboveZero() ?? otherwise.Every,
        reconcile["full"].Time ?? otherwise.FullAt,
        reconcile["heal"].Text != "false")
    {
        CatalogueAt = reconcile["catalogue"].Time,
        Cap = CapOf(reconcile["heal_up_to"], currency),
        Costs = reconcile["costs"].Exists
            ? new GapCosts(new Money(reconcile["costs"]["oversold_unit"].Number ?? 0m, currency), reconcile["costs"]["margin"].Share ?? 1m)
            : GapCosts.None,
    };

    private static HealCap CapOf(Section cap, string currency) =>
        new(cap["skus"].Whole, cap["worth"].Number is { } worth ? new Money(worth, currency) : null);

    private OwnershipRule StockOf(Section stock, Items<LocationRule> locations)
    {
        var subscribers = names.Connections(stock["subscribers"]);
        foreach (var member in stock["subscribers"].Members)
        {
            if (subscribers.FindIndex(subscriber => subscriber.Text == member.Text) is >= 0 and var place &&
                !locations.Any(location => location.Codes.Any(code => code.Connection == subscribers[place])))
            {
                member.Warn($"follows stock, but no location has a code for it: nothing would be written");
            }
        }

        return new OwnershipRule(subscribers);
    }

    private OwnershipRule? Told(Section rule) => rule.Exists ? RuleOf(rule, owner: null) : null;

    private OwnershipRule RuleOf(Section rule, ConnectionName? owner)
    {
        var subscribers = names.Connections(rule["subscribers"]);
        if (owner is { } known && subscribers.FindIndex(subscriber => subscriber == known) >= 0)
        {
            rule["subscribers"].Error($"\"{known}\" owns this and cannot also follow it");
        }

        return new OwnershipRule(subscribers, owner)
        {
            Sequence = rule["sequence"].Text == "together" ? TargetSequence.Together : TargetSequence.FinanceFirst,
        };
    }
}
