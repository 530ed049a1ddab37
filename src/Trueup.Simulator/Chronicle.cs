using System.Globalization;
using System.Text;
using Trueup.Core.Values;

namespace Trueup.Simulator;

/// <summary>Everything that happened in a simulation, in order; two runs with one hash are the same run.</summary>
/// <param name="clock">The time that events are noted with.</param>
public sealed class Chronicle(VirtualClock clock)
{
    private const int TextMax = 600;

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
