using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Trueup.Core.Audit;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Audit;

/// <summary>
/// An owner's stock as a file: comma- or semicolon-separated with a heading line that names <c>sku</c>,
/// <c>location</c> and <c>quantity</c>, and maybe <c>state</c>, in any order and letter case.
/// </summary>
public static class StockFile
{
    /// <summary>Problems told of one file; the others are of the same kind.</summary>
    private const int ProblemsMax = 20;

    private static readonly Dictionary<string, string[]> Headings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sku"] = ["sku", "item", "article", "product"],
        ["location"] = ["location", "warehouse", "source", "source_code", "store"],
        ["quantity"] = ["quantity", "qty", "on_hand", "onhand", "available", "stock"],
        ["state"] = ["state", "status"],
    };

    /// <summary>Reads a file.</summary>
    public static StockFileReading Read(string name, TextReader text)
    {
        var problems = new List<string>();
        var rows = new List<ObservedRow>();
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t", "|"],
            TrimOptions = TrimOptions.Trim,
            BadDataFound = bad => Note(problems, $"line {bad.Context.Parser?.RawRow}: a quotation mark is out of place"),
            MissingFieldFound = null,
        });
        if (!csv.Read() || !csv.ReadHeader() || ColumnsOf(csv.HeaderRecord ?? [], problems) is not { } columns)
        {
            return new StockFileReading(Survey: null, problems.Count > 0 ? problems.ToItems() : ["the file is empty"]);
        }

        while (csv.Read())
        {
            if (RowOf(csv, columns, problems) is { } row)
            {
                rows.Add(row);
            }
        }

        return new StockFileReading(new OwnerSurvey(name, Connection: null, rows.ToItems()), problems.ToItems());
    }

    private static Dictionary<string, int>? ColumnsOf(string[] header, List<string> problems)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (column, names) in Headings)
        {
            var place = Array.FindIndex(header, heading => names.Contains(heading, StringComparer.OrdinalIgnoreCase));
            if (place >= 0)
            {
                columns[column] = place;
            }
            else if (column != "state")
            {
                Note(problems, $"line 1: no column is headed \"{column}\"; found are {string.Join(", ", header)}");
            }
        }

        return problems.Count == 0 ? columns : null;
    }

    private static ObservedRow? RowOf(CsvReader csv, Dictionary<string, int> columns, List<string> problems)
    {
        var (sku, location, quantity) = (csv[columns["sku"]], csv[columns["location"]], csv[columns["quantity"]]);
        var line = csv.Parser.RawRow;
        if (!Sku.TryParse(sku, out var known))
        {
            Note(problems, $"line {line}: \"{sku}\" is not a SKU");
        }
        else if (string.IsNullOrWhiteSpace(location))
        {
            Note(problems, $"line {line}: the location is missing");
        }
        else if (!decimal.TryParse(quantity, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ||
                 !Quantity.TryOf(value, out var units))
        {
            Note(problems, $"line {line}: \"{quantity}\" is not a quantity");
        }
        else
        {
            var state = columns.TryGetValue("state", out var place) && csv[place] is { Length: > 0 } word ? word : null;
            return new ObservedRow(known, location, state, units);
        }

        return null;
    }

    private static void Note(List<string> problems, string problem)
    {
        if (problems.Count < ProblemsMax)
        {
            problems.Add(problem);
        }
    }
}

/// <summary>What a stock file held.</summary>
/// <param name="Survey">Its levels; null when it cannot be used at all.</param>
/// <param name="Problems">Lines that were left out, or why it cannot be used.</param>
public sealed record StockFileReading(OwnerSurvey? Survey, Items<string> Problems);
