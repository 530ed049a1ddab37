using System.Globalization;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Square;

/// <summary>Reads an account's settings and collects everything that is wrong with them.</summary>
internal sealed class SquareSettings(ConnectionSettings settings)
{
    private readonly List<SettingProblem> _problems = [];

    /// <summary>What is wrong, in the order of reading.</summary>
    public Items<SettingProblem> Problems => _problems.ToItems();

    /// <summary>The options; null when there are problems.</summary>
    public SquareOptions? Read()
    {
        var token = settings.Find("auth.bearer");
        Expect(!string.IsNullOrWhiteSpace(token), "auth.bearer", "is to be the application's access token");
        Expect(
            settings.Find("url") is not { } url || (Uri.TryCreate(url, UriKind.Absolute, out var address) &&
                address.Scheme is "https" or "http"),
            "url",
            "is to be an address such as https://connect.squareup.com");
        Expect(
            settings.Find("version") is not { } version || DateOnly.TryParseExact(
                version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "version",
            "is to be a day such as 2025-01-23");
        var keys = settings.List("inbound.auth.square.keys");
        var notification = settings.Find("inbound.auth.square.url");
        Expect(
            notification is null == keys.IsEmpty,
            "inbound.auth.square",
            "needs both the notification url and at least one of its signature keys");
        Expect(keys.All(static key => key.Length > 0), "inbound.auth.square.keys", "hold an empty key");
        var options = new SquareOptions(token ?? "", Limits())
        {
            Version = settings.Find("version"),
            OrdersPoll = Duration("orders.poll", TimeSpan.FromSeconds(30)),
            Overlap = Duration("orders.overlap", TimeSpan.FromMinutes(5)),
            Recheck = Duration("orders.recheck", TimeSpan.FromHours(1)),
            DaysPoll = Duration("days.poll", TimeSpan.FromMinutes(10)),
            DaySettle = Duration("days.settle", TimeSpan.FromHours(1)),
            CountsPoll = Duration("counts.poll", TimeSpan.FromMinutes(1)),
            NotificationUrl = notification,
            SignatureKeys = keys,
        };
        return _problems.Count == 0 ? options : null;
    }

    private ConnectionLimits Limits()
    {
        var usual = SquareConnector.DefaultLimits;
        return new ConnectionLimits(
            Rate(usual.RequestsPerSecond),
            Count("limits.burst", usual.Burst, max: 10_000),
            // BatchChangeInventoryRequest.changes takes 100 (connect-api-specification@5733f66).
            Count("limits.batch", usual.Batch, max: 100),
            Count("limits.concurrency", usual.Concurrency, max: 16));
    }

    private double Rate(double usual)
    {
        if (settings.Find("limits.rate") is not { } text)
        {
            return usual;
        }

        var parts = text.Split('/');
        var seconds = parts.Length == 2 ? SecondsOf(parts[1]) : 0;
        var isRate = double.TryParse(
            parts[0],
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var calls) && calls > 0 && seconds > 0;
        Expect(isRate, "limits.rate", "is to be calls per time, such as 5/s or 300/m");
        return isRate ? calls / seconds : usual;
    }

    private int Count(string path, int usual, int max)
    {
        if (settings.Find(path) is not { } text)
        {
            return usual;
        }

        var isCount = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
            count >= 1 && count <= max;
        Expect(isCount, path, string.Create(CultureInfo.InvariantCulture, $"is to be a whole number from 1 to {max}"));
        return isCount ? count : usual;
    }

    private TimeSpan Duration(string path, TimeSpan usual)
    {
        if (settings.Find(path) is not { } text)
        {
            return usual;
        }

        var unit = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var isDuration = unit > 0 && SecondsOf(text[unit..]) > 0 &&
            int.TryParse(text.AsSpan(0, unit), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        Expect(isDuration, path, "is to be a duration above zero, such as 30s, 5m or 1h");
        return isDuration
            ? TimeSpan.FromSeconds(
                int.Parse(text.AsSpan(0, unit), CultureInfo.InvariantCulture) * (double)SecondsOf(text[unit..]))
            : usual;
    }

    private static int SecondsOf(string unit) => unit switch
    {
        "s" => 1,
        "m" or "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 0,
    };

    private void Expect(bool holds, string path, string problem)
    {
        if (!holds)
        {
            _problems.Add(new SettingProblem(path, problem));
        }
    }
}
