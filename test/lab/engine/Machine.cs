// The parts of Windows that the bridge's scripts read and Linux does not have: certificate stores, keys, permissions, registry.
// The scripts run unchanged; the names of these types lead here. What the machine holds lies in a folder that the test wrote.
using System;
using System.Collections.Generic;
using System.IO;
using System.Security.AccessControl;
using System.Text.Json;

namespace Lab
{
    internal static class Machine
    {
        internal static readonly string Folder = Environment.GetEnvironmentVariable("LAB_MACHINE");
        internal static readonly JsonElement Facts = Folder == null ? default : JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "machine.json"))).RootElement;

        internal static void Install()
        {
            const string crypto = "System.Security.Cryptography.";
            Program.Replace(crypto + "X509Certificates.X509Store", typeof(LabStore));
            Program.Replace(crypto + "X509Certificates.RSACertificateExtensions", typeof(LabKeys));
            Program.Replace(crypto + "X509Certificates.ECDsaCertificateExtensions", typeof(LabKeys));
            Program.Replace(crypto + "RSACng", typeof(LabCngKey));
            Program.Replace(crypto + "ECDsaCng", typeof(LabCngKey));
            Program.Replace("System.Security.AccessControl.FileSecurity", typeof(LabFileSecurity));
            Program.Replace("System.Security.Principal.WindowsIdentity", typeof(LabIdentity));
            Program.Replace("System.Security.Principal.WindowsPrincipal", typeof(LabPrincipal));
            Program.Replace("Microsoft.Win32.RegistryKey", typeof(LabRegistryKey));
            Program.Replace("System.Environment", typeof(LabEnvironment));
            Program.Replace("System.Net.NetworkInformation.IPGlobalProperties", typeof(LabNetwork));
        }
    }

    public static class LabEnvironment
    {
        public static string MachineName { get { return Machine.Facts.GetProperty("name").GetString(); } }
        public static string GetFolderPath(string folder) { return Path.Combine(Machine.Folder, folder); }
    }

    public sealed class LabNetwork
    {
        public static LabNetwork GetIPGlobalProperties() { return new LabNetwork(); }
        public string DomainName { get { return Machine.Facts.GetProperty("domain").GetString(); } }
    }

    public sealed class LabIdentity
    {
        public static LabIdentity GetCurrent() { return new LabIdentity(); }
    }

    public sealed class LabPrincipal
    {
        public LabPrincipal(LabIdentity identity) { }
        public bool IsInRole(object role) { return Machine.Facts.GetProperty("administrator").GetBoolean(); }
    }

    public sealed class LabStore
    {
        private readonly string _name;
        public LabStore(string name, string location) { _name = location == "LocalMachine" ? name : "none"; }
        public List<LabCertificate> Certificates { get; } = new List<LabCertificate>();

        public void Open(string flags)
        {
            if (flags != "ReadOnly, OpenExistingOnly") throw new UnauthorizedAccessException("the store would be open for writing");
            foreach (JsonElement entry in Machine.Facts.GetProperty("stores").GetProperty(_name).EnumerateArray()) Certificates.Add(new LabCertificate(entry));
        }

        public void Close() { }
    }

    /// <summary>Any bytes, also such as no certificate object could be made of.</summary>
    public sealed class LabCertificate
    {
        internal readonly JsonElement Entry;
        internal LabCertificate(JsonElement entry) { Entry = entry; }
        public string Thumbprint { get { return Entry.GetProperty("thumbprint").GetString(); } }
        public byte[] RawData { get { return Convert.FromBase64String(Entry.GetProperty("der").GetString()); } }
        public bool HasPrivateKey { get { return Entry.GetProperty("key").ValueKind != JsonValueKind.Null; } }
    }

    public static class LabKeys
    {
        public static LabCngKey GetRSAPrivateKey(LabCertificate certificate) { return new LabCngKey(certificate.Entry.GetProperty("key")); }
        public static LabCngKey GetECDsaPrivateKey(LabCertificate certificate) { return null; }
    }

    public sealed class LabCngKey
    {
        private readonly JsonElement _key;
        internal LabCngKey(JsonElement key) { _key = key; }
        public LabCngKey Key { get { return this; } }
        public string UniqueName { get { return _key.GetProperty("file").GetString(); } }
        public int ExportPolicy { get { return _key.GetProperty("exportable").GetBoolean() ? 1 : 0; } }
    }

    public sealed class LabFileSecurity
    {
        private readonly string _path;
        public LabFileSecurity(string path, string sections) { _path = path; }

        public List<LabRule> GetAccessRules(bool isExplicit, bool inherited, Type target)
        {
            var rules = new List<LabRule>();
            foreach (string line in File.ReadAllLines(_path))
            {
                string[] parts = line.Split(' ');
                rules.Add(new LabRule { AccessControlType = parts[0], IdentityReference = new LabSid { Value = parts[1] }, FileSystemRights = Enum.Parse<FileSystemRights>(parts[2]) });
            }
            return rules;
        }
    }

    public sealed class LabRule
    {
        public string AccessControlType { get; set; }
        public LabSid IdentityReference { get; set; }
        public FileSystemRights FileSystemRights { get; set; }
    }

    public sealed class LabSid
    {
        public string Value { get; set; }
    }

    public sealed class LabRegistryKey
    {
        private readonly JsonElement _values;
        private LabRegistryKey(JsonElement values) { _values = values; }
        public static LabRegistryKey OpenBaseKey(string hive, string view) { return new LabRegistryKey(default); }

        public LabRegistryKey OpenSubKey(string path)
        {
            return Machine.Facts.GetProperty("registry").TryGetProperty(path, out JsonElement values) ? new LabRegistryKey(values) : null;
        }

        public object GetValue(string name) { return _values.TryGetProperty(name, out JsonElement value) ? LabJson.Decode(value) : null; }
        public void Close() { }
    }
}
