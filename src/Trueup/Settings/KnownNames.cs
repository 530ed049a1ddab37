using System.Diagnostics.CodeAnalysis;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>The connections and locations of the file, for everything that refers to them by name.</summary>
/// <param name="roles">Roles by connection; null where the file is wrong about them.</param>
/// <param name="locations">Every location.</param>
internal sealed class KnownNames(IReadOnlyDictionary<string, Items<string>?> roles, IReadOnlySet<string> locations)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Whether a connection or location may have this name: it becomes part of addresses and keys.</summary>
    public static bool IsSound([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= ConnectionName.LengthMax } &&
        name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>Whether anything refers to a connection.</summary>
    public bool IsUsed(ConnectionName connection) => _used.Contains(connection.Text);

    /// <summary>The connection that a value names; null, with a problem noted, when there is none.</summary>
    public ConnectionName? Connection(Section at) =>
        at.Text is { } name ? Connection(at, name, $"no connection is named \"{at.Written}\"") : null;

    /// <summary>The connection that a key names; null, with a problem noted, when there is none.</summary>
    public ConnectionName? Connection(Section at, string key) =>
        Connection(at, key, $"no connection is named \"{key}\"");

    /// <summary>
    /// The connection named by a value, which must have one of some roles; otherwise null with a problem noted.
    /// </summary>
    public ConnectionName? Connection(Section at, Items<string> suitable)
    {
        if (Connection(at) is not { } connection)
        {
            return null;
        }

        if (roles[connection.Text] is not { } own || own.Any(suitable.Contains))
        {
            return connection;
        }

        at.Error(
            $"\"{connection}\" cannot own this: its roles are {(own.IsEmpty ? "none" : string.Join(", ", own))}; " +
            $"one of {string.Join(", ", suitable)} is needed");
        return null;
    }

    /// <summary>The connections named in a list; unknown and doubled ones are noted and left out.</summary>
    public Items<ConnectionName> Connections(Section list) =>
        Distinct(list, Connection);

    /// <summary>Notes a problem where something is said of a connection that there is not, or that has none of some roles.</summary>
    /// <param name="at">Where it is said.</param>
    /// <param name="name">The connection.</param>
    /// <param name="suitable">The roles; empty: any.</param>
    public void Mention(Section at, string name, Items<string> suitable)
    {
        var known = roles.Where(pair => suitable.IsEmpty || pair.Value is not { } own || own.Any(suitable.Contains))
            .Select(pair => pair.Key).ToList();
        if (!known.Contains(name))
        {
            var what = suitable.IsEmpty ? "connection" : string.Join(" or ", suitable);
            at.Error($"no {what} is named \"{name}\"{DidYouMean.Hint(name, known)}");
        }
    }

    /// <summary>The location named by a value; null, with a problem noted, when there is none.</summary>
    public LocationCode? Location(Section at)
    {
        if (at.Text is not { } name)
        {
            return null;
        }

        if (!locations.Contains(name))
        {
            at.Error($"no location is named \"{at.Written}\"{DidYouMean.Hint(name, locations)}");
            return null;
        }

        return LocationCode.TryParse(name, out var location) ? location : null;
    }

    /// <summary>The locations named in a list; unknown and doubled ones are noted and left out.</summary>
    public Items<LocationCode> Locations(Section list) => Distinct(list, Location);

    private ConnectionName? Connection(Section at, string name, string otherwise)
    {
        if (!roles.ContainsKey(name))
        {
            at.Error($"{otherwise}{DidYouMean.Hint(name, roles.Keys)}");
            return null;
        }

        _used.Add(name);
        return ConnectionName.TryParse(name, out var connection) ? connection : null;
    }

    private static Items<T> Distinct<T>(Section list, Func<Section, T?> read)
        where T : struct
    {
        var found = new List<T>();
        foreach (var member in list.Members)
        {
            if (read(member) is not { } value)
            {
                continue;
            }

            if (found.Contains(value))
            {
                member.Error($"\"{value}\" is named twice");
                continue;
            }

            found.Add(value);
        }

        return found.ToItems();
    }
}
