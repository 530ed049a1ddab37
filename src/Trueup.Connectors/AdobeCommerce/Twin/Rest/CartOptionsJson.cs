using System.Globalization;
using System.Text;
using Trueup.Connectors.AdobeCommerce.Twin.Catalogue;
using Trueup.Connectors.AdobeCommerce.Twin.Sales;

namespace Trueup.Connectors.AdobeCommerce.Twin.Rest;

/// <summary>What a shopper chose on a line of a cart, as the checkout shows it: a text that holds JSON.</summary>
/// <remarks>Source: recordings order.J1.3-ship to order.J4.3-ship.</remarks>
internal static class CartOptionsJson
{
    /// <summary>The text; an empty list in it where nothing was chosen.</summary>
    public static string Of(CartLine line, ProductBook products) =>
        "[" + string.Join(',', Chosen(line, products).Select(option =>
            $$"""{"value":"{{Escaped(option.Value)}}","label":"{{Escaped(option.Label)}}"}""")) + "]";

    private static IEnumerable<(string Label, string Value)> Chosen(CartLine line, ProductBook products)
    {
        if (line is { Variant: { } variant, Product.Composition: { } composition })
        {
            var value = composition.Variants.Find(known => known.Child == variant)?.OptionValue ?? 0;
            foreach (var attribute in composition.ConfigurableAttributes)
            {
                yield return (attribute.Label, products.OptionLabels.GetValueOrDefault(
                    value, value.ToString(CultureInfo.InvariantCulture)));
            }
        }

        foreach (var chosen in line.Selections)
        {
            var price = line.HasDynamicPrice ? chosen.Selection.Child.Price : chosen.Selection.Price;
            yield return (OptionOf(line, chosen).Title, string.Create(
                CultureInfo.InvariantCulture,
                $"{chosen.Quantity:0.####} x {chosen.Selection.Child.Name} <span class=\"price\">£{price:N2}</span>"));
        }

        foreach (var chosen in line.Options)
        {
            yield return (chosen.Option.Title, chosen.Value?.Title ?? chosen.Text ?? "");
        }
    }

    private static BundleOption OptionOf(CartLine line, ChosenSelection chosen) =>
        line.Product.Composition!.BundleOptions.First(option => option.Selections.Contains(chosen.Selection));

    /// <summary>As PHP escapes: slashes too, and everything that is not ASCII.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' or '/' => escaped.Append('\\').Append(letter),
                < ' ' or > '~' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}
