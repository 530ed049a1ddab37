using System.Globalization;
using Trueup.Core.Books;
using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>Something about an order that keeps it, or its way to one system, from going on.</summary>
/// <param name="Code">The case that this is.</param>
/// <param name="Detail">The field, the value, and what was expected; free of personal data.</param>
public sealed record OrderFault(CaseCode Code, string Detail);

/// <summary>
/// Looks at an order before anything of it is sent: at what no receiver could use, and at each receiver's own rules.
/// Every fault names its field, and all are found at once.
/// </summary>
public static class OrderCheck
{
    /// <summary>Lines of one order; more is taken for a fault of the sender.</summary>
    public const int LinesMax = 2_000;

    /// <summary>Characters of a field of the order, its customer, addresses or lines, whatever its receivers' rules; more is taken for a
    /// fault of the sender. Options, which customers may write at any length, are for the receivers' rules alone.</summary>
    public const int TextMax = 1_000;

    private const int NamedMax = 5;

    private static readonly Items<ReceiverRule> EveryReceiver = OrderFields.Paths
        .Where(static path => !path.StartsWith("lines[].options", StringComparison.Ordinal))
        .Select(static path => new ReceiverRule(path) { LengthMax = TextMax }).ToItems();

    /// <summary>What no receiver could use.</summary>
    public static Items<OrderFault> OfOrder(CanonicalOrder order, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        var faults = new List<OrderFault>();
        if (CurrencyFault(order, contract.Connection(order.Storefront)) is { } currency)
        {
            faults.Add(new OrderFault(OrderCases.CurrencyUnsupported, currency));
        }

        if (order.Lines.Count > LinesMax)
        {
            faults.Add(new OrderFault(
                OrderCases.LineInvalid, Text($"lines holds {order.Lines.Count} lines; at most {LinesMax} are taken.")));
        }

        var empty = order.Lines.Where(line => line.Quantity <= Quantity.Zero)
            .Select(line => $"lines[{line.Line}].quantity of {line.Sku} is {line.Quantity}").ToArray();
        if (empty.Length > 0)
        {
            faults.Add(new OrderFault(OrderCases.LineInvalid, $"{Some(empty)}; more than 0 is expected."));
        }

        var most = RoundingMax(order, contract);
        if (OrderSums.Negative(order, most).ToArray() is { Length: > 0 } negative)
        {
            faults.Add(new OrderFault(OrderCases.LineInvalid, $"{Some(negative)}; 0 or more is expected."));
        }

        if (OrderSums.Problems(order, most).ToArray() is { Length: > 0 } sums)
        {
            faults.Add(new OrderFault(OrderCases.TotalsMismatch, $"{Some(sums)}."));
        }

        return faults.ToItems();
    }

    /// <summary>What one receiver would refuse.</summary>
    public static Items<OrderFault> For(CanonicalOrder order, Target target, OwnershipContract contract)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(contract);
        var faults = new List<OrderFault>();
        if (contract.Connection(target.Connection) is not { } receiver)
        {
            return [];
        }

        var broken = receiver.Requires.Concat(EveryReceiver).SelectMany(rule => Broken(order, rule))
            .Concat(target.IsFinance ? [] : AddressFaults(order, receiver, contract)).Distinct(StringComparer.Ordinal).ToArray();
        if (broken.Length > 0)
        {
            faults.Add(new OrderFault(OrderCases.FieldRefused, $"{target.Connection}: {Some(broken)}."));
        }

