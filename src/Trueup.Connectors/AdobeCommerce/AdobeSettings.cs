using System.Globalization;
using System.Security.Cryptography;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.AdobeCommerce;

/// <summary>Reads a shop's settings and collects everything that is wrong with them.</summary>
internal sealed class AdobeSettings(ConnectionSettings settings)
{
    private readonly List<SettingProblem> _problems = [];

    /// <summary>What is wrong, in the order of reading.</summary>
    public Items<SettingProblem> Problems => _problems.ToItems();

    /// <summary>The options; null when there are problems.</summary>
    public AdobeCommerceOptions? Read()
    {
        var url = ReadUrl("url", required: true);
        var access = ReadAccess();
        var website = Required("website", "the code of a website, such as base");
        var stock = ReadCount("stock_id", missing: null, max: int.MaxValue);
        var keys = settings.List("inbound.auth.adobe_events.keys");
        for (var i = 0; i < keys.Count; i++)
        {
            CheckKey(string.Create(CultureInfo.InvariantCulture, $"inbound.auth.adobe_events.keys.{i}"), keys[i]);
        }

        var webhookKey = settings.Find("inbound.auth.adobe_webhooks.public_key");
        CheckKey("inbound.auth.adobe_webhooks.public_key", webhookKey);
        var limits = ReadLimits();
        var poll = ReadDuration("orders.poll", TimeSpan.FromSeconds(30));
        var overlap = ReadDuration("orders.overlap", TimeSpan.FromMinutes(5));
        if (url is null || access is null || website is null || _problems.Count > 0)
        {
            return null;
        }

        return new AdobeCommerceOptions(url, access, website, stock)
        {
            StoreView = settings.Find("store") is { Length: > 0 } view ? view : "default",
            Limits = limits,
            OrdersPoll = poll,
            Overlap = overlap,
            EventsClientId = settings.Find("inbound.auth.adobe_events.client_id"),
            EventsKeys = keys,
            WebhookKey = webhookKey,
        };
    }

    private AdobeAccess? ReadAccess()
    {
        string[] ways = ["auth.bearer", "auth.oauth1", "auth.ims"];
        var given = ways.Where(way => settings.Values.Keys.Any(key =>
            key == way || key.StartsWith(way + ".", StringComparison.Ordinal))).ToList();
        if (given.Count != 1)
        {
            Wrong("auth", "is to be exactly one of bearer: token, " +
                          "oauth1: {consumer_key, consumer_secret, token, token_secret} " +
                          "and ims: {client_id, client_secret, org}");
            return null;
        }

        return given[0] switch
        {
            "auth.bearer" => Required("auth.bearer", "an access token") is { } token
                ? new AdobeAccess.Bearer(token)
                : null,
            "auth.oauth1" => ReadOAuth1(),
            _ => ReadIms(),
        };
    }

    private AdobeAccess.OAuth1? ReadOAuth1()
    {
        var key = Required("auth.oauth1.consumer_key", "the integration's consumer key");
        var secret = Required("auth.oauth1.consumer_secret", "the integration's consumer secret");
        var token = Required("auth.oauth1.token", "the integration's access token");
        var tokenSecret = Required("auth.oauth1.token_secret", "the integration's access token secret");
        return key is null || secret is null || token is null || tokenSecret is null
            ? null
            : new AdobeAccess.OAuth1(key, secret, token, tokenSecret);
    }

    private AdobeAccess.Ims? ReadIms()
    {
        var id = Required("auth.ims.client_id", "the credential's client id");
        var secret = Required("auth.ims.client_secret", "the credential's client secret");
        var organization = Required("auth.ims.org", "the IMS organisation id");
        var tokenUrl = ReadUrl("auth.ims.token_url", required: false)?.AbsoluteUri ?? AdobeAccess.Ims.DefaultTokenUrl;
        var scope = settings.Find("auth.ims.scope") ?? AdobeAccess.Ims.DefaultScope;
        return id is null || secret is null || organization is null
            ? null
            : new AdobeAccess.Ims(id, secret, organization, scope, tokenUrl);
    }

    private ConnectionLimits ReadLimits()
    {
        var usual = AdobeCommerceConnector.DefaultLimits;
        var rate = usual.RequestsPerSecond;
        if (settings.Find("limits.rate") is { } text && !AdobeSettingForms.TryRate(text, out rate))
        {
            Wrong("limits.rate", "is to be calls per time, such as 5/s, 300/m or 10000/h");
        }

        return new ConnectionLimits(
            rate,
            ReadCount("limits.burst", usual.Burst, max: 10_000),
            // More rows per call than this only take longer (adobe-commerce-observed.md §6: 5000 rows took 9.7 s).
            ReadCount("limits.batch", usual.Batch, max: 2_000),
            ReadCount("limits.concurrency", usual.Concurrency, max: 16));
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

        Wrong(path, "is to be an address such as https://shop.example.com");
        return null;
    }

    private int ReadCount(string path, int? missing, int max)
    {
        var text = settings.Find(path);
        if (text is null && missing is { } usual)
        {
            return usual;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
            count >= 1 && count <= max)
        {
            return count;
        }

        Wrong(path, string.Create(CultureInfo.InvariantCulture, $"is to be a whole number from 1 to {max}"));
        return 1;
    }

    private TimeSpan ReadDuration(string path, TimeSpan missing)
    {
        if (settings.Find(path) is not { } text)
        {
            return missing;
        }

        if (AdobeSettingForms.TryDuration(text, out var duration))
        {
            return duration;
        }

        Wrong(path, "is to be a duration above zero, such as 30s, 5m or 1h");
        return missing;
    }

    private string? Required(string path, string form)
    {
        if (settings.Find(path) is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text.Trim();
        }

        Wrong(path, $"is missing: give {form}");
        return null;
    }

    private void CheckKey(string path, string? pem)
    {
        if (pem is null)
        {
            return;
        }

        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            Wrong(path, "is to be an RSA public key in PEM (-----BEGIN PUBLIC KEY-----)");
        }
    }

    private void Wrong(string path, string problem) => _problems.Add(new SettingProblem(path, $"{path} {problem}."));
}
