using System.Globalization;
using Trueup.Core.Cases;
using Trueup.Core.Connecting;
using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Connectors.Http;

/// <summary>Lists what an owner of stock holds, page by page.</summary>
/// <remarks>Where pages are counted, the token of a page is its number and how many rows the first page held: a page
/// with fewer, or with none, is the last.</remarks>
internal sealed class HttpStock(StockOperation operation)
{
    /// <summary>The most pages read in one round: a remote that never comes to an end is at fault.</summary>
    public const int PagesMax = 100_000;

    private readonly StockPageReader _reader = new(operation.Fields);

    private readonly bool _isPaged = operation.Page.Line.Placeholders.Contains("page", StringComparer.Ordinal);

    /// <summary>Reads one page.</summary>
    public async ValueTask<ObserveOutcome> ObserveAsync(IWire wire, ObserveAsk ask, CancellationToken cancellationToken)
    {
        var asked = operation.Fields.Next is null
            ? CountedPage.Parse(ask.Page, operation.FirstPage)
            : new CountedPage(0, 0);
        var request = operation.Page.Request(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["page"] = operation.Fields.Next is null ? asked.Number : ask.Page,
                ["skus"] = string.Join(',', ask.Skus),
            },
            key: null,
            out var fault);
        if (fault is not null)
        {
            return Failed(CaseCodes.ConnectionDown, fault);
        }

        var outcome = await wire.SendAsync(request, cancellationToken);
        if (outcome is not WireOutcome.Answered { Reply: var reply } || !Replies.IsSuccess(reply))
        {
            return new ObserveOutcome.Failed(Replies.OfRead(outcome));
        }

        var page = _reader.Read(reply.Body);
        return page.Fault is null
            ? Continue(ask, asked, page)
            : Failed(CaseCodes.Unreadable, page.Fault);
    }

    private ObserveOutcome Continue(ObserveAsk ask, CountedPage asked, StockPage page)
    {
        var next = operation.Fields.Next is not null ? page.Next : _isPaged ? asked.After(page.Listed) : null;
        if (next is not null && (string.Equals(next, ask.Page, StringComparison.Ordinal) || asked.Number >= PagesMax))
        {
            return Failed(CaseCodes.Unreadable, "The list of stock has no end: a page is its own next, or too many.");
        }

        return new ObserveOutcome.Page(Wanted(page.Rows, ask.Skus), next);
    }

    private static IReadOnlyList<ObservedRow> Wanted(IReadOnlyList<ObservedRow> rows, Items<Sku> skus)
    {
        if (skus.IsEmpty)
        {
            return rows;
        }

        var wanted = skus.ToHashSet();
        return rows.Where(row => wanted.Contains(row.Sku)).ToList();
    }

    private static ObserveOutcome.Failed Failed(CaseCode code, string detail) => new(new Receipt.Refused(code, detail));

    /// <summary>A page among counted ones.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="Size">How many rows the first page held; 0 while it is being read.</param>
    private sealed record CountedPage(int Number, int Size)
    {
        public static CountedPage Parse(string token, int first)
        {
            if (token.Length == 0)
            {
                return new CountedPage(first, 0);
            }

            return token.Split(':') is [var number, var size]
                ? new CountedPage(
                    int.Parse(number, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture))
                : throw new ArgumentException("This is no token that a page of stock came with.", nameof(token));
        }

        public string? After(int listed)
        {
            var size = Size == 0 ? listed : Size;
            return listed == 0 || listed < size
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{Number + 1}:{size}");
        }
    }
}
