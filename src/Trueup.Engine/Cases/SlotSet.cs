using System.Numerics;

namespace Trueup.Engine.Cases;

/// <summary>Some of the slots, a bit each, in pages that are only there where one is set.</summary>
/// <param name="slots">How many slots there are.</param>
internal sealed class SlotSet(int slots)
{
    private const int Bits = 64;
    private const int PageBits = 16;
    private const int PageWords = (1 << PageBits) / Bits;

    private readonly ulong[]?[] _pages = new ulong[]?[(slots >> PageBits) + 1];

    /// <summary>Takes a slot in.</summary>
    public void Add(int slot)
    {
        var page = _pages[slot >> PageBits] ??= new ulong[PageWords];
        page[slot / Bits % PageWords] |= 1UL << (slot % Bits);
    }

    /// <summary>The slots, in order.</summary>
    public IEnumerable<int> InOrder()
    {
        for (var page = 0; page < _pages.Length; page++)
        {
            for (var word = 0; _pages[page] is { } words && word < PageWords; word++)
            {
                for (var left = words[word]; left != 0; left &= left - 1)
                {
                    yield return (page << PageBits) + (word * Bits) + BitOperations.TrailingZeroCount(left);
                }
            }
        }
    }
}
