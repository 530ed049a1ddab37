using System.Text;
using System.Text.Json;
using Trueup.Core.Connecting;

namespace Trueup.Engine.Intake.CloudEvents;

/// <summary>What has been seen of an event's attributes while its members are read one after another.</summary>
/// <remarks>Required: <c>id</c>, <c>source</c>, <c>specversion</c> 1.0 and <c>type</c>, all non-empty text; an
/// attribute that is null is absent (message-ingress.md §1).</remarks>
internal struct EventAttributes
{
    /// <summary>The longest id taken, in characters: it is kept to recognise the event should it come again.</summary>
    public const int IdLengthMax = 1_024;

    private Seen _seen;

    [Flags]
    private enum Seen
    {
        None = 0,
        Id = 1,
        Source = 2,
        SpecVersion = 4,
        Type = 8,
        Data = 16,
        DataBase64 = 32,
    }

    /// <summary>The event's id; null until seen.</summary>
    public string? Id { get; private set; }

    /// <summary>Reads the member whose name the reader stands on; what is wrong with it, or null.</summary>
    public string? Read(ref Utf8JsonReader reader)
    {
        var name = NameOf(ref reader);
        reader.Read();
        if (name == Seen.None || reader.TokenType == JsonTokenType.Null)
        {
            reader.Skip();
            return null;
        }

        if ((_seen & name) != Seen.None)
        {
            return $"The event has {Word(name)} twice.";
        }

        _seen |= name;
        if (name is Seen.Data or Seen.DataBase64)
        {
            reader.Skip();
            return (_seen & (Seen.Data | Seen.DataBase64)) == (Seen.Data | Seen.DataBase64)
                ? "The event has both data and data_base64."
                : null;
        }

        return ReadRequired(ref reader, name);
    }

    /// <summary>The first required attribute that was not seen, as a sentence; null when all were.</summary>
    public readonly string? Missing()
    {
        foreach (var required in (ReadOnlySpan<Seen>)[Seen.Id, Seen.Source, Seen.SpecVersion, Seen.Type])
        {
            if ((_seen & required) == Seen.None)
            {
                return $"The event has no {Word(required)}.";
            }
        }

        return null;
    }

    private string? ReadRequired(ref Utf8JsonReader reader, Seen name)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty || !JsonText.IsSound(reader.ValueSpan))
        {
            return $"The event's {Word(name)} is not a non-empty text.";
        }

        if (name == Seen.SpecVersion && !reader.ValueTextEquals("1.0"u8))
        {
            return "The event's specversion is not 1.0.";
        }

        if (name == Seen.Id)
        {
            Id = reader.GetString();
            return Id!.Length > IdLengthMax ? $"The event's id is longer than {IdLengthMax} characters." : null;
        }

        return null;
    }

    private static Seen NameOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return NameOf(reader.ValueSpan);
        }

        return JsonText.IsSound(reader.ValueSpan) ? NameOf(Encoding.UTF8.GetBytes(reader.GetString()!)) : Seen.None;
    }

    private static Seen NameOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => Seen.Id,
        4 when name.SequenceEqual("type"u8) => Seen.Type,
        4 when name.SequenceEqual("data"u8) => Seen.Data,
        6 when name.SequenceEqual("source"u8) => Seen.Source,
        11 when name.SequenceEqual("specversion"u8) => Seen.SpecVersion,
        11 when name.SequenceEqual("data_base64"u8) => Seen.DataBase64,
        _ => Seen.None,
    };

    private static string Word(Seen name) => name switch
    {
        Seen.Id => "id",
        Seen.Source => "source",
        Seen.SpecVersion => "specversion",
        Seen.Type => "type",
        Seen.Data => "data",
        _ => "data_base64",
    };
}
