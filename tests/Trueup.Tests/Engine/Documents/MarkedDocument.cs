using System.Text.RegularExpressions;
using Trueup.Core.Connecting;

namespace Trueup.Tests.Engine.Documents;

/// <summary>A document on its way to one of the house's systems, told by the call that makes it.</summary>
/// <param name="Name">What a test calls it.</param>
/// <param name="System"><c>erp</c>, <c>wms</c> or <c>shop</c>.</param>
/// <param name="Call">Method and address, as a pattern.</param>
internal sealed record MarkedDocument(string Name, string System, string Call)
{
    /// <summary>The document of a name, the wire that it goes by, and what tells it there.</summary>
    public static (FatedWire Wire, Func<WireRequest, bool> IsMarked) Find(
        IEnumerable<MarkedDocument> documents, TradingHouse house, string name)
    {
        var document = documents.First(one => one.Name == name);
        var wire = document.System switch { "erp" => house.ErpWire, "wms" => house.WarehouseWire, _ => house.ShopWire };
        var call = new Regex(document.Call, RegexOptions.None, TimeSpan.FromSeconds(1));
        return (wire, request => call.IsMatch($"{request.Method} {request.Target}"));
    }

    /// <summary>Every document with every fault that can befall it.</summary>
    public static TheoryData<string, Fault> WithFaults(
        IEnumerable<MarkedDocument> documents, Func<MarkedDocument, Fault, bool>? isLeftOut = null)
    {
        var rows = new TheoryData<string, Fault>();
        foreach (var document in documents)
        {
            foreach (var fault in Enum.GetValues<Fault>())
            {
                if (isLeftOut?.Invoke(document, fault) != true)
                {
                    rows.Add(document.Name, fault);
                }
            }
        }

        return rows;
    }

    /// <summary>Every document with every number of steps below one.</summary>
    public static TheoryData<string, int> WithSteps(IEnumerable<MarkedDocument> documents, int below)
    {
        var rows = new TheoryData<string, int>();
        foreach (var document in documents)
        {
            for (var steps = 0; steps < below; steps++)
            {
                rows.Add(document.Name, steps);
            }
        }

        return rows;
    }
}
