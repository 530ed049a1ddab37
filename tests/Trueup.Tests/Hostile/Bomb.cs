using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Trueup.Tests.Hostile;

/// <summary>A text that means to fill the memory of whoever reads it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record Bomb(string Name, byte[] Body)
{
    private const int RepeatedMax = 6;

    /// <summary>Bombs of so many bytes and no sense.</summary>
    public static IEnumerable<Bomb> Of(int bytes)
    {
        yield return Repeat("arrays in arrays", "", "[", "", bytes);
        yield return Repeat("objects in objects", "", "{\"a\":", "", bytes);
        yield return Repeat("arrays in arrays that end", "", "[", "", bytes / 2, closing: "]");
        yield return Repeat("numbers", "[0", ",0", "]", bytes);
        yield return Repeat("empty objects", "[{}", ",{}", "]", bytes);
        yield return Repeat("empty texts", "[\"\"", ",\"\"", "]", bytes);
        yield return Repeat("items", "{\"items\":[{}", ",{}", "]}", bytes);
        yield return Repeat("members of one name", "{\"id\":\"1\"", ",\"id\":\"1\"", "}", bytes);
        yield return new Bomb("members", Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, bytes / 12).Select(n => $"\"{n}\":{n % 10}"))}}}"));
        yield return Repeat("a long text", "{\"id\":\"", "a", "\"}", bytes);
        yield return Repeat("a long name", "{\"", "a", "\":1}", bytes);
        yield return Repeat("a long number", "{\"id\":1", "1", "}", bytes);
        yield return Repeat("a long text of escapes", "{\"id\":\"", "\\u0041", "\"}", bytes);
        yield return Repeat("blanks", "", " ", "{}", bytes);
        yield return Repeat("lines", "", "{}\n", "", bytes);
        yield return Repeat("empty lines", "", "\n", "", bytes);
    }

    /// <summary>A sound text, in which each array in turn holds its items so often that the text is as large as that.</summary>
    public static IEnumerable<Bomb> Of(int bytes, byte[] sound)
    {
        var arrays = Arrays(JsonNode.Parse(sound)!).Where(array => array.Count > 0).Take(RepeatedMax).Count();
        for (var place = 0; place < arrays; place++)
        {
            var root = JsonNode.Parse(sound)!;
            var array = Arrays(root).Where(array => array.Count > 0).ElementAt(place);
            var item = array[0]?.ToJsonString() ?? "null";
            array[0] = "the place of many";
            var many = string.Join(',', Enumerable.Repeat(item, Math.Max(1, bytes / (item.Length + 1))));
            yield return new Bomb(
                $"many of {array.GetPath()}", Encoding.UTF8.GetBytes(root.ToJsonString().Replace("\"the place of many\"", many, StringComparison.Ordinal)));
        }
    }

    /// <summary>Does something with it on this thread, and holds how much memory that asked for, all told, against its size.</summary>
    public void Defuse(int timesMax, ITestOutputHelper output, Action<byte[]> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read(Body);
        var asked = GC.GetAllocatedBytesForCurrentThread() - before;
        var times = (double)asked / Body.Length;
        output.WriteLine($"{times:0.0} times its {Body.Length} bytes for {Name}");
        Assert.True(times <= timesMax, $"{asked} bytes of memory for {Body.Length} of {Name}");
    }

    public override string ToString() => Name;

    private static Bomb Repeat(string name, string begin, string middle, string end, int bytes, string closing = "")
    {
        var text = new StringBuilder(begin, bytes + 16).Insert(begin.Length, middle, bytes / middle.Length).Append(end);
        if (closing.Length > 0)
        {
            text.Insert(text.Length, closing, bytes / middle.Length);
        }

        return new Bomb(name, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static IEnumerable<JsonArray> Arrays(JsonNode node) => node switch
    {
        JsonArray array => array.Where(item => item is not null).SelectMany(item => Arrays(item!)).Prepend(array),
        JsonObject members => members.Where(member => member.Value is not null).SelectMany(member => Arrays(member.Value!)),
        _ => [],
    };
}
