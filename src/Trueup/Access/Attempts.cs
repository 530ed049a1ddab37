namespace Trueup.Access;

/// <summary>
/// Counts wrong passwords, per name and per address they come from: five for a name, or thirty from an address, within
/// a quarter of an hour, and no more are looked at for as long. Names that nobody has are counted like all others.
/// </summary>
internal sealed class Attempts(TimeProvider clock)
{
    /// <summary>Wrong passwords for a name.</summary>
    public const int NameMax = 5;

    /// <summary>Wrong passwords from an address.</summary>
    public const int AddressMax = 30;

    /// <summary>How long they count, and how long the door stays shut.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Names and addresses remembered; beyond it those that count no more are forgotten first.</summary>
    private const int KeysMax = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Count, DateTimeOffset Since)> _wrong = new(StringComparer.Ordinal);

    /// <summary>How long to wait before another try; null when it may be tried now.</summary>
    public TimeSpan? WaitOf(string name, string address)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var waits = new[] { Wait("n:" + name, NameMax, now), Wait("a:" + address, AddressMax, now) };
            return waits.Max();
        }
    }

    /// <summary>Counts a wrong password; true when it is the one that shuts the door for the name.</summary>
    public bool Wrong(string name, string address)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            Count("a:" + address, now);
            return Count("n:" + name, now) == NameMax;
        }
    }

    /// <summary>Forgets what was counted for a name: the right password came, or an administrator says so.</summary>
    public void Forget(string name)
    {
        lock (_gate)
        {
            _wrong.Remove("n:" + name);
        }
    }

    private TimeSpan? Wait(string key, int max, DateTimeOffset now) =>
        _wrong.TryGetValue(key, out var wrong) && wrong.Count >= max && wrong.Since + Window > now
            ? wrong.Since + Window - now
            : null;

    private int Count(string key, DateTimeOffset now)
    {
        if (_wrong.Count >= KeysMax)
        {
            foreach (var old in _wrong.Where(pair => pair.Value.Since + Window <= now).Select(pair => pair.Key).ToArray())
            {
                _wrong.Remove(old);
            }

            // A crowd of invented names: the table does not grow, and the address they come from is shut anyway.
            if (_wrong.Count >= KeysMax && !_wrong.ContainsKey(key))
            {
                return 0;
            }
        }

        var known = _wrong.TryGetValue(key, out var wrong) && wrong.Since + Window > now ? wrong : (0, now);
        _wrong[key] = (known.Item1 + 1, known.Item1 + 1 >= NameMax && key[0] == 'n' ? now : known.Item2);
        return known.Item1 + 1;
    }
}
