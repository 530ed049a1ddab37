using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.CommerceTools;

/// <summary>Reads a project's settings and collects everything that is wrong with them.</summary>
internal sealed class CommerceToolsSettings(ConnectionSettings settings)
{
    private readonly List<SettingProblem> _problems = [];

    /// <summary>What is wrong, in the order of reading.</summary>
    public Items<SettingProblem> Problems => _problems.ToItems();

    /// <summary>The options; null when there are problems.</summary>
    public CommerceToolsOptions? Read()
    {
        var url = ReadUrl("url", required: true);
        var project = Required("project", "the key of the project");
        var id = Required("auth.client_id", "the id of the API client");
        var secret = Required("auth.client_secret", "the secret of the API client");
        var auth = ReadUrl("auth.url", required: false);
        var import = ReadUrl("import.url", required: false);
        var options = new CommerceToolsOptions(project ?? "", id ?? "", secret ?? "")
        {
            TokenTarget = auth is null || auth == url ? "/oauth/token" : $"{auth.AbsoluteUri.TrimEnd('/')}/oauth/token",
            Store = settings.Find("store"),
            Channels = settings.List("stock.channels"),
            CreatesEntries = ReadFlag("stock.create", missing: false),
            WritesAbsolute = ReadWord("stock.write", "difference", "absolute"),
            OrdersReserve = ReadWord("stock.orders_lower", "on-stock", "available"),
            StockLag = ReadDuration("stock.lag", TimeSpan.FromSeconds(10)),
            ImportUrl = import is null ? null : import == url ? "" : import.AbsoluteUri.TrimEnd('/'),
            ImportContainer = settings.Find("import.container") ?? "trueup",
            ImportFrom = ReadCount("import.from", missing: 100, max: 100_000),
            Limits = ReadLimits(),
            OrdersPoll = ReadDuration("orders.poll", TimeSpan.FromSeconds(30)),
            Overlap = ReadDuration("orders.overlap", TimeSpan.FromMinutes(2)),
            ExportChannel = settings.Find("orders.export_channel"),
            CancelledState = settings.Find("orders.cancelled_state"),
            ShippedState = settings.Find("orders.shipped_state"),
            RefundsPayments = ReadFlag("payments.refund", missing: false),
            MessagesPoll = ReadFlag("messages.enabled", missing: true)
                ? ReadDuration("messages.poll", TimeSpan.FromSeconds(10))
                : null,
            ProductsPoll = ReadDuration("products.poll", TimeSpan.FromMinutes(5)),
            Bundles = new BundleOptions
            {
                Attribute = settings.Find("bundles.attribute"),
                SkuField = settings.Find("bundles.sku") ?? "sku",
                QuantityField = settings.Find("bundles.quantity") ?? "quantity",
                ParentField = settings.Find("bundles.parent_field"),
            },
            RequiredAttributes = settings.List("products.require"),
            SubscriptionToken = settings.Find("inbound.auth.subscription.token"),
            SnsTopic = settings.Find("inbound.auth.sns.topic"),
            SnsKeys = ReadCertificates(),
            SnsTakesSha1 = ReadFlag("inbound.auth.sns.sha1", missing: false),
        };
        var scopes = settings.List("auth.scopes");
        return _problems.Count > 0 ? null : scopes.IsEmpty ? options with { Scopes = options.NeededScopes } : options with { Scopes = scopes };
    }

    private ConnectionLimits ReadLimits()
    {
        var usual = CommerceToolsConnector.DefaultLimits;
        return new ConnectionLimits(
            ReadRate("limits.rate", usual.RequestsPerSecond),
            ReadCount("limits.burst", usual.Burst, max: 10_000),
            ReadCount("limits.batch", usual.Batch, max: 1_000),
            ReadCount("limits.concurrency", usual.Concurrency, max: 16));
    }

    private Items<string> ReadCertificates()
    {
        var keys = settings.List("inbound.auth.sns.keys");
        for (var i = 0; i < keys.Count; i++)
        {
            try
            {
                using var certificate = X509Certificate2.CreateFromPem(keys[i]);
            }
            catch (CryptographicException)
            {
                Wrong(string.Create(CultureInfo.InvariantCulture, $"inbound.auth.sns.keys.{i}"),
                    "is to be a certificate in PEM (-----BEGIN CERTIFICATE-----)");
            }
        }

        if (keys.IsEmpty != settings.Find("inbound.auth.sns.topic") is null)
        {
            Wrong("inbound.auth.sns", "needs both topic and keys: either alone proves nothing");
        }

        return keys;
    }

    private Uri? ReadUrl(string path, bool required)
    {
        var text = settings.Find(path);
        if (text is null && !required)
        {
            return null;
        }

        if (Uri.TryCreate(text?.TrimEnd('/'), UriKind.Absolute, out var url) &&
            (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.Query.Length == 0)
        {
            return url;
        }

        Wrong(path, "is to be an address such as https://api.europe-west1.gcp.commercetools.com");
        return null;
    }

    private int ReadCount(string path, int missing, int max)
    {
        if (settings.Find(path) is not { } text)
        {
            return missing;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
            count >= 1 && count <= max)
        {
            return count;
        }

        Wrong(path, string.Create(CultureInfo.InvariantCulture, $"is to be a whole number from 1 to {max}"));
        return missing;
    }

    private double ReadRate(string path, double missing)
    {
        if (settings.Find(path) is not { } text)
        {
            return missing;
        }

        if (text.Split('/') is [var count, var unit] && SecondsOf(unit) is var seconds and > 0 &&
            double.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var calls) && calls > 0)
        {
            return calls / (double)seconds;
        }

        Wrong(path, "is to be calls per time, such as 20/s or 600/m");
        return missing;
    }

    private TimeSpan ReadDuration(string path, TimeSpan missing)
    {
        if (settings.Find(path) is not { } text)
        {
            return missing;
        }

        var unit = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (unit > 0 && int.TryParse(text.AsSpan(0, unit), NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
            count * SecondsOf(text[unit..]) is var seconds and > 0)
        {
            return new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond));
        }

        Wrong(path, "is to be a duration above zero, such as 30s, 5m or 1h");
        return missing;
    }

    private bool ReadFlag(string path, bool missing)
    {
        switch (settings.Find(path))
        {
            case null:
                return missing;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Wrong(path, "is to be true or false");
                return missing;
        }
    }

    /// <summary>Whether the second of two words is given; the first is the default.</summary>
    private bool ReadWord(string path, string usual, string other)
    {
        var text = settings.Find(path) ?? usual;
        if (text != usual && text != other)
        {
            Wrong(path, $"is to be {usual} or {other}");
        }

        return text == other;
    }

    private static decimal SecondsOf(string unit) => unit switch
    {
        "ms" => 0.001m,
        "s" => 1m,
        "m" or "min" => 60m,
        "h" => 3_600m,
        "d" => 86_400m,
        _ => 0m,
    };

    private string? Required(string path, string form)
    {
        if (settings.Find(path) is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text.Trim();
        }

        Wrong(path, $"is missing: give {form}");
        return null;
    }

    private void Wrong(string path, string problem) => _problems.Add(new SettingProblem(path, $"{path} {problem}."));
}
