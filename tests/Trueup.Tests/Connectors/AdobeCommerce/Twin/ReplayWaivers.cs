using System.Text.Json;

namespace Trueup.Tests.Connectors.AdobeCommerce.Twin;

/// <summary>Recordings that are not replayed, or that the twin answers otherwise, each with its reason. The lists may
/// only shrink.</summary>
internal static class ReplayWaivers
{
    private static readonly Dictionary<string, string> NotSentByPrefix = new(StringComparer.Ordinal)
    {
        ["attr."] = "product attributes are not modelled",
        ["perf."] = "a measurement",
        ["flicker."] = "a measurement",
        ["timeout."] = "a client that hangs up",
        ["cli."] = "the command line",
        ["tax."] = "tax rules are set up directly",
        ["rule."] = "cart price rules are set up directly",
        ["order.INCL."] = "another database: prices with tax included are not modelled",
        ["order.FX."] = "another database: a second currency is not modelled",
        ["source-items.00.bundle"] = "the body was cut; see SourceItemSaveTests",
        ["si.50.lock"] = "the body was cut; see SourceItemSaveTests",
        ["orders.45."] = "a summary of many calls",
        ["orders.46."] = "reads what orders.45 did",
        ["docs.11."] = "reads what orders.45 did",
        ["limits.8."] = "a cart that was opened off the record; see SwitchTests",
        ["orders.30.eq-"] = "asks for a moment of the recorded run; see SearchCriteriaTests",
        ["auth.10."] = "signed for a host and secrets that were not kept; see OAuthTests",
        ["auth.11."] = "signed for a host and secrets that were not kept; see OAuthTests",
        ["auth.12."] = "signed for a host and secrets that were not kept; see OAuthTests",
        ["auth.13."] = "signed for a host and secrets that were not kept; see OAuthTests",
        ["auth.14."] = "signed for a host and secrets that were not kept; see OAuthTests",
    };

    private static readonly Dictionary<string, string> DifferentById = new(StringComparer.Ordinal)
    {
        ["orders.09.in"] = OffTheRecord,
        ["orders.14.size-10000"] = OffTheRecord,
        ["orders.15.size-0"] = OffTheRecord,
        ["orders.42.or"] = OffTheRecord,
        ["limits.6"] = OffTheRecord,
    };

    private const string OffTheRecord = "counts orders that were placed off the record";

    public static int Different => DifferentById.Count;

    public static string? WhyNotSent(JsonElement recording)
    {
        var request = recording.GetProperty("request");
        if (recording.GetProperty("response").Number("status") is null
            || request.Text("path").Contains('{', StringComparison.Ordinal))
        {
            return "a summary of many calls";
        }

        return NotSentByPrefix.FirstOrDefault(p =>
            recording.Text("id").StartsWith(p.Key, StringComparison.Ordinal)).Value;
    }

    public static string? WhyDifferent(string id) => DifferentById.GetValueOrDefault(id);
}
