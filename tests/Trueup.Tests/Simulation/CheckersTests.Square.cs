using System.Security.Cryptography;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Simulator;
using Trueup.Simulator.Remotes;

namespace Trueup.Tests.Simulation;

/// <content>Square, which only hints at what there is to read.</content>
public sealed partial class CheckersTests
{
    [Fact]
    public void A_hint_that_is_not_followed_is_noticed() => AssertNoticed("hints", new Tampering
    {
        Plan = WithWebhooks,
        Push = push => push.Header("x-square-hmacsha256-signature") is null ? push : Signed(Replaced(push, "\"type\":\"", "\"type\":\"unheard.of.")),
    });

    [Fact]
    public void G1_A_webhook_that_was_acknowledged_and_not_kept_is_noticed() => AssertNoticed("G1", new Tampering
    {
        Plan = WithWebhooks,
        Journal = inner => new AlteredJournal(inner, entry =>
            entry.Key == "event/evt-00000007" ? entry with { Key = "somebody-else" } : entry),
    });

    private static Plan WithWebhooks(Plan plan) => plan with { HasTill = true, HasSquare = true, HasWebhooks = true };

    private static WireRequest Signed(WireRequest push) => push with
    {
        Headers =
        [
            new WireHeader("x-square-hmacsha256-signature", Convert.ToBase64String(HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(SquareSite.SignatureKey),
                (byte[])[.. Encoding.UTF8.GetBytes(SquareSite.NotificationUrl), .. push.Body.Span]))),
        ],
    };
}
