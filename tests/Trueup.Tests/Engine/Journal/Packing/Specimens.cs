using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Cases;
using Trueup.Core.Values;

namespace Trueup.Tests.Engine.Journal.Packing;

/// <summary>
/// Makes values of any record by reflection, every member filled: a member that a codec forgets is then a failing round
/// trip, also one that is added next year.
/// </summary>
internal static class Specimens
{
    private static readonly string[] Texts =
        ["", "7", "leeds", "Größe 42", "шапка", "帽子", "🧢 cap", "line\nbreak", new string('x', 300)];

    private static readonly string[] Codes =
        ["7", "leeds", "adobe-uk", "Größe-42", "帽子", "CAP/blue 🧢", new string('x', 64)];

    private static readonly decimal[] Amounts =
    [
        0m, 1m, -1m, 12.50m, -0.0001m, 99_999_999.9999m,
        decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m,
    ];

    /// <summary>
    /// A generator of values of a type; FsCheck chooses the seed, and prints it with the value when a property fails.
    /// </summary>
    public static Arbitrary<T> Of<T>() => Of(typeof(T)).Select(value => (T)value).ToArbitrary();

    /// <summary>A generator of values of a type that is only known at run time.</summary>
    public static Gen<object> Of(Type type) =>
        Gen.Choose(0, int.MaxValue - 1).Select(seed => Make(type, new Random(seed)));

    /// <summary>The nested cases of a closed choice.</summary>
    public static IEnumerable<Type> CasesOf(Type choice) =>
        choice.GetNestedTypes().Where(nested => nested.IsSubclassOf(choice));

    private static object Make(Type type, Random chance)
    {
        if (Simple(type, chance) is { } simple)
        {
            return simple;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>))
        {
            return MakeItems(type.GetGenericArguments()[0], chance);
        }

        if (type.IsAbstract)
        {
            var cases = CasesOf(type).ToArray();
            return Make(cases[chance.Next(cases.Length)], chance);
        }

        return MakeRecord(type, chance);
    }

    private static object? Simple(Type type, Random chance) => type switch
    {
        _ when type == typeof(string) => Pick(Texts, chance),
        _ when type == typeof(bool) => chance.Next(2) == 0,
        _ when type == typeof(int) => chance.Next(),
        _ when type == typeof(long) =>
            chance.Next(4) == 0 ? chance.NextInt64(long.MinValue, long.MaxValue) : chance.Next(300),
        _ when type == typeof(decimal) => Pick(Amounts, chance),
        _ when type == typeof(Quantity) =>
            Quantity.Of(new decimal(chance.Next(2_000_000), 0, 0, chance.Next(4) == 0, (byte)chance.Next(5))),
        _ when type == typeof(DateTimeOffset) =>
            new DateTimeOffset(
                chance.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks), TimeSpan.FromHours(chance.Next(2))),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(chance.Next(DateOnly.MaxValue.DayNumber)),
        _ when type == typeof(int) => chance.Next(300),
        _ when type == typeof(TimeSpan) => new TimeSpan(chance.NextInt64()),
        _ when type == typeof(Sku) => Sku.Parse(Pick(Codes, chance)),
        _ when type == typeof(LocationCode) => LocationCode.Parse(Pick(Codes, chance)),
        _ when type == typeof(ConnectionName) => ConnectionName.Parse(Pick(Codes, chance)),
        _ when type == typeof(RemoteCode) => RemoteCode.Parse(Pick(Codes, chance)),
        _ when type == typeof(OrderId) => OrderId.Parse(Pick(Codes, chance)),
        _ when type == typeof(CaseCode) => CaseCodes.All[chance.Next(CaseCodes.All.Count)],
        { IsEnum: true } => Enum.GetValues(type).GetValue(chance.Next(Enum.GetValues(type).Length)),
        _ => null,
    };

    private static object MakeRecord(Type type, Random chance)
    {
        var nullability = new NullabilityInfoContext();
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var record = constructor.Invoke(parameters
            .Select(parameter => MakeOrNull(parameter.ParameterType, nullability.Create(parameter), chance)).ToArray());
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanWrite && parameters.All(parameter => parameter.Name != property.Name))
            {
                property.SetValue(record, MakeOrNull(property.PropertyType, nullability.Create(property), chance));
            }
        }

        return record;
    }

    private static object? MakeOrNull(Type type, NullabilityInfo nullability, Random chance)
    {
        var isOptional = nullability.ReadState == NullabilityState.Nullable;
        return isOptional && chance.Next(3) == 0 ? null : Make(Nullable.GetUnderlyingType(type) ?? type, chance);
    }

    private static object MakeItems(Type item, Random chance)
    {
        var list = Array.CreateInstance(item, chance.Next(4));
        for (var i = 0; i < list.Length; i++)
        {
            list.SetValue(Make(item, chance), i);
        }

        return typeof(Items).GetMethod(nameof(Items.ToItems))!.MakeGenericMethod(item).Invoke(obj: null, [list])!;
    }

    private static T Pick<T>(T[] choices, Random chance) => choices[chance.Next(choices.Length)];
}
