using System.Text;
using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal.Packing;
using Trueup.Engine.Reconcile;

namespace Trueup.Engine.Lanes;

/// <summary>Entries that the hub writes to itself: how far a poll is, how a connection fares, how a reconciliation
/// ended.</summary>
public static class Ticks
{
    private const string CursorForm = "cursor/";
    private const string ReadableForm = "readable";
    private const string HealthForm = "health";
    private const string FirstRunForm = "parity";
    private const string RunForm = "parity/run";
    private const string OrdersForm = "orders/due";
    private const string ForgetForm = "cases/forget";
    private const string SweepForm = "orders/sweep";
    private const string QueueForm = "queue";

    /// <summary>A poll has come this far.</summary>
    public static Entry Cursor(ConnectionName connection, string poll, string cursor, DateTimeOffset now) =>
        new(EntryKind.Ticked, connection.Text, Key: "", CursorForm + poll, now, Encoding.UTF8.GetBytes(cursor));

    /// <summary>Records that could not be read before can be read now.</summary>
    public static Entry Readable(ConnectionName connection, string[] records, DateTimeOffset now) => new(
        EntryKind.Ticked, connection.Text, Key: "", ReadableForm, now, JsonSerializer.SerializeToUtf8Bytes(
            records, TickJson.Default.StringArray));

    /// <summary>The records that can be read now; null for other entries.</summary>
    public static string[]? ReadableIn(Entry entry) => entry.Form == ReadableForm
        ? JsonSerializer.Deserialize(entry.Body.Span, TickJson.Default.StringArray)
        : null;

    /// <summary>A connection fares like this; a null problem means well.</summary>
    public static Entry Health(ConnectionName connection, CaseCode? problem, string detail, DateTimeOffset now) =>
        new(EntryKind.Ticked, connection.Text, Key: "", HealthForm, now, JsonSerializer.SerializeToUtf8Bytes(
            [problem?.Code ?? "", detail], TickJson.Default.StringArray));

    /// <summary>The queue of a connection's events cannot be read, for the reason given, or is read again.</summary>
    public static Entry Queue(ConnectionName connection, string? trouble, DateTimeOffset now) =>
        new(EntryKind.Ticked, connection.Text, Key: "", QueueForm, now, Encoding.UTF8.GetBytes(trouble ?? ""));

    /// <summary>Why a queue cannot be read, empty when it is read again; null for other entries.</summary>
    public static string? QueueTroubleOf(Entry entry) => entry.Form == QueueForm ? Encoding.UTF8.GetString(entry.Body.Span) : null;

    /// <summary>A reconciliation ended.</summary>
    public static Entry Run(ParityRun run, DateTimeOffset now, Codecs codecs) =>
        new(EntryKind.Ticked, run.Connection.Text, Key: "", RunForm, now, codecs.States.Pack(run));

    /// <summary>Orders came due: some are stuck, and those named have events that waited too long.</summary>
    public static Entry OrdersDue(string[] late, DateTimeOffset now) =>
        new(EntryKind.Ticked, Connection: "", Key: "", OrdersForm, now, JsonSerializer.SerializeToUtf8Bytes(
            late, TickJson.Default.StringArray));

    /// <summary>Cases that ended before a time may be forgotten.</summary>
    public static Entry Forget(DateTimeOffset before, DateTimeOffset now) => new(
        EntryKind.Ticked, Connection: "", Key: "", ForgetForm, now,
        Encoding.UTF8.GetBytes(before.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The time before which cases must have ended to be forgotten; null for other entries.</summary>
    public static DateTimeOffset? ForgetIn(Entry entry) => entry.Form == ForgetForm
        ? DateTimeOffset.Parse(
            Encoding.UTF8.GetString(entry.Body.Span), System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>The orders of a stretch of time were counted.</summary>
    public static Entry Sweep(SweepWindow window, DateTimeOffset now, Codecs codecs) =>
        new(EntryKind.Ticked, window.Storefront.Text, Key: "", SweepForm, now, codecs.States.Pack(window));

    /// <summary>The count that an entry carries; null for other entries.</summary>
    public static SweepWindow? SweepOf(Entry entry, Codecs codecs) =>
        entry.Form == SweepForm ? codecs.States.UnpackSweep(entry.Body) : null;

    /// <summary>The orders whose events waited too long, where orders came due; null for other entries.</summary>
    public static string[]? OrdersDueIn(Entry entry) => entry.Form == OrdersForm
        ? JsonSerializer.Deserialize(entry.Body.Span, TickJson.Default.StringArray)
        : null;

    /// <summary>The poll whose cursor an entry carries; null for other entries.</summary>
    public static string? CursorOf(Entry entry) =>
        entry.Form.StartsWith(CursorForm, StringComparison.Ordinal) ? entry.Form[CursorForm.Length..] : null;

    /// <summary>The health that an entry carries; null for other entries.</summary>
    public static ConnectionHealth? HealthOf(Entry entry)
    {
        if (entry.Form != HealthForm)
        {
            return null;
        }

        var parts = JsonSerializer.Deserialize(entry.Body.Span, TickJson.Default.StringArray)!;
        return new ConnectionHealth(parts[0].Length == 0 ? null : CaseCodes.Find(parts[0]), parts[1]);
    }

    /// <summary>The reconciliation that an entry carries; null for other entries.</summary>
    public static ParityRun? RunOf(Entry entry, Codecs codecs) => entry.Form switch
    {
        RunForm => codecs.States.UnpackRun(entry.Body),
        FirstRunForm => codecs.States.UnpackFirstRun(entry.Body),
        _ => null,
    };
}

/// <summary>How a connection fares.</summary>
/// <param name="Problem">What is wrong; null when nothing is.</param>
/// <param name="Detail">In a few words.</param>
public sealed record ConnectionHealth(CaseCode? Problem, string Detail);

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class TickJson : System.Text.Json.Serialization.JsonSerializerContext;
