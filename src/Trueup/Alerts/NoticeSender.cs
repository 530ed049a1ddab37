using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;
using Trueup.Engine.Intake;
using Trueup.Settings;

namespace Trueup.Alerts;

/// <summary>Delivers notices to webhooks and mailboxes.</summary>
/// <param name="hub">The hub's name, for people.</param>
/// <param name="clock">The time.</param>
public sealed class NoticeSender(string hub, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = PatienceMax,
    };

    /// <summary>Delivers one notice.</summary>
    /// <returns>Null when it was taken; else why not, without the receiver's address.</returns>
    public async Task<string?> SendAsync(Notice notice, NotifyTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return target.Mail is { } mail
                ? await MailAsync(notice, mail, cancellationToken)
                : await PostAsync(notice, target, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            return $"the receiver cannot be reached ({failure.HttpRequestError})";
        }
        catch (SmtpException failure)
        {
            return $"the mail server does not take it ({failure.StatusCode})";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "the receiver does not answer";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<string?> PostAsync(Notice notice, NotifyTarget target, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(NoticeBody.Json(notice, target.Form, hub));
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Webhook!.Value.Reveal());
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new("application/json");
        if (target.SigningSecret is { } secret)
        {
            var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
            request.Headers.Add("webhook-id", notice.Id);
            request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", WebhookSignatures.SignatureOf(secret.Reveal(), notice.Id, timestamp, body));
        }

        using var reply = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return reply.IsSuccessStatusCode ? null : $"the receiver answers {(int)reply.StatusCode}";
    }

    private async Task<string?> MailAsync(Notice notice, MailRoute route, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(route.Host, route.Port) { EnableSsl = route.Tls };
        if (route is { User: { } user, Password: { } password })
        {
            client.Credentials = new NetworkCredential(user, password.Reveal());
        }

        using var mail = new MailMessage
        {
            From = new MailAddress(route.From),
            Subject = $"[{hub}] {notice.Headline}".ReplaceLineEndings(" "),
            Body = NoticeBody.Text(notice, hub),
        };
        mail.Headers.Add("Message-ID", $"<{notice.Id}@trueup>");
        foreach (var to in route.To)
        {
            mail.To.Add(to);
        }

        await client.SendMailAsync(mail, cancellationToken);
        return null;
    }
}
