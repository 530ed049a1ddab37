using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Engine.Lanes;

/// <summary>Something a person asks of the hub; journalled like any other fact.</summary>
/// <param name="Do">What: one of the constants of this type.</param>
/// <param name="By">Who asks.</param>
/// <param name="Key">The case, or the location of a guard.</param>
/// <param name="Text">A reason, comment or assignee; null for none.</param>
public sealed record Request(string Do, string By, string Key, string? Text = null)
{
    /// <summary>What it concerns as it was, for the audit; null where nothing was, or nobody said.</summary>
    public string? Before { get; init; }

    /// <summary>What it concerns as it is to be, for the audit; null where nothing is, or nobody said.</summary>
    public string? After { get; init; }

    /// <summary>What the hub needs to make it true, in its own form; shown to nobody.</summary>
    public string? Data { get; init; }

    /// <summary>What requests begin with that concern who may do what.</summary>
    public const string AccessPrefix = "access.";

    /// <summary>Let the reports through that a location's guard holds.</summary>
    public const string ApproveGuard = "guard.approve";

    /// <summary>Drop the reports that a location's guard holds.</summary>
    public const string DiscardGuard = "guard.discard";

    /// <summary>Try again what the case is about, on what is true now.</summary>
    public const string RetryCase = "case.retry";

    /// <summary>Declare the case settled.</summary>
    public const string ResolveCase = "case.resolve";

    /// <summary>Live with the case.</summary>
    public const string IgnoreCase = "case.ignore";

    /// <summary>Give the case to a person.</summary>
    public const string AssignCase = "case.assign";

    /// <summary>Put the case off; the text is until when.</summary>
    public const string SnoozeCase = "case.snooze";

    /// <summary>Let the case wait for something.</summary>
    public const string WaitCase = "case.wait";

    /// <summary>Put tags on the case.</summary>
    public const string TagCase = "case.tag";

    /// <summary>Take back what was done about the case.</summary>
    public const string UndoCase = "case.undo";

    /// <summary>Map a word of a connection, for good.</summary>
    public const string MapWord = "contract.map";

    /// <summary>Hold all calls to a connection back.</summary>
    public const string PauseConnection = "connection.pause";

    /// <summary>Let calls to a connection go on.</summary>
    public const string ResumeConnection = "connection.resume";

    /// <summary>Say something about the case.</summary>
    public const string CommentCase = "case.comment";

    /// <summary>Decide a journal entry again (a mapping was mended); the key is its position.</summary>
    public const string Replay = "message.replay";

    /// <summary>Decide a message as a person corrected it; the key is its position.</summary>
    public const string CorrectMessage = "message.correct";

    /// <summary>Sign a routine off; the key is the routine and its day or week.</summary>
    public const string SignCheck = "check.sign";

    /// <summary>Look at the whole estate, read-only.</summary>
    public const string AuditEstate = "estate.audit";

    /// <summary>Note that a connection's payloads look different; the key is <c>connection/form</c>.</summary>
    public const string NoteShape = "message.shape";

    /// <summary>Note what a look at a connection's catalogue found; the key is the connection, the text what differs, or nothing.</summary>
    public const string NoteCatalogue = "catalogue.note";

    /// <summary>Who asks for what the hub notices by itself.</summary>
    private const string Itself = "hub";

    /// <summary>Decide again what waits under a key, because what it waited for is there.</summary>
    public const string ReleaseWaiting = "waiting.release";

    /// <summary>Send again what was refused of an order, as the order is now; the key is the order.</summary>
    public const string RetryOrder = "order.retry";

    /// <summary>Let an order go whose release point is approval.</summary>
    public const string ApproveOrder = "order.approve";

    /// <summary>Post a store's day again to whoever refused it; the key is the day.</summary>
    public const string RetryDay = "day.retry";

    /// <summary>Correct a field of an order; the text is <c>field=value</c>.</summary>
    public const string EditOrder = "order.edit";

    /// <summary>Correct what a comparison finds; the key is the storefront.</summary>
    public const string HealParity = "parity.heal";

    /// <summary>Correct what a comparison held; the key is the comparison.</summary>
    public const string ApproveHealing = "parity.approve";

    /// <summary>Put back what a comparison corrected, and keep it for a while; the key is the comparison.</summary>
    public const string UndoHealing = "parity.undo";

    /// <summary>Keep a figure in a storefront's source for a while; the key is the SKU.</summary>
    public const string KeepFigure = "stock.keep";

    /// <summary>Write the truth into a storefront's source again; the key is the SKU.</summary>
    public const string FreeFigure = "stock.free";

    /// <summary>The key under which messages wait for a location's guard.</summary>
    public static string GuardKey(LocationCode location) => StockRouting.GuardKey(location);

    /// <summary>Notes that payloads look different from all before.</summary>
    /// <param name="connection">Whose payloads.</param>
    /// <param name="form">Of which form.</param>
    /// <param name="detail">What is different.</param>
    /// <param name="message">The first message with which it counted.</param>
    public static Request ShapeChanged(string connection, string form, string detail, long message) => new(
        NoteShape, Itself, $"{connection}/{form}",
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{detail} (message {message})."));

    /// <summary>The request that a journal entry is.</summary>
    public static Request Read(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return JsonSerializer.Deserialize(entry.Body.Span, RequestJson.Default.Request)!;
    }

    /// <summary>The request as a journal entry.</summary>
    public Entry ToEntry(DateTimeOffset now) =>
        new(EntryKind.Asked, Connection: "", Key: "", Do, now, JsonSerializer.SerializeToUtf8Bytes(this, RequestJson.Default.Request));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Request))]
internal sealed partial class RequestJson : JsonSerializerContext;
