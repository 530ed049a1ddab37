using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Core.Orders;

/// <summary>What a picker is told beside SKU and units.</summary>
/// <param name="Label">The option, or the name of the field that it fills.</param>
/// <param name="Value">What the customer chose.</param>
public sealed record PickNote(string Label, string Value);

/// <summary>Turns what the customer chose into what the picker reads.</summary>
internal static class PickNotes
{
    /// <summary>The rule for an option; null when the receiver has none.</summary>
    public static string? RuleOf(OrderOption option, ConnectionRule receiver)
    {
        string? otherwise = null;
        foreach (var rule in receiver.Options)
        {
            if (rule.Option == option.Code || rule.Option == option.Label)
            {
                return rule.To;
            }

            otherwise = rule.Option == "*" ? rule.To : otherwise;
        }

        return otherwise;
    }

    /// <summary>Notes on a line: its own options, and those of the line that it is a part of.</summary>
    public static Items<PickNote> Notes(CanonicalOrder order, string line, ConnectionRule receiver) =>
        Chosen(order, line)
            .Where(option => RuleOf(option, receiver) == OptionRule.Note)
            .Select(option => new PickNote(option.Label, option.Value)).ToItems();

    /// <summary>Fields of a line that options fill.</summary>
    public static Items<PickNote> Fields(CanonicalOrder order, string line, ConnectionRule receiver) =>
        Chosen(order, line)
            .Select(option => (option.Value, Rule: RuleOf(option, receiver)))
            .Where(pair => pair.Rule?.StartsWith(OptionRule.Field, StringComparison.Ordinal) == true)
            .Select(pair => new PickNote(pair.Rule![OptionRule.Field.Length..], pair.Value)).ToItems();

    /// <summary>Packing instructions: the traits that the receiver wants.</summary>
    public static Items<PickNote> Packing(CanonicalOrder order, ConnectionRule receiver) => order.Attributes
        .Where(trait => receiver.Packing.FindIndex(name => name == trait.Name) >= 0)
        .Select(trait => new PickNote(trait.Name, trait.Value)).ToItems();

    private static IEnumerable<OrderOption> Chosen(CanonicalOrder order, string line)
    {
        var place = order.Lines.FindIndex(known => known.Line == line);
        var parent = place < 0 ? null : order.Lines[place].ParentLine;
        return order.Lines
            .Where(known => (known.Line == line || known.Line == parent) && OrderCheck.IsCustom(known))
            .SelectMany(known => known.Options);
    }
}
