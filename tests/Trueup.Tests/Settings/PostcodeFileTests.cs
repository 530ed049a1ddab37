using Trueup.Core.Contract;
using Trueup.Settings;

namespace Trueup.Tests.Settings;

/// <summary>Files of postcodes in the form of the GeoNames postal code files.</summary>
public sealed class PostcodeFileTests
{
    private const string Leeds = "GB\tLS1\tLeeds\tEngland\tENG\tWest Yorkshire\t\tLeeds\tE08000035\t53.7965\t-1.5478\t4";
    private const string Paris = "FR\t75001\tParis 01\tIle-de-France\t11\tParis\t75\tParis\t751\t48.8592\t2.3417\t5";

    [Fact]
    public void The_contract_knows_where_postcodes_and_locations_are()
    {
        var loaded = Load($"{Leeds}\r\n\r\n{Paris}\n");

        Assert.Equal([], Told(loaded));
        var sourcing = loaded.Settings!.Contract.Sourcing;
        Assert.Equal((SourcingPolicy.Nearest, 2), (sourcing.Policy, sourcing.Postcodes!.Count));
        Assert.Equal(48.8592m, sourcing.Postcodes.Find("FR", "75001")!.At.Latitude);
        Assert.Equal(-0.1365m, loaded.Settings.Contract.Locations[0].At!.Value.Longitude);
    }

    [Theory]
    [InlineData("GB\tLS1\tLeeds", "expected 11 columns or more, separated by tabs, and found 3")]
    [InlineData("uk\tLS1\t\t\t\t\t\t\t\t53\t-1", "expected a country code of two capital letters in column 1, and found \"uk\"")]
    [InlineData("GB\tLS1\t\t\t\t\t\t\t\t93.1\t-1", "expected degrees from -90 to 90 such as 53.7965 in column 10, and found \"93.1\"")]
    [InlineData("GB\tLS1\t\t\t\t\t\t\t\t53.1\t", "expected degrees from -180 to 180 such as -1.5478 in column 11, and found \"\"")]
    [InlineData("GB\t-\t\t\t\t\t\t\t\t53.1\t-1.5", "expected a postcode in column 2")]
    public void A_bad_line_is_told_with_its_file_and_number_and_left_out(string line, string told)
    {
        var loaded = Load($"{Leeds}\n{line}\n");

        Assert.Equal([$"Warning stock.sourcing.postcodes: postcodes.txt, line 2: {told}; the line is left out"], Told(loaded));
        Assert.Equal(1, loaded.Settings!.Contract.Sourcing.Postcodes!.Count);
    }

    [Fact]
    public void A_file_full_of_bad_lines_is_told_in_a_few_words_and_keeps_the_hub_from_starting()
    {
        var loaded = Load(string.Join('\n', Enumerable.Repeat("country;postcode;latitude", 500)));

        Assert.Null(loaded.Settings);
        Assert.Equal(7, loaded.Problems.Count);
        Assert.Contains("Warning stock.sourcing.postcodes: postcodes.txt: 495 more lines are left out", Told(loaded));
        Assert.Contains("Error stock.sourcing.postcodes: the file postcodes.txt holds no postcode", Told(loaded));
    }

    [Fact]
    public void A_file_that_is_not_there_keeps_the_hub_from_starting() =>
        Assert.Equal(["Error stock.sourcing.postcodes: the file postcodes.txt cannot be read"], Told(Load(file: null)));

    [Fact]
    public void What_nearest_lacks_is_told()
    {
        Assert.Equal(
            [
                "Warning stock.sourcing.policy: \"nearest\" needs stock.sourcing.postcodes: without, lines are sourced by the order of priority",
                "Warning stock.sourcing.policy: no latitude and longitude of soho: asked after those that have them",
            ],
            Told(Load(file: null, sourcing: "policy: nearest", place: "")));
        Assert.Equal(
            ["Warning stock.sourcing.postcodes: is used with the policy \"nearest\" only"],
            Told(Load(file: null, sourcing: "postcodes: postcodes.txt")));
        Assert.Equal(
            ["Error locations.soho: has only one of latitude and longitude: a place needs both"],
            Told(Load(Leeds, place: "latitude: 51.5, ")).Where(told => told.StartsWith("Error", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_larger_than_the_configuration_may_be_is_read_from_the_disk()
    {
        var folder = Directory.CreateTempSubdirectory("postcodes-");
        try
        {
            File.WriteAllLines(
                Path.Combine(folder.FullName, "postcodes.txt"),
                Enumerable.Range(10_000, 40_000).Select(i => Leeds.Replace("GB\tLS1", $"DE\t{i}", StringComparison.Ordinal)));
            var path = Path.Combine(folder.FullName, "trueup.yaml");
            File.WriteAllText(path, Text("policy: nearest, postcodes: postcodes.txt", Place));

            var loaded = new SettingsLoader(Configuration.Connectors).LoadFile(path);

            Assert.Equal(40_000, loaded.Settings!.Contract.Sourcing.Postcodes!.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private const string Place = "latitude: 51.5136, longitude: -0.1365, ";

    private static IEnumerable<string> Told(LoadedSettings loaded) =>
        loaded.Problems.Select(problem => $"{problem.Gravity} {problem.Path}: {problem.Message}");

    private static LoadedSettings Load(
        string? file, string sourcing = "policy: nearest, postcodes: postcodes.txt", string place = Place) =>
        new SettingsLoader(Configuration.Connectors).Load(
            Text(sourcing, place),
            new Surroundings("/etc/trueup", Configuration.Variables.GetValueOrDefault, path => path == "/etc/trueup/postcodes.txt" ? file : null));

    private static string Text(string sourcing, string place) => $$"""
        version: 1
        hub: { name: Shop, currency: GBP }
        connections:
          adobe-uk: { kind: adobe-commerce, url: http://127.0.0.1:1, auth: { bearer: token } }
          pos: { kind: http, roles: [pos], inbound: { auth: { bearer: token } } }
        locations:
          soho: { owner: pos, {{place}}codes: { pos: "07", adobe-uk: soho_src } }
        ownership:
          stock: { subscribers: [adobe-uk] }
          order: { owner: adobe-uk }
        stock:
          sourcing: { {{sourcing}} }
        """;
}
