namespace Trueup.Connectors.AdobeCommerce.Twin;

/// <summary>Numbers from 1 upwards, as a database column hands them out.</summary>
internal sealed class Sequence
{
    public int Last { get; private set; }

    public int Next() => ++Last;

    public void AdvanceTo(int last) => Last = Math.Max(Last, last);
}
