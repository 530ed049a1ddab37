using System.Text;
using System.Text.Json;

namespace Trueup.Connectors.Http;

/// <summary>One pass over the bytes of one page.</summary>
/// <param name="page">What to look for in the page.</param>
/// <param name="row">What to look for in a row.</param>
/// <param name="rows">Takes the rows.</param>
internal sealed class StockScan(MemberTree page, MemberTree row, StockRows rows)
{
    private bool _isListFound;
    private string? _next;

    /// <summary>Reads the page.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    /// <exception cref="InvalidOperationException">An escape is half a character.</exception>
    public StockPage Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        Walk(ref reader, page);
        reader.Read();

        // An empty list is an answer; no list is a different document altogether, and not "nothing in stock".
        return _isListFound
            ? rows.ToPage(_next)
            : StockPage.Bad("The reply holds no list of rows where one was expected.");
    }

    private void Walk(ref Utf8JsonReader reader, MemberTree tree)
    {
        if (tree.Slot is { } slot)
        {
            Take(slot, ref reader);
            return;
        }

        if (!tree.HasMembers || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = tree.Find(ref reader);
            reader.Read();
            if (member is null)
            {
                reader.Skip();
            }
            else
            {
                Walk(ref reader, member);
            }
        }
    }

    private void Take(StockSlot slot, ref Utf8JsonReader reader)
    {
        if (slot is not (StockSlot.Rows or StockSlot.Next))
        {
            rows.Take(slot, ref reader);
        }
        else if (slot is StockSlot.Rows && reader.TokenType == JsonTokenType.StartArray)
        {
            _isListFound = true;
            ReadRows(ref reader);
        }
        else
        {
            _next = slot is not StockSlot.Next ? _next : reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                _ => null,
            };
            reader.Skip();
        }
    }

    private void ReadRows(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            rows.Begin();
            Walk(ref reader, row);
            rows.End();
        }
    }
}
