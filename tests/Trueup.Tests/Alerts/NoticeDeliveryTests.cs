using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trueup.Alerts;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Engine.Intake;
using Trueup.Settings;

namespace Trueup.Tests.Alerts;

/// <summary>Notices as they arrive at real servers on loopback.</summary>
public sealed class NoticeDeliveryTests
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_webhook_gets_a_signed_body_with_everything_in_fields()
    {
        await using var receiver = await Receiver.StartAsync(200);
        using var sender = new NoticeSender("Northwind", TimeProvider.System);

        var failure = await sender.SendAsync(
            ANotice(), new NotifyTarget("ops") { Webhook = new Secret(receiver.Address), SigningSecret = new Secret(Key) }, CancellationToken.None);

        Assert.Null(failure);
        var got = receiver.Got!;
        Assert.IsType<Admission.Granted>(new WebhookSignatures([Key]).Check(got, DateTimeOffset.UtcNow));
        using var json = JsonDocument.Parse(got.Body);
        Assert.Equal("trueup.alert.raised", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("parity < 99.5% for 5m", json.RootElement.GetProperty("data").GetProperty("condition").GetString());
        Assert.Equal(97.5m, json.RootElement.GetProperty("data").GetProperty("figure").GetDecimal());
    }

    [Theory]
    [InlineData(NoticeForm.Slack, "plain_text")]
    [InlineData(NoticeForm.Teams, "AdaptiveCard")]
    public async Task A_chat_gets_a_message_of_its_own_form(NoticeForm form, string mark)
    {
        await using var receiver = await Receiver.StartAsync(200);
        using var sender = new NoticeSender("Northwind", TimeProvider.System);

        await sender.SendAsync(ANotice(), new NotifyTarget("ops") { Webhook = new Secret(receiver.Address), Form = form }, CancellationToken.None);

        Assert.Contains(mark, Encoding.UTF8.GetString(receiver.Got!.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_and_a_dead_receiver_are_told_without_the_address()
    {
        await using var receiver = await Receiver.StartAsync(410);
        using var sender = new NoticeSender("Northwind", TimeProvider.System);

        var refused = await sender.SendAsync(ANotice(), new NotifyTarget("ops") { Webhook = new Secret(receiver.Address) }, CancellationToken.None);
        var dead = await sender.SendAsync(ANotice(), new NotifyTarget("ops") { Webhook = new Secret("http://127.0.0.1:1/key") }, CancellationToken.None);

        Assert.Equal("the receiver answers 410", refused);
        Assert.Contains("cannot be reached", dead, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", dead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_gets_a_letter()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var letter = TakeLetterAsync(server);
        using var sender = new NoticeSender("Northwind", TimeProvider.System);
        var port = ((IPEndPoint)server.LocalEndpoint).Port;

        var failure = await sender.SendAsync(
            ANotice(),
            new NotifyTarget("ops") { Mail = new MailRoute("127.0.0.1", port, "hub@example.com", ["ops@example.com"]) { Tls = false } },
            CancellationToken.None);

        Assert.Null(failure);
        var text = await letter;
        Assert.Contains("Subject: [Northwind] Warning: parity < 99.5% for 5m", text, StringComparison.Ordinal);
        Assert.Contains("97.5 %", text, StringComparison.Ordinal);
    }

    private static Notice ANotice()
    {
        Assert.True(AlertCondition.TryParse("parity < 99.5% for 5m", out var when));
        var now = new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
        return new Notice(NoticeKind.Raised, new AlertRule(when, ["ops"]), when, 97.5m, now, now, ["ops"]);
    }

    /// <summary>As much of an SMTP server as takes one letter.</summary>
    private static async Task<string> TakeLetterAsync(TcpListener server)
    {
        using var client = await server.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 here");
        var letter = new StringBuilder();
        var inLetter = false;
        while (await reader.ReadLineAsync() is { } line && line != "QUIT")
        {
            if (inLetter && line == ".")
            {
                inLetter = false;
                await writer.WriteLineAsync("250 taken");
            }
            else if (inLetter)
            {
                letter.AppendLine(line);
            }
            else
            {
                inLetter = line == "DATA";
                await writer.WriteLineAsync(inLetter ? "354 go on" : "250 well");
            }
        }

        return letter.ToString();
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication _server;

        private Receiver(WebApplication server) => _server = server;

        public string Address => _server.Urls.First() + "/hook?key=1";

        public WireRequest? Got { get; private set; }

        public static async Task<Receiver> StartAsync(int status)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.AddRoutingCore();
            builder.WebHost.UseKestrelCore();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var receiver = new Receiver(builder.Build());
            receiver._server.MapPost("/hook", async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
                receiver.Got = new WireRequest(
                    "POST", "/hook",
                    request.Headers.Select(header => new WireHeader(header.Key, header.Value.ToString())).ToItems(), body.ToArray());
                return Results.StatusCode(status);
            });
            await receiver._server.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
