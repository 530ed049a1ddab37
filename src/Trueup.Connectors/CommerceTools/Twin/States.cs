using System.Text.Json.Nodes;

namespace Trueup.Connectors.CommerceTools.Twin;

/// <summary>States of line items: the built-in one that all begin in, and those of the project's own (commercetools.md §4.5).</summary>
internal static class States
{
    public const string Kind = "states";
    public const string Initial = "Initial";

    public static JsonObject Add(Archive archive, string key, bool isInitial) => archive.Add(Kind, new JsonObject
    {
        ["key"] = key,
        ["type"] = "LineItemState",
        ["initial"] = isInitial,
        ["builtIn"] = isInitial,
    });

    public static JsonObject InitialOf(Archive archive) =>
        Inventory.Reference("state", archive.ByKey(Kind, Initial)!.Text("id")!);
}
