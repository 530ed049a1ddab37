using System.Security.Cryptography;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Settings;
using Trueup.Tests.Settings;

namespace Trueup.Tests.Hostile;

/// <summary>What comes in for a kind of connector, and a connection that takes it.</summary>
internal static class Kind
{
    private static readonly RSA Key = RSA.Create(2048);

    /// <summary>A delivery that bears the right signature or token, whatever it says.</summary>
    public static WireRequest Signed(string kind, byte[] body)
    {
        WireHeader proof = kind switch
        {
            "adobe-commerce" => new("x-adobe-digital-signature-1", Convert.ToBase64String(
                Key.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))),
            "commercetools" => new("Authorization", "Bearer z"),
            "square" => new("x-square-hmacsha256-signature", Convert.ToBase64String(
                HMACSHA256.HashData("k"u8, [.. "https://hub/in/conn"u8, .. body]))),
            _ => throw new InvalidOperationException($"Nobody knows how {kind} signs: say it here."),
        };
        return new WireRequest("POST", "/in/conn", [proof], body, "application/json");
    }

    public static IConnection? ConnectionOf(string kind)
    {
        var values = kind switch
        {
            "adobe-commerce" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["auth.bearer"] = "x",
                ["website"] = "base",
                ["stock_id"] = "2",
                ["inbound.auth.adobe_events.keys.0"] = Key.ExportSubjectPublicKeyInfoPem(),
            },
            "commercetools" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["project"] = "demo",
                ["auth.client_id"] = "x",
                ["auth.client_secret"] = "y",
                ["inbound.auth.subscription.token"] = "z",
            },
            "square" => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["auth.bearer"] = "x",
                ["inbound.auth.square.keys.0"] = "k",
                ["inbound.auth.square.url"] = "https://hub/in/conn",
            },
            _ => new Dictionary<string, string>(StringComparer.Ordinal) { ["roles.0"] = "warehouse" },
        };
        return ConnectorCatalogue.Installed.Find(kind)!.Open(
            new ConnectionSettings(ConnectionName.Parse("conn"), values, new Dictionary<string, string>(StringComparer.Ordinal)))
            is ConnectionOpening.Ready ready ? ready.Connection : null;
    }

    /// <summary>Recorded payloads of a kind, under every form that its connector reads; for others something like an
    /// event.</summary>
    public static List<(string Form, byte[] Body)> SamplesOf(string kind)
    {
        var folder = Directory.GetDirectories(Path.Combine(RepositoryFolder.Root, "src", "Trueup.Connectors"))
            .First(path => string.Equals(Path.GetFileName(path), kind.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
        var samples = Directory.Exists(Path.Combine(folder, "Samples")) ? Directory.GetFiles(Path.Combine(folder, "Samples"), "*.in.json") : [];
        var forms = Forms(kind);
        return samples.Order(StringComparer.Ordinal)
            .SelectMany(path => forms.Select(form => (form, File.ReadAllBytes(path))))
            .Append((forms[0], """{"id":"1","event_id":"1","type":"OrderCreated","resource":{"id":"2"},"data":{"object":{}},"event":{}}"""u8.ToArray()))
            .ToList();
    }

    public static string[] Forms(string kind) => kind switch
    {
        "adobe-commerce" => ["adobe.order", "adobe.shipment", "adobe.creditmemo", "adobe.product", "adobe.event", "adobe.webhook", "adobe.wiring"],
        "commercetools" => ["ct.order", "ct.message"],
        "square" => ["square.order", "square.event", "square.counts"],
        _ => ["cloudevent"],
    };
}
