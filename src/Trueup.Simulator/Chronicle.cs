using System.Globalization;
using System.Text;
using Trueup.Core.Values;

namespace Trueup.Simulator;

/// <summary>Everything that happened in a simulation, in order; two runs with one hash are the same run.</summary>
/// <param name="clock">The time that events are noted with.</param>
public sealed class Chronicle(VirtualClock clock)
{
    private const int TextMax = 600;
    private const string Operator = "operator";

    /// <summary>Lines kept; of a longer history the oldest are forgotten, and only the hash remembers them.</summary>
    private const int LinesMax = 300_000;

    private readonly List<ChronicleLine> _lines = [];
    private UInt128 _hash;

    /// <summary>How many lines there were in all.</summary>
    public long Count { get; private set; }

    /// <summary>Lines so far, oldest first; the newest of a long history.</summary>
    public IReadOnlyList<ChronicleLine> Lines => _lines;

    /// <summary>A hash of every line, in 32 hexadecimal digits.</summary>
    public string Hash => _hash.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The lines that name a thing, and those that concern everybody; of what an operator did over and over again the first and the last.</summary>
    /// <param name="thing">A SKU, a place, or an order's id in the hub: its shop speaks of the number alone.</param>
    public IReadOnlyList<ChronicleLine> About(string thing)
    {
        ArgumentNullException.ThrowIfNull(thing);
        var colon = thing.IndexOf(':', StringComparison.Ordinal);
        var (shop, number) = colon < 0 ? ("", thing) : (thing[..colon], thing[(colon + 1)..]);
        var escaped = Uri.EscapeDataString(thing);
        var told = _lines.Where(line =>
            line.Who is "hub" or "world" or "disk" or Operator || IsNamed(line.What, thing) || IsNamed(line.What, escaped) ||
            (line.Who == shop && IsNamed(line.What, number))).ToList();
        var asked = told.Where(line => line.Who == Operator).GroupBy(line => line.What, StringComparer.Ordinal)
            .SelectMany(same => new[] { same.First(), same.Last() }).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. told.Where(line => line.Who != Operator || asked.Contains(line))];
    }

    /// <summary>Notes what happened now.</summary>
    /// <param name="who">Who did it: <c>shop</c>, <c>warehouse</c>, <c>hub</c>, <c>network</c>.</param>
    /// <param name="what">What, in one line.</param>
    public void Note(string who, string what)
    {
        ArgumentNullException.ThrowIfNull(what);
        var line = new ChronicleLine(clock.GetUtcNow(), who, what.Length <= TextMax ? what : what[..TextMax] + "…");
        _lines.Add(line);
        Count++;
        if (_lines.Count > LinesMax)
        {
            _lines.RemoveRange(0, LinesMax / 4);
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{line.At.UtcTicks} {who} {what}");
        _hash = StableHash.Of(Encoding.UTF8.GetBytes(text), (ulong)(_hash & ulong.MaxValue));
    }

    /// <summary>Whether a text holds a word as a whole: SKU-1 is not in SKU-12, and 000000010 of one shop not in that of another.</summary>
    private static bool IsNamed(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Something that happened.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Who">Who did it.</param>
/// <param name="What">What, in one line.</param>
public sealed record ChronicleLine(DateTimeOffset At, string Who, string What)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At:HH:mm:ss.ffffff}  {Who,-10} {What}");
}
