using System.Globalization;
using System.Text;
using System.Text.Json;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Engine.Intake;

/// <summary>
/// One value of a message's data and where it stands. What is wrong is noted and never thrown; the value given back
/// in its place is only good for going on to the next field, so that all problems of a message come to light at once.
/// </summary>
/// <param name="element">The value; undefined where it is missing.</param>
/// <param name="path">Where it stands in the message.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="isPersonal">Whether the value is about a person and is never quoted.</param>
internal readonly struct Field(JsonElement element, string path, Problems problems, bool isPersonal)
{
    private const int QuoteMax = 40;
    private const NumberStyles JsonNumber =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A code or id: clean text of 1 to 255 characters, or a number as it is written.</summary>
    public string Code()
    {
        if (RemoteCode.TryParse(Scalar(), out var code))
        {
            return code.Text;
        }

        Refuse($"a code of 1 to {RemoteCode.LengthMax} characters without outer white space");
        return "";
    }

    /// <summary>A SKU, also one that is written as a number.</summary>
    public Sku Sku()
    {
        if (!Core.Values.Sku.TryParse(Scalar(), out var sku))
        {
            Refuse($"a SKU of 1 to {Core.Values.Sku.LengthMax} characters without outer white space");
        }

        return sku;
    }

    /// <summary>Words for people, of any length.</summary>
    public string Words()
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString()!;
        }

        Refuse("a text");
        return "";
    }

    /// <summary>Whatever the sender wrote: a text as it is, anything else as its JSON.</summary>
    public string Freely() => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Undefined => "",
        _ => element.GetRawText(),
    };

    /// <summary>Whether it is a text.</summary>
    public bool IsText => element.ValueKind == JsonValueKind.String;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => element.ValueKind == JsonValueKind.Array;

    /// <summary>One of a few words.</summary>
    public string Choice(params ReadOnlySpan<string> words)
    {
        var word = Scalar() ?? "";
        if (!words.Contains(word))
        {
            Refuse($"one of {string.Join(", ", words)}");
        }

        return word;
    }

    /// <summary>A quantity of any sign: a number, or a text that is one.</summary>
    public Quantity Quantity()
    {
        if (Decimal() is { } amount && Core.Values.Quantity.TryOf(amount, out var quantity))
        {
            return quantity;
        }

        Refuse("a number of at most 99999999.9999 either way", CaseCodes.QuantityInvalid);
        return default;
    }

    /// <summary>A quantity that is not negative.</summary>
    public Quantity Units()
    {
        if (Decimal() is < 0m)
        {
            Refuse("a quantity that is not negative", CaseCodes.QuantityInvalid);
            return default;
        }

        return Quantity();
    }

    /// <summary>An amount of money in major units: a number, or a text that is one.</summary>
    public decimal Amount()
    {
        if (Decimal() is { } amount)
        {
            return amount;
        }

        Refuse("an amount");
        return 0m;
    }

    /// <summary>A whole number, or a text that is one.</summary>
    public long Whole()
    {
        if (long.TryParse(Scalar(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        Refuse("a whole number");
        return 0;
    }

    /// <summary>A moment with its offset, in UTC.</summary>
    public DateTimeOffset Time()
    {
        if (element.ValueKind == JsonValueKind.String && element.TryGetDateTimeOffset(out var at) &&
            Timestamp.NamesOffset(Encoding.UTF8.GetBytes(element.GetString()!)))
        {
            return at.ToUniversalTime();
        }

        Refuse("a time with its offset, such as 2026-01-31T09:30:00Z");
        return default;
    }

    /// <summary>True or false.</summary>
    public bool Flag()
    {
        if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse("true or false");
        }

        return element.ValueKind == JsonValueKind.True;
    }

    /// <summary>An object; null where there is none, which is noted.</summary>
    public Datum? Object()
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return new Datum(element, path + ".", problems, isPersonal);
        }

        Refuse("an object");
        return null;
    }

    /// <summary>An object about a person: its values are never quoted.</summary>
    public Datum? Person() => new Field(element, path, problems, isPersonal: true).Object();

    /// <summary>Clean codes where the value is one or a list of them; anything else is left out, without a
    /// problem.</summary>
    public Items<string> Mentions()
    {
        var members = element.ValueKind == JsonValueKind.Array ? Members() : [this];
        return members.Select(member => RemoteCode.TryParse(member.Scalar(), out var code) ? code.Text : null)
            .OfType<string>().ToItems();
    }

    /// <summary>The members of a list, each with its place in its path.</summary>
    public Items<Field> Members()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Refuse("a list");
            return [];
        }

        var members = new List<Field>(element.GetArrayLength());
        foreach (var member in element.EnumerateArray())
        {
            members.Add(new Field(member, $"{path}[{members.Count}]", problems, isPersonal));
        }

        return members.ToItems();
    }

    /// <summary>The members of a list of objects. Members that are none are noted and left out.</summary>
    public Items<T> List<T>(Func<Datum, T> read)
    {
        var list = new List<T>();
        foreach (var member in Members())
        {
            if (member.Object() is { } datum)
            {
                list.Add(read(datum));
            }
        }

        return list.ToItems();
    }

    /// <summary>The members of a list of objects, of which there must be one at least.</summary>
    public Items<T> Some<T>(Func<Datum, T> read)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 0)
        {
            Refuse("a list of at least one member");
        }

        return List(read);
    }

    /// <summary>The members of a list of objects, of which one at least must mean something.</summary>
    /// <param name="read">Reads a member.</param>
    /// <param name="means">Whether a sound member means something.</param>
    /// <param name="expected">What there must be one of.</param>
    /// <param name="came">What all are instead, in words.</param>
    /// <param name="code">The case where none does.</param>
    public Items<T> Some<T>(Func<Datum, T> read, Func<T, bool> means, string expected, string came, CaseCode code)
    {
        var before = problems.Count;
        var members = Some(read);
        if (problems.Count == before && !members.Any(means))
        {
            Refuse(expected, code, came);
        }

        return members;
    }

    /// <summary>Notes that the value is not what it must be.</summary>
    /// <param name="expected">What it must be.</param>
    /// <param name="code">The case; null: that it cannot be read.</param>
    /// <param name="came">What came instead, in words; null: the value itself.</param>
    public void Refuse(string expected, CaseCode? code = null, string? came = null) =>
        problems.Note(code ?? CaseCodes.Unreadable, $"{path}: expected {expected}, {came ?? Came()}.");

    private string? Scalar() => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    private decimal? Decimal() => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDecimal(out var amount) => amount,
        JsonValueKind.String when decimal.TryParse(
            element.GetString(), JsonNumber, CultureInfo.InvariantCulture, out var amount) => amount,
        _ => null,
    };

    private string Came() => element.ValueKind switch
    {
        JsonValueKind.Undefined => "but it is missing",
        JsonValueKind.Null => "but it is null",
        JsonValueKind.Object => "came an object",
        JsonValueKind.Array => element.GetArrayLength() == 0 ? "came an empty list" : "came a list",
        _ when isPersonal => "came something else",
        JsonValueKind.String => $"came \"{Cut(element.GetString()!, QuoteMax)}\"",
        _ => $"came {Cut(element.GetRawText(), QuoteMax)}",
    };

    /// <summary>A text cut to a length, never through a character.</summary>
    public static string Cut(string text, int max) => text.Length <= max
        ? text
        : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)] + "…";
}
