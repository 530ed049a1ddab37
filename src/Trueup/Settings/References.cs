using System.Text;
using System.Text.RegularExpressions;

namespace Trueup.Settings;

/// <summary>
/// Puts values in the place of references: <c>${NAME}</c> an environment variable, <c>${file:PATH}</c> the text of a
/// secret file without its last line end. <c>$${</c> stands for a plain <c>${</c>.
/// </summary>
internal sealed partial class References(Surroundings surroundings, ProblemList problems)
{
    private const string FilePrefix = "file:";

    /// <summary>The text with every reference resolved; null, with a problem noted, when one cannot be.</summary>
    public string? Resolve(string written, Place place, string path)
    {
        var resolved = new StringBuilder(written.Length);
        var sound = true;
        var end = 0;
        foreach (Match match in Reference().Matches(written))
        {
            resolved.Append(written, end, match.Index - end);
            end = match.Index + match.Length;
            var value = match.Value == "$${" ? "${" : ValueOf(match.Groups["name"].Value, place, path);
            sound &= value is not null;
            resolved.Append(value);
        }

        return sound ? resolved.Append(written, end, written.Length - end).ToString() : null;
    }

    private string? ValueOf(string name, Place place, string path)
    {
        if (name.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            var file = name[FilePrefix.Length..].Trim();
            var text = surroundings.FileNamed(file)?.TrimEnd('\r', '\n');
            return text is { Length: > 0 } ? text : Missing($"the secret file {file} is empty or cannot be read");
        }

        if (!VariableName().IsMatch(name))
        {
            return Missing("\"${\" begins a reference; write ${NAME} or ${file:PATH}, or $${ for the two characters");
        }

        return surroundings.Variable(name) is { Length: > 0 } value
            ? value
            : Missing($"the environment variable {name} is not set");

        string? Missing(string why)
        {
            problems.Error(place, path, why);
            return null;
        }
    }

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[^}]*)\}?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
