// Values between the engine and the practice organisation.
// In: {"$date":iso} {"$bytes":base64} {"$object":{types,text,value,properties}} {"$certificate":base64, "properties":{...}}.
// Both ways: text that is not well-formed UTF-16 goes as {"$units":base64 of UTF-16LE}. Out: the same for dates and bytes.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Reflection;
using System.Reflection.Emit;
using System.Security;
using System.Text;
using System.Text.Json;
using Microsoft.Exchange.Management.SystemConfigurationTasks;

namespace Lab
{
    /// <summary>An object of which the caller sees what was put into it: added properties travel, whatever the type.</summary>
    public sealed class LabObject
    {
        private readonly string _text;
        public LabObject(string text) { _text = text; }
        public override string ToString() { return _text ?? string.Empty; }
    }

    internal static class LabJson
    {
        internal static byte[] Encode(object value)
        {
            using (var bytes = new MemoryStream())
            {
                using (var writer = new Utf8JsonWriter(bytes)) Write(writer, value);
                bytes.WriteByte((byte)'\n');
                return bytes.ToArray();
            }
        }

        private static void Write(Utf8JsonWriter writer, object value)
        {
            if (value is PSObject wrapped) value = wrapped.BaseObject;
            switch (value)
            {
                case null: writer.WriteNullValue(); break;
                case string text: WriteText(writer, text); break;
                case bool flag: writer.WriteBooleanValue(flag); break;
                case SwitchParameter given: writer.WriteBooleanValue(given.IsPresent); break;
                case int or long or short or byte or uint: writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
                case byte[] bytes: Tagged(writer, "$bytes", Convert.ToBase64String(bytes)); break;
                case DateTime time: Tagged(writer, "$date", time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)); break;
                case SecureString secret: Tagged(writer, "$secret", new NetworkCredential(string.Empty, secret).Password); break;
                case IDictionary map:
                    writer.WriteStartObject();
                    foreach (DictionaryEntry entry in map) { writer.WritePropertyName(entry.Key.ToString()); Write(writer, entry.Value); }
                    writer.WriteEndObject();
                    break;
                case IEnumerable list:
                    writer.WriteStartArray();
                    foreach (object item in list) Write(writer, item);
                    writer.WriteEndArray();
                    break;
                default: WriteText(writer, value.ToString()); break;
            }
        }

        private static void WriteText(Utf8JsonWriter writer, string text)
        {
            for (int at = 0; at < text.Length; at++)
            {
                if (!char.IsSurrogate(text[at])) continue;
                if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1])) { at++; continue; }
                var units = new byte[2 * text.Length];
                Buffer.BlockCopy(text.ToCharArray(), 0, units, 0, units.Length);
                Tagged(writer, "$units", Convert.ToBase64String(units));
                return;
            }
            writer.WriteStringValue(text);
        }

        private static void Tagged(Utf8JsonWriter writer, string tag, string text)
        {
            writer.WriteStartObject();
            writer.WriteString(tag, text);
            writer.WriteEndObject();
        }

        internal static object Decode(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String: return element.GetString();
                case JsonValueKind.True: return true;
                case JsonValueKind.False: return false;
                case JsonValueKind.Number:
                    if (element.TryGetInt32(out int small)) return small;
                    if (element.TryGetInt64(out long large)) return large;
                    return element.GetDouble();
                case JsonValueKind.Array:
                    var list = new ArrayList();
                    foreach (JsonElement item in element.EnumerateArray()) list.Add(Decode(item));
                    return list;
                case JsonValueKind.Object: return DecodeObject(element);
                default: return null;
            }
        }

        private static object DecodeObject(JsonElement element)
        {
            if (element.TryGetProperty("$date", out JsonElement tagged)) return DateTime.Parse(tagged.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            if (element.TryGetProperty("$units", out tagged))
            {
                byte[] units = Convert.FromBase64String(tagged.GetString());
                var characters = new char[units.Length / 2];
                Buffer.BlockCopy(units, 0, characters, 0, units.Length);
                return new string(characters);
            }
            if (element.TryGetProperty("$bytes", out tagged)) return Convert.FromBase64String(tagged.GetString());
            if (element.TryGetProperty("$certificate", out tagged)) return Certificate(Convert.FromBase64String(tagged.GetString()), element.GetProperty("properties"));
            if (element.TryGetProperty("$object", out tagged)) return Answer(tagged);
            var bag = new PSObject();
            foreach (JsonProperty property in element.EnumerateObject()) bag.Properties.Add(new PSNoteProperty(property.Name, Decode(property.Value)));
            return bag;
        }

        private static object Answer(JsonElement answer)
        {
            var names = new List<string>();
            foreach (JsonElement name in answer.GetProperty("types").EnumerateArray()) names.Add(name.GetString());
            string text = answer.GetProperty("text").GetString();
            if (answer.GetProperty("value").ValueKind == JsonValueKind.Number) return Enumeration(names[0], text, answer.GetProperty("value").GetInt32());
            PSObject made = text == null && names.Count == 0 ? new PSObject() : new PSObject(new LabObject(text));
            if (names.Count > 0) made.TypeNames.Clear();
            foreach (string name in names) made.TypeNames.Add(name);
            foreach (JsonProperty property in answer.GetProperty("properties").EnumerateObject()) made.Properties.Add(new PSNoteProperty(property.Name, Decode(property.Value)));
            return made;
        }

        // A certificate that no .NET object can be made of comes as a bag, complete: no real server has such a thing.
        private static object Certificate(byte[] der, JsonElement properties)
        {
            PSObject made;
            try { made = new PSObject(new ExchangeCertificate(der)); }
            catch (System.Security.Cryptography.CryptographicException) { made = new PSObject(); }
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                PSPropertyInfo native = made.Properties[property.Name];
                if (native == null) made.Properties.Add(new PSNoteProperty(property.Name, Decode(property.Value)));
                else if (native.IsSettable) native.Value = Decode(property.Value);
            }
            return made;
        }

        private static readonly Dictionary<string, object> s_enumerations = new Dictionary<string, object>();

        // A real enumeration, so that the engine serialises it as it serialises Exchange's: its one name is the text. Each lives
        // in an assembly of its own, so that the type can have its true name however often it is made.
        private static object Enumeration(string type, string text, int value)
        {
            string key = type + "|" + text + "|" + value;
            lock (s_enumerations)
            {
                if (s_enumerations.TryGetValue(key, out object made)) return made;
                AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Enumeration" + s_enumerations.Count), AssemblyBuilderAccess.Run);
                EnumBuilder builder = assembly.DefineDynamicModule("main").DefineEnum(type.Replace('+', '_'), TypeAttributes.Public, typeof(int));
                builder.DefineLiteral(text, value);
                made = Enum.ToObject(builder.CreateType(), value);
                s_enumerations.Add(key, made);
                return made;
            }
        }
    }
}
