using System.Buffers.Binary;
using System.Text;

namespace Trueup.Tests.Telemetry;

/// <summary>A message of protocol buffers, read without its description.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public static Protobuf Read(ReadOnlyMemory<byte> body)
    {
        var message = new Protobuf();
        var at = 0;
        while (at < body.Length)
        {
            var tag = Whole(body.Span, ref at);
            var (field, wire) = ((int)(tag >> 3), tag & 7);
            switch (wire)
            {
                case 0:
                    message._fields.Add((field, Whole(body.Span, ref at), default));
                    break;
                case 1:
                    message._fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(body.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Whole(body.Span, ref at);
                    message._fields.Add((field, 0, body.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    message._fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(body.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"No wire type {wire}.");
            }
        }

        return message;
    }

    public bool Has(int field) => _fields.Exists(each => each.Field == field);

    public IEnumerable<Protobuf> All(int field) => _fields.Where(each => each.Field == field).Select(each => Read(each.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    public ulong Number(int field) => _fields.Find(each => each.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    private ReadOnlyMemory<byte> Bytes(int field) => _fields.Find(each => each.Field == field).Bytes;

    private static ulong Whole(ReadOnlySpan<byte> body, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = body[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
