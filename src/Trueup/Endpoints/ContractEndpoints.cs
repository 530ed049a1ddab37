using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Trueup.Access;
using Trueup.Core.Contract;
using Trueup.Core.Values;
using Trueup.Engine;
using Trueup.Engine.Lanes;
using Trueup.Engine.Views;
using Trueup.Hosting;
using Trueup.Settings;

namespace Trueup.Endpoints;

/// <summary>One mapping of a connection's word to the hub's.</summary>
/// <param name="Kind"><c>location</c>, <c>state</c>, <c>sku</c> or <c>tax-code</c>.</param>
/// <param name="Connection">Whose word it is.</param>
/// <param name="Word">The word.</param>
/// <param name="Meaning">What it means in the hub's words; null: nobody said yet.</param>
/// <param name="From"><c>file</c>, <c>amendment</c>, <c>superseded</c> (an amendment that the file overrules) or
/// <c>missing</c>.</param>
internal sealed record MappingView(string Kind, string Connection, string Word, string? Meaning, string From)
{
    /// <summary>Who added it; null for one of the file.</summary>
    public string? By { get; init; }

    /// <summary>When, UTC; null for one of the file.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Messages that wait for it.</summary>
    public int Waiting { get; init; }
}

/// <summary>A mapping to be added, or with no meaning to be taken back.</summary>
internal sealed record MappingRequest(string? Kind, string? Connection, string? Word, string? Meaning);

/// <summary>Who is right about a kind of data, and who follows.</summary>
internal sealed record OwnershipView(string Data, string? Owner, Items<string> Subscribers);

/// <summary>A place that holds stock.</summary>
internal sealed record LocationView(string Code, string Title, string Owner, string Basis, IReadOnlyDictionary<string, string> Codes);

/// <summary>A SKU that is sold as one and picked as several.</summary>
internal sealed record KitView(string Sku, IReadOnlyDictionary<string, decimal> Components);

/// <summary>The guard against large movements.</summary>
internal sealed record GuardView(decimal? ZeroedMax, decimal? ChangedMax, double OverSeconds, int SkusMin);

/// <summary>What a guard holds at a location.</summary>
internal sealed record HeldView(string Location, int Messages);

/// <summary>How many of a connection's words are mapped.</summary>
/// <param name="Kind"><c>location</c> or <c>state</c>.</param>
/// <param name="Connection">Whose words.</param>
/// <param name="Mapped">Words with a meaning.</param>
/// <param name="Missing">Words that came and have none.</param>
internal sealed record CoverageView(string Kind, string Connection, int Mapped, int Missing);

/// <summary>The contract as it is in force.</summary>
internal sealed record ContractInForce(
    Items<OwnershipView> Ownership, Items<LocationView> Locations, Items<MappingView> Mappings,
    Items<CoverageView> Coverage, Items<KitView> Kits, GuardView Guards, Items<HeldView> Held)
{
    /// <summary>States that count as sellable.</summary>
    public Items<string> Sellable { get; init; }
}

/// <summary>Something in the configuration file that is wrong, or was probably not meant.</summary>
/// <param name="Gravity"><c>error</c>: the hub cannot start with it; <c>warning</c>: it can.</param>
/// <param name="Path">The key; empty for the file as a whole.</param>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Message">What is wrong, and what was expected.</param>
internal sealed record ContractFinding(string Gravity, string Path, int Line, string Message);

/// <summary>The contract: who owns what, mappings with what they lack, kits, guards; and amendments of it.</summary>
internal static class ContractEndpoints
{
    private const int WordMax = 200;

