using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trueup.Core.Connecting;
using Trueup.Engine.Intake;
using Trueup.Engine.Intake.CloudEvents;

namespace Trueup.Tests.Intake;

public sealed class NeutralDialectProperties
{
    private static readonly byte[][] Sound =
        [.. NeutralMessages.All.Select(pair => Encoding.UTF8.GetBytes(NeutralMessages.Event(pair.Key, pair.Value)))];

    private static readonly string[] Scraps =
        [
            "\"", "\\", "\\ud800", "\\u0000", "{", "}", "[", "]", ",", ":", "null", "-", "9e999", "0.00001", "true",
            "\"\"", "\u00e9", " ",
        ];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    [Fact]
    public void No_bytes_make_it_throw_or_say_nothing() => Prop.ForAll(
        Mutations().ToArbitrary(), bytes => !NeutralMessages.Read(bytes).IsEmpty).Check(Many);

    [Fact]
    public void The_same_bytes_always_read_the_same() => Prop.ForAll(Mutations().ToArbitrary(), bytes =>
    {
        var worn = new NeutralDialect();
        foreach (var message in Sound)
        {
            worn.Read(NeutralMessages.Message(message));
        }

        return worn.Read(NeutralMessages.Message(bytes)) == NeutralMessages.Read(bytes);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_short_way_and_the_long_way_agree() => Prop.ForAll(Levels().ToArbitrary(), data =>
    {
        var plain = NeutralMessages.Read(NeutralTypes.StockLevel, data);
        var escaped = NeutralMessages.Read(NeutralTypes.StockLevel, "{\"\\u006eot\":0," + data[1..]);

        return plain == escaped;
    }).Check(Many);

    [Fact]
    public void No_bytes_make_an_envelope_throw()
    {
        var contentTypes = Gen.Elements(
            "application/cloudevents+json", "application/cloudevents-batch+json", "application/x-ndjson");

        Prop.ForAll(Mutations().ToArbitrary(), contentTypes.ToArbitrary(), (bytes, contentType) =>
            Envelope.Open(contentType, [], bytes) is not EnvelopeOpening.NotCloudEvents).Check(Many);
    }

    [Fact]
    public void What_leaves_an_envelope_can_be_read() => Prop.ForAll(Mutations().ToArbitrary(), bytes =>
        Envelope.Open("application/x-ndjson", [], bytes) is not EnvelopeOpening.Opened opened ||
        opened.Messages.All(CanBeRead)).Check(Many);

    private static bool CanBeRead(RawMessage message) =>
        message.Key.Length > 0 && !NeutralMessages.Read(message.Body).IsEmpty;

    private static Gen<byte[]> Mutations() =>
        from message in Gen.Elements(Sound)
        from edits in Gen.ArrayOf(
            from place in Gen.Choose(0, 1_000_000)
            from cut in Gen.Choose(0, 3)
            from scrap in Gen.OneOf(
                Gen.Elements(Scraps).Select(Encoding.UTF8.GetBytes),
                Gen.Choose(0, 255).Select(octet => new[] { (byte)octet }))
            select (place, cut, scrap))
        select edits.Aggregate(message, (bytes, edit) => Edit(bytes, edit.place % bytes.Length, edit.cut, edit.scrap));

    private static byte[] Edit(byte[] bytes, int place, int cut, byte[] scrap) =>
        [.. bytes.AsSpan(0, place), .. scrap, .. bytes.AsSpan(Math.Min(bytes.Length, place + cut))];

    private static Gen<string> Levels()
    {
        var values = Gen.Elements(
            "1", "-1", "0", "-0", "1.5", "1.00", "0.00004", "1e3", "1E-7", "123456789",
            "99999999.9999", "99999999.99999",
            "9223372036854775807", "9223372036854775808", "\"8\"", "\"x\"", "\"LDS\"", "\" A\"",
            "\"\"", "\"\u00e9\"", "\"\\u00e9\"",
            "\"2026-03-01\"", "\"2026-03-01T10:00:00Z\"", "\"2026-03-01T10:00:00\"", "\"2026-02-30T10:00:00Z\"",
            "\"2026-03-01T10:00:00.1234567+05:30\"", "\"0001-01-01T00:00:00+14:00\"", "null", "true", "{}", "[1]");
        return
            from fields in Gen.ArrayOf(
                from name in Gen.Elements("sku", "location", "quantity", "state", "version", "as_of", "other")
                from value in values
                select $"\"{name}\":{value}")
            from quantity in Gen.Elements("", ",\"quantity\":5", ",\"quantity\":2.25")
            let more = string.Concat(fields.Select(field => "," + field))
            select $"{{\"sku\":\"A\",\"location\":\"L\"{quantity}{more}}}";
    }
}
