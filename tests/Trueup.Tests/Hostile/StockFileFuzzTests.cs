using System.Text;
using Trueup.Audit;

namespace Trueup.Tests.Hostile;

/// <summary>Stock files, spoilt in thousands of ways: what can be read is read, the rest is named by its line, and nothing throws.</summary>
public sealed class StockFileFuzzTests
{
    private const int Tries = 4_000;

    private static readonly string[] Sound =
    [
        "sku,location,quantity,state\nTEE,LDS,5,OK\n\"MUG, blue\",LDS,1.5,QC\nCUP,PAR,0,\n",
        "Article;Warehouse;Stock\r\nTEE;LDS;5\r\n\"A \"\"B\"\"\";PAR;-3\r\n",
        "qty\tsku\tsource_code\n7\tTEE\tleeds_src\n",
    ];

    [Fact]
    public void A_spoilt_stock_file_is_read_or_its_lines_are_named()
    {
        var chance = new Mutation(11);
        var (read, refused) = (0, 0);
        for (var n = 0; n < Tries; n++)
        {
            var bytes = chance.Of(Encoding.UTF8.GetBytes(Sound[n % Sound.Length]));
            using var text = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);

            var reading = StockFile.Read("stock.csv", text);

            Assert.InRange(reading.Problems.Count, reading.Survey is null ? 1 : 0, 20);
            Assert.All(reading.Problems, problem => Assert.False(string.IsNullOrWhiteSpace(problem)));
            Assert.InRange(reading.Survey?.Rows.Count ?? 0, 0, bytes.Length);
            (read, refused) = reading.Survey is null ? (read, refused + 1) : (read + 1, refused);
        }

        Assert.True(read > Tries / 10 && refused > Tries / 100, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Fields_and_lines_without_end_are_read_in_bounded_time_and_memory()
    {
        using var field = new StringReader($"sku,location,quantity\n\"{new string('x', 1_000_000)}");
        Assert.Empty(StockFile.Read("stock.csv", field).Survey?.Rows ?? []);

        using var columns = new StringReader($"sku,location,quantity{new string(',', 100_000)}\nTEE,LDS,5\n");
        Assert.InRange(StockFile.Read("stock.csv", columns).Survey?.Rows.Count ?? 0, 0, 1);
    }
}
