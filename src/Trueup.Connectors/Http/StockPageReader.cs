using System.Text.Json;
using System.Text.Unicode;

namespace Trueup.Connectors.Http;

/// <summary>
/// Reads pages of stock. Where every path is nothing but names, a page is read in one pass over its bytes; else it is
/// loaded whole and asked.
/// </summary>
internal sealed class StockPageReader
{
    private readonly StockFields _fields;
    private readonly MemberTree? _page;
    private readonly MemberTree _row = new();

    /// <summary>Makes ready for pages of a shape.</summary>
    public StockPageReader(StockFields fields)
    {
        _fields = fields;
        var page = new MemberTree();
        var isPlain = TryAdd(page, fields.Rows, StockSlot.Rows);
        isPlain &= fields.Next is null || TryAdd(page, fields.Next, StockSlot.Next);
        foreach (var (slot, field) in fields.OfRow())
        {
            isPlain &= field.Path is null || TryAdd(_row, field.Path, slot);
        }

        _page = isPlain ? page : null;
    }

    /// <summary>Reads a page. Never throws for what a remote may send.</summary>
    public StockPage Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return StockPage.Bad("The reply is not UTF-8.");
        }

        try
        {
            return _page is null ? Load(body) : new StockScan(_page, _row, new StockRows(_fields)).Read(body.Span);
        }
        catch (JsonException fault)
        {
            return StockPage.Bad(
                $"The reply is not JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // What the framework's reader says of an escape that is half a character.
            return StockPage.Bad("The reply holds a text that cannot be read.");
        }
    }

    private static bool TryAdd(MemberTree tree, ReplyPath path, StockSlot slot)
    {
        if (path.Members is not { } members)
        {
            return false;
        }

        tree.Add(members, slot);
        return true;
    }

    private StockPage Load(ReadOnlyMemory<byte> body)
    {
        if (ReplyPath.Read(body) is not { } reply)
        {
            return StockPage.Bad("The reply is not JSON.");
        }

        var rows = new StockRows(_fields);
        foreach (var row in _fields.Rows.ListIn(reply))
        {
            rows.Begin();
            foreach (var (slot, field) in _fields.OfRow())
            {
                if (field.Path is not null)
                {
                    rows.Take(slot, field.Path.TextIn(row));
                }
            }

            rows.End();
        }

        return rows.ToPage(_fields.Next?.TextIn(reply));
    }
}
