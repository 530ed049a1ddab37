using System.Text;
using System.Text.RegularExpressions;
using Trueup.Core.Connecting;

namespace Trueup.Simulator.Merchants;

/// <summary>An operation of a configured HTTP connection, seen from the other end: which requests it is, and where its
/// answer must hold what.</summary>
internal sealed partial class MirrorOperation
{
    private readonly string _method;
    private readonly Regex _target;
    private readonly List<string> _names = [];

    private MirrorOperation(string name, string request, IReadOnlyDictionary<string, string> values)
    {
        Name = name;
        var space = request.IndexOf(' ', StringComparison.Ordinal);
        _method = request[..space];
        _target = Pattern(request[(space + 1)..].Trim(), _names);
        Results = Below(values, "result.");
        Fields = Below(values, "fields.");
        Items = values.GetValueOrDefault("items");
        IdempotencyHeader = values.GetValueOrDefault("idempotency_header");
    }

    /// <summary>Its name, such as <c>order.create</c>.</summary>
    public string Name { get; }

    /// <summary>Where the answer holds what, by name.</summary>
    public IReadOnlyDictionary<string, string> Results { get; }

    /// <summary>Where a row holds what, by name.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>Where the answer holds its rows; null for none.</summary>
    public string? Items { get; }

    /// <summary>The header by which a repetition is known; null for none.</summary>
    public string? IdempotencyHeader { get; }

    /// <summary>Whether the world can give the answers that the configuration reads.</summary>
    public bool IsPlayed => Results.Values.All(ReplyForm.CanWrite) && (Items is null || ReplyForm.CanWrite(Items)) &&
        Fields.Values.Where(path => path.StartsWith('$')).All(ReplyForm.CanWrite);

    /// <summary>The operations of a connection.</summary>
    public static IReadOnlyList<MirrorOperation> Of(ConnectionSettings settings)
    {
        const string prefix = "operations.";
        const string suffix = ".request";
        return settings.Values
            .Where(value => value.Key.StartsWith(prefix, StringComparison.Ordinal) && value.Key.EndsWith(suffix, StringComparison.Ordinal))
            .Select(value => (Name: value.Key[prefix.Length..^suffix.Length], Request: value.Value))
            .OrderBy(operation => operation.Name, StringComparer.Ordinal)
            .Select(operation => new MirrorOperation(
                operation.Name, operation.Request, Below(settings.Values, $"{prefix}{operation.Name}.")))
            .ToList();
    }

    /// <summary>What stands in the placeholders of a request, by name; null when it is another operation's.</summary>
    public IReadOnlyDictionary<string, string>? Match(WireRequest request)
    {
        if (request.Method != _method || _target.Match(request.Target) is not { Success: true } match)
        {
            return null;
        }

        return _names.Select((name, i) => (name, Value: Uri.UnescapeDataString(match.Groups[i + 1].Value)))
            .DistinctBy(pair => pair.name, StringComparer.Ordinal)
            .ToDictionary(pair => pair.name, pair => pair.Value, StringComparer.Ordinal);
    }

    private static Regex Pattern(string target, List<string> names)
    {
        var pattern = new StringBuilder("^");
        var end = 0;
        foreach (Match placeholder in Placeholder().Matches(target))
        {
            pattern.Append(Regex.Escape(target[end..placeholder.Index])).Append("([^&/?]*)");
            names.Add(placeholder.Groups["name"].Value);
            end = placeholder.Index + placeholder.Length;
        }

        return new Regex(pattern.Append(Regex.Escape(target[end..])).Append('$').ToString(), RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    private static Dictionary<string, string> Below(IReadOnlyDictionary<string, string> values, string prefix) => values
        .Where(value => value.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(value => value.Key[prefix.Length..], value => value.Value, StringComparer.Ordinal);

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z][^}]*?)\s*\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