    /// <summary>Adds the addresses to a server.</summary>
    public static void Map(IEndpointRouteBuilder server, HubHost host)
    {
        var contract = server.MapGroup("/api/contract").WithTags("contract");
        contract.MapGet("/mappings", async Task<Ok<ContractInForce>> () => TypedResults.Ok(await host.Thread.PostAsync(Of)))
            .WithName("getContractInForce").WithSummary("The contract as it is in force, amendments and gaps included.");
        contract.MapPost("/mappings", (MappingRequest? asked, HttpContext context) => AmendAsync(host, asked, context))
            .Needs(Permission.Operate).WithName("mapWord")
            .WithSummary("Maps a word for good; without a meaning, takes the mapping back. What waited for it goes on.");
        contract.MapGet("/findings", () => FindingsAsync(host)).WithName("listContractFindings")
            .WithSummary("What trueup check would say of the configuration file as it is now.");
        contract.MapGet("/shapes", () => TypedResults.Ok(host.Shapes.Book.Show(host.Clock.GetUtcNow())))
            .WithName("listPayloadShapes")
            .WithSummary("What every sender's payloads look like, and which fields are new, gone or of another type.");
        contract.MapGet("/amendments.yaml", async Task<ContentHttpResult> () =>
                TypedResults.Text(await host.Thread.PostAsync(Export), "application/yaml"))
            .WithName("exportAmendments").WithSummary("All amendments as they belong into trueup.yaml.");
    }

    private static Task<Results<Ok<Items<ContractFinding>>, ProblemHttpResult>> FindingsAsync(HubHost host) =>
        Task.FromResult<Results<Ok<Items<ContractFinding>>, ProblemHttpResult>>(host.Plan.Configuration is { } file
            ? TypedResults.Ok(file.Read().Problems.Select(problem => new ContractFinding(
                problem.Gravity == ProblemGravity.Error ? "error" : "warning", problem.Path, problem.Place.Line,
                problem.Message)).ToItems())
            : Asked.Unknown("This hub was started without a configuration file."));

    private static ContractInForce Of(HubLoop hub)
    {
        var terms = hub.Contract.Terms;
        var mappings = Mappings(hub).ToItems();
        return new ContractInForce(
            [
                Owned("stock", terms.Stock, "by location"), Owned("order", terms.Order, "by storefront"),
                Owned("fulfilment", terms.Fulfilment, null), Owned("return", terms.Return, null),
            ],
            terms.Locations.Select(location => new LocationView(
                location.Code.Text, location.Title, location.Owner.Text,
                hub.Contract.BasisOf(location) == Basis.OnHand ? "on-hand" : "available",
                location.Codes.ToDictionary(alias => alias.Connection.Text, alias => alias.Code, StringComparer.Ordinal)))
                .ToItems(),
            mappings,
            mappings.Where(mapping => mapping.From != "superseded").GroupBy(mapping => (mapping.Kind, mapping.Connection))
                .Select(same => new CoverageView(
                    same.Key.Kind, same.Key.Connection, same.Count(mapping => mapping.From != "missing"),
                    same.Count(mapping => mapping.From == "missing"))).ToItems(),
            hub.Contract.Kits.Select(kit => new KitView(kit.Sku.Text, kit.Components.ToDictionary(
                part => part.Sku.Text, part => part.PerKit.Value, StringComparer.Ordinal))).ToItems(),
            new GuardView(terms.Guards.ZeroedMax, terms.Guards.ChangedMax, terms.Guards.Over.TotalSeconds, terms.Guards.SkusMin),
            terms.Locations.Select(location => new HeldView(
                    location.Code.Text, hub.State.ParkedMessages.GetValueOrDefault(Request.GuardKey(location.Code)).Count))
                .Where(held => held.Messages > 0).ToItems())
        {
            Sellable = terms.Sellable.Select(StockLocationView.WordOf).ToItems(),
        };
    }

    private static OwnershipView Owned(string data, OwnershipRule rule, string? otherwise) => new(
        data, rule.Owner?.Text ?? otherwise, rule.Subscribers.Select(name => name.Text).ToItems());

