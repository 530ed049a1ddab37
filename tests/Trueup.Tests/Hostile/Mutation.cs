using System.Text;

namespace Trueup.Tests.Hostile;

/// <summary>Spoils texts and bytes as strangers, broken senders and cut lines do; the same for the same seed.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] Poison =
    [
        "", "null", "-1", "1e309", "99999999999999999999999999", "0.00000000000000000000000000001", "\u0000", "\ud800", "😀", "%00", "../../etc/passwd",
        "' OR 1=1 --", "<script>", "{{#each order}}", "${HOME}", "[", "]", "{", "}", "\"", ",", ":", "true", "9999-99-99T99:99:99Z", "0001-01-01T00:00:00+14:00",
    ];

    private readonly Random _chance = new(seed);

    /// <summary>A text that is like another, but wrong somewhere.</summary>
    public byte[] Of(byte[] sound)
    {
        var spoilt = sound.ToList();
        for (var times = _chance.Next(1, 4); times > 0; times--)
        {
            Spoil(spoilt);
        }

        return [.. spoilt];
    }

    /// <summary>A word that nobody expects.</summary>
    public string Word() => _chance.Next(4) switch
    {
        0 => new string((char)_chance.Next(32, 0x2fff), _chance.Next(1, 300)),
        1 => _chance.NextInt64(long.MinValue, long.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Poison[_chance.Next(Poison.Length)],
    };

    /// <summary>A number below a bound.</summary>
    public int Below(int bound) => _chance.Next(bound);

    private void Spoil(List<byte> bytes)
    {
        var at = bytes.Count == 0 ? 0 : _chance.Next(bytes.Count);
        switch (_chance.Next(7))
        {
            case 0 when bytes.Count > 0:
                bytes[at] ^= (byte)(1 << _chance.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(_chance.Next(1, 40), bytes.Count - at));
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Poison[_chance.Next(Poison.Length)]));
                break;
            case 4:
                bytes.InsertRange(at, bytes.Skip(at).Take(200).ToArray());
                break;
            case 5:
                bytes.InsertRange(at, Encoding.ASCII.GetBytes(new string(_chance.Next(2) == 0 ? '[' : '{', _chance.Next(1, 2_000))));
                break;
            default:
                Replace(bytes);
                break;
        }
    }

    /// <summary>Puts something else in the place of a value.</summary>
    private void Replace(List<byte> bytes)
    {
        var colons = bytes.Select((value, place) => (value, place)).Where(pair => pair.value == (byte)':').Select(pair => pair.place).ToList();
        if (colons.Count == 0)
        {
            return;
        }

        var from = colons[_chance.Next(colons.Count)] + 1;
        var to = bytes.FindIndex(from, value => value is (byte)',' or (byte)'}' or (byte)']' or (byte)'\n');
        bytes.RemoveRange(from, (to < 0 ? bytes.Count : to) - from);
        bytes.InsertRange(from, Encoding.UTF8.GetBytes(Poison[_chance.Next(Poison.Length)]));
    }
}
