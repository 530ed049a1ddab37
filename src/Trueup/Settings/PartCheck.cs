using Trueup.Core.Connecting;
using Trueup.Core.Contract;
using Trueup.Core.Values;

namespace Trueup.Settings;

/// <summary>Notes connections that take no part in anything, or a part that their connector cannot play.</summary>
internal static class PartCheck
{
    /// <summary>Looks at every connection that could be opened.</summary>
    public static void Check(
        Section connections, Items<ConfiguredConnection> opened, ContractTerms terms, KnownNames names)
    {
        foreach (var (name, below) in connections.Named)
        {
            if (opened.FindIndex(connection => connection.Name.Text == name) is not (>= 0 and var place))
            {
                continue;
            }

            var connection = opened[place];
            if (!names.IsUsed(connection.Name))
            {
                below.Warn("takes no part: it owns no location and follows nothing");
            }

            if (terms.Stock.Subscribers.Contains(connection.Name) && connection.Connection is not ILevelWriter)
            {
                below.Warn($"follows stock, but the kind \"{connection.Rule.Kind}\" cannot write quantities" +
                    (terms.Order.Owner == connection.Name ? "; its orders get their places by it all the same" : ""));
            }

            var isStorefront = connection.Rule.Roles.Span.Contains("storefront");
            if (isStorefront && terms.Order.Owner == connection.Name && !terms.Order.Subscribers.IsEmpty &&
                !terms.Stock.Subscribers.Contains(connection.Name))
            {
                below.Warn("has orders that nobody would pick: no location serves it while ownership.stock.subscribers does not name it");
            }

            if (isStorefront && terms.Fulfilment.Subscribers.Contains(connection.Name) &&
                !(connection.Connection is IDocumentWriter shipments && shipments.Writes(typeof(DocumentIntent.PostShipment))))
            {
                below.Warn("follows fulfilment, but is not set up to take shipments: each would be refused");
            }

            if (terms.Order.Subscribers.Contains(connection.Name) &&
                !(connection.Connection is IDocumentWriter writer && writer.Writes(connection.Rule.IsFinance
                    ? typeof(DocumentIntent.PostSale)
                    : typeof(DocumentIntent.CreateOrder))))
            {
                below.Warn("follows orders, but is not set up to make them");
            }
        }
    }
}