    private static IEnumerable<MappingView> Mappings(HubLoop hub)
    {
        var terms = hub.Contract.Terms;
        foreach (var location in terms.Locations)
        {
            foreach (var alias in location.Codes)
            {
                yield return new MappingView("location", alias.Connection.Text, alias.Code, location.Code.Text, "file");
            }
        }

        foreach (var connection in terms.Connections)
        {
            foreach (var alias in connection.States)
            {
                yield return new MappingView(
                    "state", connection.Name.Text, alias.Word, StockLocationView.WordOf(alias.State), "file");
            }
        }

        foreach (var amendment in hub.State.Amendments)
        {
            yield return new MappingView(
                Words.Of(amendment.Kind), amendment.Connection.Text, amendment.Word, amendment.Meaning,
                hub.Contract.IsOverruled(amendment) ? "superseded" : "amendment")
            {
                By = amendment.By,
                At = amendment.At,
            };
        }

        foreach (var (key, messages) in hub.State.ParkedMessages)
        {
            if (key.Split('/', 3) is [("location" or "state") and var kind, var connection, var word])
            {
                yield return new MappingView(kind, connection, word, null, "missing") { Waiting = messages.Count };
            }
        }
    }

    private static async Task<Results<Ok<MappingView>, ProblemHttpResult>> AmendAsync(
        HubHost host, MappingRequest? asked, HttpContext context)
    {
        if (KindOf(asked?.Kind) is not { } kind || !ConnectionName.TryParse(asked!.Connection, out var connection) ||
            host.Plan.Contract.Connection(connection) is null ||
            string.IsNullOrEmpty(asked.Word) || asked.Word.Length > WordMax || asked.Word.Any(char.IsControl))
        {
            return Asked.Bad("Give kind (location, state, sku or tax-code), a connection of the contract, and its word.");
        }

        var meaning = string.IsNullOrWhiteSpace(asked.Meaning) ? null : asked.Meaning.Trim();
        if (meaning is not null && !host.Plan.Contract.IsMeaning(kind, meaning))
        {
            return Asked.Bad($"There is no {asked.Kind} '{(meaning.Length > 60 ? meaning[..60] : meaning)}' in the hub.");
        }

        var wanted = new Amendment(kind, connection, asked.Word, meaning, AccessGate.NameOf(context), host.Clock.GetUtcNow());
        if (host.Plan.Contract.IsOverruled(wanted))
        {
            return Asked.Idle("trueup.yaml maps this word already, and the file wins: change it there.");
        }

        var before = await host.Thread.PostAsync(
            hub => hub.State.Amendments.FirstOrDefault(known => known.Key == wanted.Key)?.Meaning);
        var todo = ContractRequests.Map(kind, connection, asked.Word, meaning, (wanted.By, before));
        return await Asked.DoAsync(host, [todo], context.RequestAborted) is { } problem
            ? problem
            : TypedResults.Ok(new MappingView(Words.Of(kind), connection.Text, asked.Word, meaning, "amendment")
            {
                By = wanted.By,
                At = wanted.At,
            });
    }

    private static string Export(HubLoop hub)
    {
        var text = new StringBuilder("# Mappings added while the hub ran. Merge them into trueup.yaml; they are dropped here then.\n");
        foreach (var location in hub.State.Amendments.Where(each => each.Kind == MappingKind.Location)
                     .GroupBy(each => each.Meaning, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# locations.{location.Key}.codes:\n");
            foreach (var each in location)
            {
                text.Append(CultureInfo.InvariantCulture, $"#   by {each.By}, {each.At:yyyy-MM-dd HH:mm} UTC\n");
                text.Append(CultureInfo.InvariantCulture, $"#   {each.Connection}: {Quote(each.Word)}\n");
            }
        }

        text.Append("amendments:\n");
        foreach (var each in hub.State.Amendments)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  - {{ kind: {Words.Of(each.Kind)}, connection: {each.Connection}, word: {Quote(each.Word)}, " +
                $"meaning: {Quote(each.Meaning ?? "")}, by: {Quote(each.By)}, at: {each.At:yyyy-MM-ddTHH:mm:ssZ} }}\n");
        }

        return text.ToString();
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static MappingKind? KindOf(string? word) => word switch
    {
        "location" => MappingKind.Location,
        "state" => MappingKind.State,
        "sku" => MappingKind.Sku,
        "tax-code" => MappingKind.TaxCode,
        _ => null,
    };
}
