using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trueup.Core.Entries;
using Trueup.Engine.Intake;

namespace Trueup.Engine.Lanes;

/// <summary>
/// Messages that a person corrected. The correction is an entry of its own: the message stays as it came, and what is
/// decided is the corrected one, as of the time when the first came in, so that an old figure stays an old figure.
/// </summary>
public static class MessageEdits
{
    /// <summary>Asks for a message to be decided as it is corrected.</summary>
    /// <param name="by">Who corrects it.</param>
    /// <param name="message">The message as it came.</param>
    /// <param name="body">The corrected text.</param>
    /// <param name="reason">Why; null: nobody says.</param>
    public static Request Of(string by, Recorded message, string body, string? reason)
    {
        var (position, entry) = (message.Position, message.Entry);
        if (Read(message) is { } earlier)
        {
            (position, entry) = (earlier.Message, earlier.Corrected);
        }

        // Whoever corrects it wants it applied, also where its id was used before.
        var form = entry.Form.StartsWith(Receiver.ReusedForm, StringComparison.Ordinal)
            ? entry.Form[Receiver.ReusedForm.Length..]
            : entry.Form;

        return new Request(Request.CorrectMessage, by, position.Value.ToString(CultureInfo.InvariantCulture), reason)
        {
            Before = Encoding.UTF8.GetString(entry.Body.Span),
            After = body,
            Data = JsonSerializer.Serialize(
                new Envelope(entry.Connection, entry.Key, form, entry.At), MessageEditJson.Default.Envelope),
        };
    }

    /// <summary>Whether a person may correct an entry: a message from outside, or an earlier correction of one.</summary>
    public static bool IsMessage(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Kind == EntryKind.Seen || (entry.Kind == EntryKind.Asked && entry.Form == Request.CorrectMessage);
    }

    /// <summary>The message as it would be decided.</summary>
    public static Recorded AsDecided(Request correction)
    {
        ArgumentNullException.ThrowIfNull(correction);
        var (message, corrected, _) = Of(correction);
        return new Recorded(message, corrected);
    }

    /// <summary>An entry as it is shown: a correction shows the message that it makes.</summary>
    internal static Entry AsShown(Recorded recorded) => Read(recorded) is { } correction
        ? recorded.Entry with
        {
            Connection = correction.Corrected.Connection,
            Key = correction.Corrected.Key,
            Body = correction.Corrected.Body,
        }
        : recorded.Entry;

    /// <summary>The correction that an entry is; null for any other entry.</summary>
    internal static CorrectedMessage? Read(Recorded recorded)
    {
        if (recorded.Entry.Kind != EntryKind.Asked || recorded.Entry.Form != Request.CorrectMessage)
        {
            return null;
        }

        return Of(Request.Read(recorded.Entry));
    }

    private static CorrectedMessage Of(Request request)
    {
        var envelope = JsonSerializer.Deserialize(request.Data!, MessageEditJson.Default.Envelope)!;
        return new CorrectedMessage(
            new JournalPosition(long.Parse(request.Key, CultureInfo.InvariantCulture)),
            new Entry(
                EntryKind.Seen, envelope.Connection, envelope.Key, envelope.Form, envelope.At,
                Encoding.UTF8.GetBytes(request.After ?? "")),
            request);
    }

    /// <summary>What the message came in, which a correction leaves alone.</summary>
    internal sealed record Envelope(string Connection, string Key, string Form, DateTimeOffset At);
}

/// <summary>A message as it is corrected.</summary>
/// <param name="Message">The message that came.</param>
/// <param name="Corrected">What is to be decided in its place.</param>
/// <param name="Request">Who corrects it, and why.</param>
internal sealed record CorrectedMessage(JournalPosition Message, Entry Corrected, Request Request);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MessageEdits.Envelope))]
internal sealed partial class MessageEditJson : JsonSerializerContext;
