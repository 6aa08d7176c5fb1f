// The certificate object as Exchange's server side has it. A real subclass: the engine's rule ("X509Certificate2: RawData only")
// drops the properties of the .NET object and keeps added ones, so a bag with the same type names would come back complete.
using System;
using System.Collections;
using System.Security.Cryptography.X509Certificates;

namespace Microsoft.Exchange.Management.SystemConfigurationTasks
{
    [Flags]
    public enum AllowedServices { None = 0, IMAP = 1, POP = 2, UM = 4, IIS = 8, SMTP = 16, Federation = 32, UMCallRouter = 64 }

    public enum CertificateStatus { Unknown, Valid, Revoked, DateInvalid, Untrusted, Invalid, RevocationCheckFailure, PendingRequest }

    public enum RootCAType { None, ThirdParty, Enterprise, Registry, GroupPolicy, Unknown }

    public sealed class ExchangeCertificate : X509Certificate2
    {
        public ExchangeCertificate(byte[] rawData) : base(rawData) { }

        public IList CertificateDomains { get; set; }
        public new string FriendlyName { get; set; }
        public new bool HasPrivateKey { get; set; }
        public string Identity { get; set; }
        public IList IISServices { get; set; }
        public bool IsSelfSigned { get; set; }
        public bool PrivateKeyExportable { get; set; }
        public int PublicKeySize { get; set; }
        public RootCAType RootCAType { get; set; }
        public AllowedServices Services { get; set; }
        public string ServicesStringForm { get; set; }
        public CertificateStatus Status { get; set; }
    }
}
