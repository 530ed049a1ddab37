using System.Text;

namespace Trueup.Engine.Cases;

/// <summary>Finds the cases in whose key a text occurs. A key is the prefix of its cell and a narrow part of its own, so each
/// prefix is looked at once, however many cases share it.</summary>
internal static class CaseTextSearch
{
    /// <summary>The slots in whose key a text occurs, in any letter case of a–z.</summary>
    public static SlotSet Find(string text, CaseSlots slots, CaseCells cells, CaseKeys keys)
    {
        var needle = CaseKeys.Lower(Encoding.UTF8.GetBytes(text));
        var found = new SlotSet(slots.Used);
        keys.Find(text, found);
        var matches = cells.All.Select((_, cell) => Match.Of(CaseKeys.Lower(cells.PrefixOf(cell)), needle)).ToArray();
        if (Array.TrueForAll(matches, match => match is { IsWhole: false, Rests.Count: 0 }))
        {
            return found;
        }

        for (var slot = 0; slot < slots.Used; slot++)
        {
            if (matches[slots[slot].Cell].Includes(slots[slot], keys))
            {
                found.Add(slot);
            }
        }

        return found;
    }

    /// <summary>What a cell's prefix says of a text.</summary>
    /// <param name="IsWhole">The text occurs in it.</param>
    /// <param name="Rests">The prefix ends in the beginning of the text: narrow keys that begin with one of these have
    /// the rest.</param>
    private sealed record Match(bool IsWhole, List<byte[]> Rests)
    {
        public static Match Of(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> needle)
        {
            var rests = new List<byte[]>();
            for (var i = 0; i + 1 < needle.Length; i++)
            {
                // A prefix ends in a bar, so only a text with one can reach over its end.
                if (needle[i] == CaseKeys.Between && prefix.EndsWith(needle[..(i + 1)]))
                {
                    rests.Add(needle[(i + 1)..].ToArray());
                }
            }

            return new Match(prefix.IndexOf(needle) >= 0, rests);
        }

        public bool Includes(in CaseSlot slot, CaseKeys keys)
        {
            foreach (var rest in Rests)
            {
                var narrow = keys.Of(slot);
                if (narrow.Length >= rest.Length && CaseKeys.Lower(narrow[..rest.Length]).AsSpan().SequenceEqual(rest))
                {
                    return true;
                }
            }

            return IsWhole;
        }
    }
}
