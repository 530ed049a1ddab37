using Trueup.Core.Cases;
using static Trueup.Core.Cases.CaseOwner;
using static Trueup.Core.Cases.Severity;

namespace Trueup.Core.Audit;

/// <summary>Troubles that only a look at a whole estate shows; the others are cases of the catalogue.</summary>
public static class AuditCodes
{
    /// <summary>A storefront sells from a source that no location maps.</summary>
    public static readonly CaseCode SourceUnmapped = Of(
        "AUDIT.SOURCE_UNMAPPED", "Source without a location",
        "The storefront sells from a source that nobody is right about, so nothing keeps its quantities true.",
        Critical, Engineering, "Map the source under locations.<name>.codes, or unlink it from the stock.");

    /// <summary>One code means two places.</summary>
    public static readonly CaseCode LocationAmbiguous = Of(
        "AUDIT.LOCATION_AMBIGUOUS", "Location code means two places",
        "The same code, or one that differs only by letter case or spaces, stands for more than one place.",
        Warning, Engineering, "Give every place one code in each system, written the same way everywhere.");

    /// <summary>A mapping that nothing uses.</summary>
    public static readonly CaseCode LocationUnused = Of(
        "AUDIT.LOCATION_UNUSED", "Mapped location never used",
        "The owner reports nothing for a location that the contract maps.",
        Notice, Ops, "Remove the mapping, or find out why the owner does not report the location.");

    /// <summary>The storefront holds stock of a SKU that no owner knows.</summary>
    public static readonly CaseCode SkuNotOwned = Of(
        "AUDIT.SKU_NOT_OWNED", "SKU unknown to every owner",
        "The storefront sells a SKU that no owner reports, so its quantity is nobody's truth.",
        Critical, Ops, "Create the SKU in the owner's system, or set it to zero in the storefront.");

    /// <summary>A product that holds stock has no row at any source.</summary>
    public static readonly CaseCode NoSource = Of(
        "AUDIT.NO_SOURCE", "Variant without a source",
        "A product that should hold stock has no row at any source that counts, so it cannot be sold.",
        Warning, Ecommerce, "Assign the product to a source of the stock, or switch it off.");

    /// <summary>The storefront sells below zero.</summary>
    public static readonly CaseCode Backorders = Of(
        "AUDIT.BACKORDERS", "Backorders are allowed",
        "The storefront goes on selling when nothing is left.",
        Warning, Ecommerce, "Switch backorders off where no goods are on their way, or give the SKU a threshold.");

    /// <summary>The storefront keeps units back by itself.</summary>
    public static readonly CaseCode Threshold = Of(
        "AUDIT.THRESHOLD", "Storefront keeps units back",
        "An out-of-stock threshold is set in the storefront, on top of whatever the contract keeps back.",
        Notice, Ecommerce, "Decide who keeps units back, the storefront or the contract, and clear the other.");

    /// <summary>Goods that nobody can buy.</summary>
    public static readonly CaseCode SwitchedOff = Of(
        "AUDIT.SWITCHED_OFF", "Product switched off with stock",
        "The owner has goods of a product that is switched off in the storefront.",
        Notice, Ecommerce, "Switch the product on, or move the goods.");

    /// <summary>SKUs that look alike.</summary>
    public static readonly CaseCode SkuLookalike = Of(
        "AUDIT.SKU_LOOKALIKE", "SKUs that differ only in spelling",
        "SKUs that differ only by letter case, spaces or dashes are most likely one article under several names.",
        Warning, Ecommerce, "Keep the owner's spelling, and merge or rename the others.");

    /// <summary>A kit with a part that nobody knows.</summary>
    public static readonly CaseCode KitComponentUnknown = Of(
        "AUDIT.KIT_COMPONENT_UNKNOWN", "Kit with an unknown component",
        "A kit or bundle names a component that no owner reports, so the kit can never be available.",
        Critical, Ecommerce, "Correct the component's SKU, or create it in the owner's system.");

    /// <summary>An order in a currency that nobody expects.</summary>
    public static readonly CaseCode Currency = Of(
        "AUDIT.CURRENCY", "Order in another currency",
        "An open order is charged in a currency that the configuration does not name for its storefront or channel.",
        Warning, Finance,
        "Name it under connections.<name>.orders.currencies if it is meant to be, or correct the store view's currency.");

    /// <summary>A line whose tax is not what its rate says.</summary>
    public static readonly CaseCode Tax = Of(
        "AUDIT.TAX", "Tax does not follow the rate",
        "The tax charged on a line differs from its own rate by more than rounding explains.",
        Warning, Finance, "Compare the storefront's tax rules with the ERP's tax codes for this product and country.");

    private static CaseCode Of(
        string code, string title, string meaning, Severity severity, CaseOwner owner, string nextAction) =>
        new(code, title, meaning, severity, owner, nextAction, Healing.None);
}
