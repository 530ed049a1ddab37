using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>A connection's part of the file as plain values by dotted path, each with its place.</summary>
internal sealed class ConnectionValues
{
    /// <summary>A value that ends so names a template file, whose text the connector is given.</summary>
    public const string TemplateEnding = ".hbs";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Section> _sections = new(StringComparer.Ordinal);

    /// <summary>Flattens a section.</summary>
    public ConnectionValues(Section section) => Flatten(section, "");

    /// <summary>The settings for the connector; a template that cannot be read is noted.</summary>
    /// <param name="name">The connection.</param>
    /// <param name="address">Its base address where the file names none; null for none.</param>
    /// <param name="surroundings">What lies around the file.</param>
    public ConnectionSettings For(ConnectionName name, Uri? address, Surroundings surroundings)
    {
        if (address is not null)
        {
            _values.TryAdd("url", address.OriginalString);
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in _values.Where(value => IsTemplate(value.Value)))
        {
            if (surroundings.FileNamed(value) is { } text)
            {
                files[value] = text;
            }
            else
            {
                _sections[path].Error("the template cannot be read; its path is relative to the configuration file");
            }
        }

        return new ConnectionSettings(name, _values, files) { Clock = surroundings.Clock };
    }

    /// <summary>The nearest piece of the file to a dotted path.</summary>
    public Section Nearest(string path)
    {
        var at = path;
        while (!_sections.ContainsKey(at))
        {
            at = at.LastIndexOf('.') is > 0 and var end ? at[..end] : "";
        }

        return _sections[at];
    }

    private static bool IsTemplate(string value) => value.EndsWith(TemplateEnding, StringComparison.Ordinal);

    private void Flatten(Section section, string path)
    {
        _sections[path] = section;
        var prefix = path.Length == 0 ? "" : $"{path}.";
        switch (section.Node)
        {
            case Node.Scalar { Text: { } text }:
                _values[path] = text;
                break;
            case Node.Map:
                foreach (var (name, below) in section.Named)
                {
                    Flatten(below, prefix + name);
                }

                break;
            case Node.List:
                foreach (var (i, member) in section.Members.Index())
                {
                    Flatten(member, $"{prefix}{i}");
                }

                break;
        }
    }
}