        faults.AddRange(target.IsFinance ? TaxFaults(order, receiver, contract) : OptionFaults(order, receiver));
        return faults.ToItems();
    }

    /// <summary>Whether an option is one that the customer filled in: what a configurable's SKU already says is
    /// none.</summary>
    internal static bool IsCustom(OrderLine line) => line.Type != "configurable";

    private static string? CurrencyFault(CanonicalOrder order, ConnectionRule? storefront)
    {
        if (!Currencies.IsKnown(order.Currency))
        {
            return $"currency is '{order.Currency}', which is no ISO 4217 code.";
        }

        var charged = storefront?.CurrenciesOf(order.Channel) ?? [];
        return charged.IsEmpty || charged.Span.Contains(order.Currency)
            ? null
            : $"currency is {order.Currency}; {order.Storefront} charges in {string.Join(" or ", charged)}.";
    }

    /// <summary>What no parcel can go to, whatever the receiver's rules. Nothing of it is for orders that are collected or
    /// hold no goods.</summary>
    private static IEnumerable<string> AddressFaults(
        CanonicalOrder order, ConnectionRule receiver, OwnershipContract contract)
    {
        if (order.Shipping is not { } shipping || IsCollected(shipping.Method) ||
            order.Lines.All(line => !line.MovesStock || Digital.IsType(line.Type)))
        {
            yield break;
        }

        var address = shipping.Address;
        var own = contract.Connection(order.Storefront)?.Codes.Countries ?? [];
        if (!Countries.IsKnown(address.Country) && own.All(pair => pair.Means != address.Country) &&
            receiver.Codes.Countries.Find(address.Country) is null)
        {
            yield return address.Country.Length == 0
                ? "shipping.address.country is empty"
                : $"shipping.address.country is '{address.Country}', which is no ISO 3166 code";
        }

        if (address.Street.All(string.IsNullOrWhiteSpace) && string.IsNullOrWhiteSpace(address.City))
        {
            yield return "shipping.address.street and shipping.address.city are both empty";
        }
    }

    private static bool IsCollected(string? method) => method is not null &&
        (method.Contains("pickup", StringComparison.OrdinalIgnoreCase) || method.Contains("collect", StringComparison.OrdinalIgnoreCase));

    private static Items<OrderFault> TaxFaults(
        CanonicalOrder order, ConnectionRule receiver, OwnershipContract contract)
    {
        if (contract.BooksOf(receiver.Name) is not { TaxCodes.IsEmpty: false } books)
        {
            return [];
        }

        var open = SalesForms.OfOrder(order, books, contract.KitOf).Lines
            .Where(line => line.TaxCode is null && line.Kind != SalesLineKind.Rounding)
            .Select(line => Text($"lines[{line.Line}].taxRate {line.TaxRate:0.####}"))
            .Distinct(StringComparer.Ordinal).ToArray();
        return open.Length == 0
            ? []
            : [new OrderFault(OrderCases.TaxUnmapped, $"{receiver.Name}: {Some(open)} has no tax code.")];
    }

    private static Items<OrderFault> OptionFaults(CanonicalOrder order, ConnectionRule receiver)
    {
        var open = order.Lines.Where(IsCustom)
            .SelectMany(line => line.Options.Where(option => PickNotes.RuleOf(option, receiver) is null)
                .Select(option => $"lines[{line.Line}].options '{option.Label}'"))
            .Distinct(StringComparer.Ordinal).ToArray();
        return open.Length == 0
            ? []
            : [new OrderFault(OrderCases.OptionUnmapped, $"{receiver.Name}: {Some(open)} is not mapped.")];
    }

    private static IEnumerable<string> Broken(CanonicalOrder order, ReceiverRule rule)
    {
        foreach (var (path, value) in OrderFields.At(order, rule.Field))
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                if (rule.Required)
                {
                    yield return $"{path} is empty";
                }
            }
            else if (rule.LengthMax is { } most && value.Length > most)
            {
                yield return Text($"{path} has {value.Length} characters, at most {most} are taken");
            }
            else if (!rule.OneOf.IsEmpty && rule.OneOf.FindIndex(word => word == value) < 0)
            {
                var shown = OrderFields.IsPersonal(rule.Field) ? "its value" : $"'{value}'";
                yield return $"{path} is {shown}, which is none of {string.Join(", ", rule.OneOf)}";
            }
        }
    }

    private static decimal RoundingMax(CanonicalOrder order, OwnershipContract contract)
    {
        var most = OrderSums.Minor(Currencies.ScaleOf(order.Currency)) * (order.Lines.Count + 2);
        foreach (var target in contract.TargetsOf(DataKind.Order))
        {
            most = contract.Connection(target.Connection)?.Books?.RoundingMax ?? most;
        }

        return most;
    }

    private static string Some(string[] faults) => faults.Length <= NamedMax
        ? string.Join("; ", faults)
        : Text($"{string.Join("; ", faults.Take(NamedMax))}; and {faults.Length - NamedMax} more");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
