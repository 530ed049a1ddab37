using System.Globalization;
using Spectre.Console;

namespace Trueup.Verbs;

/// <summary>Tables as the verbs print them: plain text, whatever it holds.</summary>
internal static class Tables
{
    /// <summary>An empty table with columns.</summary>
    public static Table Of(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        return table;
    }

    /// <summary>The same, with first columns that are never broken over lines: what is in them is copied.</summary>
    public static Table Keyed(int keys, params ReadOnlySpan<string> columns)
    {
        var table = Of(columns);
        for (var i = 0; i < keys; i++)
        {
            table.Columns[i].NoWrap();
        }

        return table;
    }

    /// <summary>Adds a row of plain texts.</summary>
    public static void Add(this Table table, params ReadOnlySpan<string?> cells)
    {
        var row = new Text[cells.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = new Text(cells[i] ?? "");
        }

        table.AddRow(row);
    }

    /// <summary>A moment as the verbs print it.</summary>
    public static string Moment(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A share as a percentage.</summary>
    public static string Percent(decimal share) => (share * 100m).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
