using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>
/// Reads files of postcodes in the form of the GeoNames postal code files: a line each, separated by tabs, country code
/// first, postal code second, latitude tenth and longitude eleventh (download.geonames.org/export/zip, readme.txt).
/// </summary>
internal static class PostcodeReading
{
    /// <summary>Lines of one file that are told one by one.</summary>
    private const int ToldMax = 5;

    private const int CountryColumn = 0;
    private const int PostcodeColumn = 1;
    private const int LatitudeColumn = 9;
    private const int LongitudeColumn = 10;

    /// <summary>The table of all files; null where none is named, or nothing can be read.</summary>
    public static PostcodeTable? Read(Section files, Surroundings surroundings)
    {
        var builder = new PostcodeTable.Builder();
        foreach (var file in files.Members.Where(file => file.Text is { Length: > 0 }))
        {
            if (surroundings.LinesNamed(file.Text!) is not { } lines)
            {
                file.Error($"the file {file.Text} cannot be read");
                continue;
            }

            try
            {
                Read(file, lines, builder);
            }
            catch (IOException broken)
            {
                file.Error($"the file {file.Text} cannot be read to its end: {broken.Message}");
            }
        }

        return builder.Build();
    }

    private static void Read(Section file, IEnumerable<string> lines, PostcodeTable.Builder builder)
    {
        var (country, taken, wrong) = ("", 0, 0);
        foreach (var (place, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (Fault(line, builder, ref country) is not { } fault)
            {
                taken++;
            }
            else if (++wrong <= ToldMax)
            {
                file.Warn($"{file.Text}, line {place + 1}: {fault}; the line is left out");
            }
        }

        if (wrong > ToldMax)
        {
            file.Warn($"{file.Text}: {wrong - ToldMax} more lines are left out");
        }

        if (taken == 0)
        {
            file.Error($"the file {file.Text} holds no postcode");
        }
    }

    /// <summary>Takes a line in; what is wrong with it, or null. The country of the line before is used again where it is the
    /// same.</summary>
    private static string? Fault(string line, PostcodeTable.Builder builder, ref string country)
    {
        Span<Range> columns = stackalloc Range[LongitudeColumn + 2];
        var count = line.AsSpan().Split(columns, '\t');
        if (count <= LongitudeColumn)
        {
            return $"expected {LongitudeColumn + 1} columns or more, separated by tabs, and found {count}";
        }

        var code = line.AsSpan(columns[CountryColumn]);
        if (code.Length != 2 || !char.IsAsciiLetterUpper(code[0]) || !char.IsAsciiLetterUpper(code[1]))
        {
            return $"expected a country code of two capital letters in column {CountryColumn + 1}, and found \"{code}\"";
        }

        country = code.SequenceEqual(country) ? country : code.ToString();
        var north = line.AsSpan(columns[LatitudeColumn]);
        var east = line.AsSpan(columns[LongitudeColumn]);
        if (!Notation.TryDegrees(north, most: 90m, out var latitude))
        {
            return $"expected {Form.Latitude.Expected} in column {LatitudeColumn + 1}, and found \"{north}\"";
        }

        if (!Notation.TryDegrees(east, most: 180m, out var longitude))
        {
            return $"expected {Form.Longitude.Expected} in column {LongitudeColumn + 1}, and found \"{east}\"";
        }

        return Coordinates.TryOf(latitude, longitude, out var at) && builder.Add(country, line.AsSpan(columns[PostcodeColumn]), at)
            ? null
            : $"expected a postcode in column {PostcodeColumn + 1}";
    }
}
