using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Cases;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Figures that people keep in storefronts: what they ask for, and what comes of it.</summary>
public sealed class OverrideRequests
{
    /// <summary>How long a figure may be kept at most.</summary>
    public static readonly TimeSpan KeepMax = TimeSpan.FromDays(90);

    /// <summary>How long a figure is kept where nobody says.</summary>
    public static readonly TimeSpan KeepDefault = TimeSpan.FromDays(1);

    private readonly HubState _state;

    internal OverrideRequests(HubState state) => _state = state;

    /// <summary>Keep a figure.</summary>
    /// <param name="by">Who keeps it.</param>
    /// <param name="sku">The SKU.</param>
    /// <param name="slot">The storefront's source as it stands.</param>
    /// <param name="quantity">What it is to hold.</param>
    /// <param name="until">Until when.</param>
    /// <param name="reason">Why.</param>
    public static Request Keep(string by, Sku sku, Slot slot, Quantity quantity, DateTimeOffset until, string reason) =>
        new(Request.KeepFigure, by, sku.Text, reason)
        {
            Before = $"{slot.Connection} {slot.Source}: {slot.Written?.ToString() ?? "not known"}",
            After = $"{slot.Connection} {slot.Source}: {quantity} until {until:u}",
            Data = Write(new FigureAsked(slot.Connection.Text, slot.Source.Text, quantity.Value, until)),
        };

    /// <summary>Write the truth again.</summary>
    public static Request Free(string by, Sku sku, Override kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return new Request(Request.FreeFigure, by, sku.Text)
        {
            Before = $"{kept.Connection} {kept.Source}: {kept.Quantity}, kept by {kept.By}",
            After = $"{kept.Connection} {kept.Source}: as the truth is",
            Data = Write(new FigureAsked(kept.Connection.Text, kept.Source.Text, Quantity: null, Until: null)),
        };
    }

    /// <summary>Put back what a comparison corrected.</summary>
    public static Request Undo(string by, Reconcile.ParityRun run, DateTimeOffset until, string reason)
    {
        ArgumentNullException.ThrowIfNull(run);
        var skus = run.Repairs.Select(repair => repair.Sku).Distinct().Count();
        return new Request(Request.UndoHealing, by, run.Id, reason)
        {
            Before = string.Create(CultureInfo.InvariantCulture, $"{skus} SKUs of {run.Connection} corrected"),
            After = $"as they were, until {until:u}",
            Data = Write(new FigureAsked(run.Connection.Text, "", Quantity: null, until)),
        };
    }

    internal void Decide(Deliberation about, Request request)
    {
        var asked = JsonSerializer.Deserialize(request.Data!, FigureJson.Default.FigureAsked)!;
        var storefront = ConnectionName.Parse(asked.Storefront);
        switch (request.Do)
        {
            case Request.UndoHealing:
                foreach (var repair in _state.Runs.FirstOrDefault(run => run.Id == request.Key)?.Repairs ?? [])
                {
                    Keep(about, request, (repair.Sku, storefront, repair.Source), repair.From, asked.Until!.Value);
                }

                break;
            case Request.KeepFigure:
                Keep(
                    about, request, (Sku.Parse(request.Key), storefront, RemoteCode.Parse(asked.Source)),
                    Quantity.Of(asked.Quantity!.Value), asked.Until!.Value);
                break;
            default:
                Free(about, request, (Sku.Parse(request.Key), storefront, RemoteCode.Parse(asked.Source)));
                break;
        }
    }

    private void Keep(
        Deliberation about, Request request, (Sku Sku, ConnectionName Storefront, RemoteCode Source) where, Quantity quantity,
        DateTimeOffset until)
    {
        if (_state.Find(where.Sku)?.SlotOf(where.Storefront, where.Source) is not { } slot)
        {
            return;
        }

        var reason = request.Text ?? "";
        about.Say(
            where.Sku,
            [new StockEvent.OverrideSet(where.Storefront, where.Source, quantity, about.Now, until, request.By, reason)],
            byOrder: false);
        about.Find(new Finding(
            CaseCodes.Overridden, LineageOf(where.Sku, slot), $"{request.By} keeps it at {quantity} until {until:u}: {reason}"));
    }

    private void Free(Deliberation about, Request request, (Sku Sku, ConnectionName Storefront, RemoteCode Source) where)
    {
        if (_state.Find(where.Sku) is { } stock && stock.OverrideOf(where.Storefront, where.Source) is not null)
        {
            about.Say(where.Sku, [new StockEvent.OverrideEnded(where.Storefront, where.Source)], byOrder: false);
            about.Heal(
                CaseCodes.Overridden, LineageOf(where.Sku, stock.SlotOf(where.Storefront, where.Source)!.Value),
                $"{request.By} lets the hub write it again.");
        }
    }

    private static Lineage LineageOf(Sku sku, Slot slot) =>
        new() { Storefront = slot.Connection, Location = slot.Location.Text, Sku = sku.Text };

    private static string Write(FigureAsked asked) => JsonSerializer.Serialize(asked, FigureJson.Default.FigureAsked);
}

/// <summary>What is asked of a storefront's source.</summary>
internal sealed record FigureAsked(string Storefront, string Source, decimal? Quantity, DateTimeOffset? Until);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FigureAsked))]
internal sealed partial class FigureJson : JsonSerializerContext;
