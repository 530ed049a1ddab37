using System.Globalization;
using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>Reads the settings of one connection and notes everything that is wrong with them.</summary>
internal sealed class SettingsReader(ConnectionSettings settings)
{
    private readonly List<SettingProblem> _problems = [];

    /// <summary>Everything that is wrong so far.</summary>
    public Items<SettingProblem> Problems => _problems.ToItems();

    /// <summary>Reads everything. What comes out is only usable when there are no problems.</summary>
    public HttpOptions Read()
    {
        CheckWords();
        CheckUrl();
        var operations = new OperationReader(settings, Authorization(), Note);
        operations.CheckNames();
        return new HttpOptions(settings.Name, Limits())
        {
            Create = operations.Read(HttpSettings.Create),
            FindOrder = operations.Read(HttpSettings.Find),
            More = HttpSettings.More.Select(name => (Name: name, Operation: operations.Read(name)))
                .Where(static pair => pair.Operation is not null)
                .Select(static pair => new NamedOperation(pair.Name, pair.Operation!)).ToItems(),
            Cancel = operations.Read(HttpSettings.Cancel),
            Status = operations.Read(HttpSettings.Status),
            Unpaid = settings.List($"operations.{HttpSettings.Status}.unpaid") is { IsEmpty: false } words ? words : HttpSettings.Unpaid,
            Stock = operations.ReadStock(),
            OrderList = operations.ReadOrderList(),
            States = Members("states").Select(static pair => pair.Key).ToItems(),
        };
    }

    private void Note(string path, string problem) => _problems.Add(new SettingProblem(path, problem));

    private IEnumerable<KeyValuePair<string, string>> Members(string path) => settings.Values
        .Where(pair => pair.Key.StartsWith(path + ".", StringComparison.Ordinal))
        .Select(pair => KeyValuePair.Create(pair.Key[(path.Length + 1)..], pair.Value));

    private void CheckWords()
    {
        var roles = settings.List("roles");
        for (var place = 0; place < roles.Count; place++)
        {
            CheckWord($"roles.{place}", roles[place], HttpSettings.Roles);
        }

        if (settings.Find("basis") is { } basis)
        {
            CheckWord("basis", basis, HttpSettings.Bases);
        }

        foreach (var (word, state) in Members("states"))
        {
            CheckWord($"states.{word}", state, HttpSettings.States);
        }
    }

    private void CheckWord(string path, string word, Items<string> words)
    {
        if (!words.Contains(word, StringComparer.Ordinal))
        {
            Note(path, $"'{word}' is not one of {string.Join(", ", words)}.");
        }
    }

    private void CheckUrl()
    {
        if (settings.Find("url") is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") ||
                address.Query.Length > 0 || address.Fragment.Length > 0)
            {
                Note("url", "Expected an address such as https://wms.example.com/api, without query.");
            }
        }
        else if (Members("operations").Any())
        {
            Note("url", "Operations need the address of the system.");
        }
    }

    /// <summary>The header that lets the hub in, alone in its list; empty where nothing is configured.</summary>
    private Items<WireHeader> Authorization()
    {
        var ways = Members("auth").Select(static pair => pair.Key.Split('.')[0])
            .Distinct(StringComparer.Ordinal).ToList();
        if (ways.Count > 1)
        {
            Note("auth", "Expected one of bearer, basic and header, not several.");
        }

        return ways.FirstOrDefault() switch
        {
            null => [],
            "bearer" => Header("Authorization", "Bearer " + Needed("auth.bearer")),
            "basic" => Header("Authorization", "Basic " + Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"{Needed("auth.basic.user")}:{Needed("auth.basic.password")}"))),
            "header" => Header(Needed("auth.header.name"), Needed("auth.header.value")),
            var way => Unknown(way),
        };
    }

    private Items<WireHeader> Unknown(string way)
    {
        Note($"auth.{way}", "Expected bearer, basic or header.");
        return [];
    }

    private Items<WireHeader> Header(string name, string value)
    {
        if (!OperationReader.IsHeaderName(name) || value.Any(char.IsControl))
        {
            Note("auth", "The credentials hold characters that headers cannot.");
        }

        return [new WireHeader(name, value)];
    }

    private string Needed(string path)
    {
        if (settings.Find(path) is { Length: > 0 } value)
        {
            return value;
        }

        Note(path, "Expected a value.");
        return "x";
    }

    private ConnectionLimits Limits() => new(
        Rate("limits.rate", HttpSettings.Limits.RequestsPerSecond),
        Count("limits.burst", HttpSettings.Limits.Burst),
        Count("limits.batch", HttpSettings.Limits.Batch),
        Count("limits.concurrency", HttpSettings.Limits.Concurrency));

    private int Count(string path, int otherwise)
    {
        if (settings.Find(path) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count;
        }

        Note(path, "Expected a whole number above 0.");
        return otherwise;
    }

    private double Rate(string path, double otherwise)
    {
        if (settings.Find(path) is not { } text)
        {
            return otherwise;
        }

        var parts = text.Split('/', StringSplitOptions.TrimEntries);
        var seconds = parts is [_, var unit] ? unit switch { "s" => 1, "m" => 60, "h" => 3600, _ => 0 } : 0;
        var isNumber = double.TryParse(
            parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var calls);
        if (isNumber && seconds > 0 && calls > 0 && double.IsFinite(calls))
        {
            return calls / seconds;
        }

        Note(path, "Expected calls per second, minute or hour, such as 5/s, 100/m or 1000/h.");
        return otherwise;
    }
}
