using Trueup.Core.Connecting;
using Trueup.Settings;
using Trueup.Simulator.Merchants;

namespace Trueup.Verbs;

/// <summary>What a vendor lets a merchant call, in the merchant's own words: <c>adobe-uk=20/s</c>.</summary>
internal static class VendorGrant
{
    /// <summary>Gives connections the limits that the merchant named.</summary>
    /// <param name="connections">The configured connections.</param>
    /// <param name="grants">One <c>NAME=RATE</c> each; of several for one connection the last holds.</param>
    /// <param name="misread">What is wrong with the first that cannot be used; null: nothing.</param>
    public static IReadOnlyList<MerchantConnection> Give(IReadOnlyList<MerchantConnection> connections, string[] grants, out string? misread)
    {
        misread = null;
        var given = connections.ToList();
        foreach (var grant in grants)
        {
            var at = grant.LastIndexOf('=');
            if (at < 0 || !Notation.TryRate(grant[(at + 1)..], out var rate))
            {
                misread = $"takes a connection and a rate, such as {connections[0].Name}=5/s; '{grant}' is none.";
                return given;
            }

            var which = given.FindIndex(one => one.Name.Text == grant[..at]);
            if (which < 0)
            {
                misread = $"names no connection of the configuration: '{grant[..at]}'. There are {string.Join(", ", connections.Select(one => one.Name))}.";
                return given;
            }

            given[which] = given[which] with { Vendor = Of(rate, given[which].Connector.Manifest.Limits) };
        }

        return given;
    }

    private static ConnectionLimits Of(Rate rate, ConnectionLimits usual) => usual with
    {
        RequestsPerSecond = (double)rate.PerSecond,
        Burst = (int)Math.Ceiling(rate.PerSecond),
    };
}
