using System.Collections;
using System.Runtime.CompilerServices;

namespace Trueup.Core.Values;

/// <summary>An immutable list that is equal to another list with equal items in the same order.</summary>
/// <remarks>A <c>default</c> value is the empty list.</remarks>
[CollectionBuilder(typeof(Items), nameof(Items.Of))]
public readonly struct Items<T> : IReadOnlyList<T>, IEquatable<Items<T>>
{
    private readonly T[]? _array;

    internal Items(T[] owned) => _array = owned;

    /// <summary>Number of items.</summary>
    public int Count => _array?.Length ?? 0;

    /// <summary>Whether there is nothing in the list.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The item at a zero-based place.</summary>
    /// <exception cref="IndexOutOfRangeException">The place is outside the list.</exception>
    public T this[int index] => (_array ?? [])[index];

    /// <summary>The items as a span, without copying.</summary>
    public ReadOnlySpan<T> Span => _array;

    /// <summary>This list with one more item at its end.</summary>
    public Items<T> Add(T item) => new([.. Span, item]);

    /// <summary>This list with the items of another after its own.</summary>
    public Items<T> AddRange(Items<T> more) =>
        more.IsEmpty ? this : IsEmpty ? more : new([.. Span, .. more.Span]);

    /// <summary>This list with one place changed.</summary>
    public Items<T> SetItem(int index, T item)
    {
        T[] copy = [.. Span];
        copy[index] = item;
        return new Items<T>(copy);
    }

    /// <summary>This list without the item at one place.</summary>
    public Items<T> RemoveAt(int index) => new([.. Span[..index], .. Span[(index + 1)..]]);

    /// <summary>The place of the first item that satisfies a condition; −1 if none does.</summary>
    public int FindIndex(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        for (var i = 0; i < Count; i++)
        {
            if (match(_array![i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Enumerates without allocating.</summary>
    public Enumerator GetEnumerator() => new(_array ?? []);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(_array ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => (_array ?? []).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Items<T> other) =>
        ReferenceEquals(_array, other._array) || Span.SequenceEqual(other.Span, EqualityComparer<T>.Default);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Items<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Span)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>Walks a list from its first item to its last.</summary>
    public struct Enumerator
    {
        private readonly T[] _items;
        private int _place = -1;

        internal Enumerator(T[] items) => _items = items;

        /// <summary>The item at hand.</summary>
        public readonly T Current => _items[_place];

        /// <summary>Goes on to the next item; false after the last.</summary>
        public bool MoveNext() => ++_place < _items.Length;
    }

    /// <summary>Whether both lists hold equal items in the same order.</summary>
    public static bool operator ==(Items<T> left, Items<T> right) => left.Equals(right);

    /// <summary>Whether the lists differ in any item or in order.</summary>
    public static bool operator !=(Items<T> left, Items<T> right) => !left.Equals(right);
}

/// <summary>Makes <see cref="Items{T}"/> lists.</summary>
public static class Items
{
    /// <summary>A list of a copy of the given items; also what a collection expression calls.</summary>
    public static Items<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? default : new Items<T>(items.ToArray());

    /// <summary>A list of everything a sequence yields.</summary>
    public static Items<T> ToItems<T>(this IEnumerable<T> items) =>
        items is Items<T> already ? already : new Items<T>(items.ToArray());
}
