using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Trueup.Tests.Hosting;

namespace Trueup.Tests.Hostile;

/// <summary>Every address that the program's own description names is asked nonsense: it answers, quickly, and never with a
/// fault of its own. What is described tomorrow is asked tomorrow.</summary>
public sealed class ApiFuzzTests
{
    private const int TriesPerOperation = 8;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task No_address_answers_nonsense_with_a_fault()
    {
        await using var hub = await ServedHub.StartAsync(ServedHub.Warehouse);
        using (await hub.DeliverAsync(ServedHub.Level("1", "TEE", 5)))
        {
            await hub.SettleAsync();
        }

        using var described = JsonDocument.Parse(await hub.Http.GetStringAsync("/openapi/v1.json"));
        var chance = new Mutation(20_261_129);
        var (asked, faults) = (0, new List<string>());
        foreach (var path in described.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(operation => operation.Name is "get" or "post" or "put" or "patch" or "delete"))
            {
                for (var n = 0; n < TriesPerOperation; n++, asked++)
                {
                    if (await AskAsync(hub, path.Name, operation, chance) is { } fault)
                    {
                        faults.Add(fault);
                    }
                }
            }
        }

        Assert.Empty(faults);
        Assert.True(asked > 50 * TriesPerOperation, $"only {asked} were asked");

        // It lives, and takes what is sound.
        using var sound = await hub.DeliverAsync(ServedHub.Level("2", "TEE", 6));
        Assert.Equal(HttpStatusCode.Accepted, sound.StatusCode);
    }

    private static async Task<string?> AskAsync(ServedHub hub, string path, JsonProperty operation, Mutation chance)
    {
        var target = new StringBuilder(path);
        var query = new List<string>();
        foreach (var parameter in operation.Value.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : default)
        {
            var (name, value) = (parameter.GetProperty("name").GetString()!, Uri.EscapeDataString(Sayable(chance.Word())));
            if (parameter.GetProperty("in").GetString() == "path")
            {
                target.Replace($"{{{name}}}", value.Length == 0 ? "-" : value);
            }
            else if (parameter.GetProperty("in").GetString() == "query" && chance.Below(3) > 0)
            {
                query.Add($"{Uri.EscapeDataString(name)}={value}");
            }
        }

        var address = query.Count == 0 ? target.ToString() : $"{target}?{string.Join('&', query)}";
        using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), new Uri(address, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ServedHub.Token}");
        if (operation.Value.TryGetProperty("requestBody", out _))
        {
            var bytes = chance.Of("""{"id":"TEE","ids":["1",2,null],"limit":5,"note":"x","at":"2026-01-01T00:00:00Z","connection":"wms","heal":true}"""u8.ToArray());
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", chance.Below(4) == 0 ? "text/plain" : "application/json");
        }

        return await AnswerAsync(hub, request, $"{operation.Name} {address}");
    }

    private static async Task<string?> AnswerAsync(ServedHub hub, HttpRequestMessage request, string what)
    {
        var began = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(AnswerMax, TimeProvider.System);
        try
        {
            using var answer = await hub.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return (int)answer.StatusCode >= 500
                ? $"{what} → {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(patience.Token)}"
                : null;
        }
        catch (OperationCanceledException)
        {
            return $"{what} → no answer in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s";
        }
    }

    /// <summary>What an address can hold at all: half a character cannot be sent.</summary>
    private static string Sayable(string word) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(word));
}
