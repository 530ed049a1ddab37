using Trueup.Core.Cases;
using Trueup.Core.Contract;
using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Engine.Cases;
using Trueup.Engine.Views;
using Trueup.Settings;

namespace Trueup.Endpoints;

/// <summary>
/// What is wrong with a question for a list, in a sentence; null when nothing is. Over the API and on the command line, against a
/// running hub and against its folder, it is the same but for where to look further.
/// </summary>
internal static class ListFaults
{
    private static readonly string[] CaseStates = ["open", "assigned", "waiting", "snoozed", "resolved", "ignored", "all"];
    private static readonly string[] CaseSorts = ["recent", "oldest", "rank"];
    private static readonly string[] Severities = [.. Enum.GetValues<Severity>().Select(CaseView.WordOf)];
    private static readonly string[] Owners = [.. CaseCodes.All.Select(CaseView.OwnerOf).Distinct(StringComparer.Ordinal)];
    private static readonly string[] Codes = [.. CaseCodes.All.Select(static code => code.Code)];
    private static readonly string[] Stages = [.. Enum.GetValues<OrderStage>().Select(StuckOrders.Word)];
    private static readonly string[] Left = [.. Enum.GetValues<StockLeft>().Select(Words.Of)];

    /// <summary>Of a page size.</summary>
    public static string? OfLimit(int limit) => limit is >= 1 and <= Asked.LimitMax ? null : $"limit is 1 to {Asked.LimitMax}.";

    /// <summary>Of a word out of a few.</summary>
    public static string? OfWord(string name, string? word, params IReadOnlyList<string> known) =>
        word is null || known.Contains(word, StringComparer.Ordinal) ? null : $"{name} is one of {string.Join(", ", known)}.";

    /// <summary>Of a text that is looked for.</summary>
    public static string? OfText(string? text) => text?.Length > Asked.TextMax ? $"query has at most {Asked.TextMax} characters." : null;

    /// <summary>Of a name by which nothing was found: one that is configured just has nothing, and one that was once may have left
    /// something, which then is found.</summary>
    /// <param name="what">What it names, in words.</param>
    /// <param name="name">The name; null where none was given.</param>
    /// <param name="found">How much was found.</param>
    /// <param name="known">The names that there are.</param>
    public static string? OfName(string what, string? name, int found, IEnumerable<string> known) =>
        name is null || found > 0 || known.ToArray() is var names && names.Contains(name, StringComparer.Ordinal) ? null
        : names.Length == 0 ? $"There is no {what} \"{name}\": none is configured."
        : $"There is no {what} \"{name}\"; configured: {string.Join(", ", names.Order(StringComparer.Ordinal))}.";

    /// <summary>Of the storefront whose orders were looked for.</summary>
    public static string? Of(OwnershipContract contract, OrderQuery asked, int found) => OfName(
        "storefront", asked.Storefront, found,
        contract.Terms.Connections.Where(static known => known.Roles.Span.Contains("storefront")).Select(static known => known.Name.Text));

    /// <summary>Of the connection about which exceptions were looked for. Their locations may be any system's own word, of one that is not
    /// mapped: of those none is wrong.</summary>
    public static string? Of(OwnershipContract contract, CaseQuery asked, int found) => OfConnection(contract, asked.Connection, found);

    /// <summary>Of the store whose days were looked for.</summary>
    public static string? Of(OwnershipContract contract, StoreDayQuery asked, int found) => OfLocation(contract, "store", asked.Store, found);

    /// <summary>Of the location whose positions were looked for.</summary>
    public static string? Of(OwnershipContract contract, PositionQuery asked, int found) => OfLocation(contract, "location", asked.Location, found);

    /// <summary>Of a connection for which so much was found.</summary>
    public static string? OfConnection(OwnershipContract contract, string? name, int found) =>
        OfName("connection", name, found, contract.Terms.Connections.Select(static known => known.Name.Text));

    private static string? OfLocation(OwnershipContract contract, string what, string? name, int found) =>
        OfName(what, name, found, contract.Terms.Locations.Select(static known => known.Code.Text));

    /// <summary>Of orders.</summary>
    public static string? Of(OrderQuery asked) =>
        OfLimit(asked.Limit) ?? OfText(asked.Text) ?? OfWord("status", asked.Status, OrderSummary.Statuses) ??
        OfWord("stage", asked.Stage, Stages) ?? OfAfter(asked.After, OrderQuery.IsCursor);

    /// <summary>Of exceptions.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="catalogue">Where whoever asks finds all codes.</param>
    public static string? Of(CaseQuery asked, string catalogue = "/api/exceptions/catalogue lists them all") =>
        OfLimit(asked.Limit) ?? OfText(asked.Text) ?? OfWord("state", asked.State, CaseStates) ??
        OfWord("owner", asked.Owner, Owners) ?? OfWord("severity", asked.Severity, Severities) ?? OfCode(asked.Code, catalogue) ??
        OfWord("sort", asked.Sort, CaseSorts) ?? OfAfter(asked.After, CaseSearch.IsCursor);

    /// <summary>Of stores' days.</summary>
    public static string? Of(StoreDayQuery asked) =>
        OfLimit(asked.Limit) ?? OfWord("state", asked.State, StoreDayView.States) ?? OfAfter(asked.After, StoreDayView.IsCursor);

    /// <summary>Of positions.</summary>
    public static string? Of(PositionQuery asked) =>
        OfLimit(asked.Limit) ?? OfText(asked.Text) ?? OfWord("state", asked.State, PositionView.States) ?? OfWord("left", asked.Left, Left);

    private static string? OfAfter(string? after, Predicate<string> isCursor) =>
        after is null || isCursor(after) ? null : "after is what the page before named as next.";

    private static string? OfCode(string? code, string catalogue) => code is null || Codes.Contains(code, StringComparer.Ordinal) ? null
        : DidYouMean.Nearest(code, Codes) is { } meant ? $"There is no code \"{code}\"; did you mean \"{meant}\"?"
        : $"There is no code \"{code}\": {catalogue}.";
}
