import type { ExchangeCertificate } from '../../main/domain/certificate.ts';
import type { ReceiveConnector, SendConnector } from '../../main/domain/connector.ts';
import type { CertificateTrust, TrustAnswer } from '../../main/domain/diagnosis.ts';
import { notAsked, type Reading, read } from '../../main/domain/reading.ts';
import { parseReply } from '../../main/domain/reply.ts';
import type { SmtpSession } from '../../main/domain/smtp-session.ts';
import type { OrganisationReadings, ServerReadings, Snapshot } from '../../main/domain/snapshot.ts';
import { readTlsCertificateName } from '../../main/domain/tls-certificate-name.ts';
import { type Case, caseOf } from '../../main/judge/case.ts';
import { CertificateBook } from '../../main/judge/certificate-book.ts';
import { TrustTable } from '../../main/judge/trust-table.ts';

/** The moment at which every made case is judged. */
export const now = Date.parse('2026-01-15T10:00:00Z');
const origin = { source: 'made for this test' };

export const publicIssuer = 'CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US';
export const privateIssuer = 'CN=Contoso Issuing CA 1, DC=contoso, DC=com';

/** Forty hex digits that a test can read: `thumbprint('A1')` begins with A1. */
export function thumbprint(name: string): string {
  return `${name}${'0'.repeat(40)}`.slice(0, 40).toUpperCase();
}

export function certificate(name: string, over: Partial<ExchangeCertificate> = {}): ExchangeCertificate {
  return {
    thumbprint: thumbprint(name),
    sha256: null,
    subject: 'CN=mail.contoso.com',
    issuer: publicIssuer,
    serialNumber: '0A',
    notBefore: '2025-10-01T00:00:00Z',
    notAfter: '2026-10-01T00:00:00Z',
    names: ['mail.contoso.com'],
    keyAlgorithm: 'RSA',
    keySize: 2048,
    signatureAlgorithm: 'sha256RSA',
    selfSigned: false,
    services: ['SMTP'],
    status: 'Valid',
    rootCaType: 'ThirdParty',
    friendlyName: null,
    hasPrivateKey: true,
    privateKeyExportable: true,
    iisServices: [],
    identity: null,
    server: 'EX01',
    networkServiceCanReadKey: true,
    raw: null,
    origins: [origin],
    unreadable: null,
    ...over,
  };
}

export function sendConnector(over: Partial<SendConnector> = {}, pin: string | null = null): SendConnector {
  return {
    type: 'send',
    name: 'Outbound to Office 365',
    identity: 'Outbound to Office 365',
    guid: '11111111-2222-3333-4444-555555555555',
    enabled: true,
    fqdn: 'mail.contoso.com',
    tlsCertificateName: readTlsCertificateName(pin),
    requireTls: true,
    protocolLoggingLevel: 'Verbose',
    whenChanged: null,
    origins: [origin],
    tlsAuthLevel: 'CertificateValidation',
    tlsDomain: null,
    cloudServicesMailEnabled: true,
    ignoreStartTls: false,
    frontendProxyEnabled: false,
    smartHosts: ['contoso-com.mail.protection.outlook.com'],
    addressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;1'],
    sourceServers: ['EX01'],
    ...over,
  };
}

export function receiveConnector(
  over: Partial<ReceiveConnector> = {},
  pin: string | null = null,
): ReceiveConnector {
  return {
    type: 'receive',
    name: 'Default Frontend EX01',
    identity: 'EX01\\Default Frontend EX01',
    guid: null,
    enabled: true,
    fqdn: 'EX01.contoso.com',
    tlsCertificateName: readTlsCertificateName(pin),
    requireTls: false,
    protocolLoggingLevel: 'Verbose',
    whenChanged: null,
    origins: [origin],
    server: 'EX01',
    authMechanism: ['Tls', 'ExchangeServer'],
    transportRole: 'FrontendTransport',
    bindings: ['0.0.0.0:25'],
    tlsDomainCapabilities: [],
    ...over,
  };
}

export function server(
  certificates: readonly ExchangeCertificate[],
  over: Partial<ServerReadings> = {},
): ServerReadings {
  return {
    name: 'EX01',
    fqdn: 'EX01.contoso.com',
    certificates: seen(certificates),
    intermediates: notAsked,
    roots: notAsked,
    transportService: notAsked,
    popImap: notAsked,
    queues: seen([]),
    events: notAsked,
    smtpSendLogLevel: notAsked,
    sendSessions: seen([]),
    receiveSessions: notAsked,
    iisBindings: notAsked,
    rootAutoUpdateDisabled: notAsked,
    ...over,
  };
}

export function seen<T>(value: T): Reading<T> {
  return read(value, origin, '2026-01-15T09:59:00Z');
}

/** A session of the send log in which `sent` was offered; refused with `reply`, or accepted. */
export function session(
  sent: string,
  reply: string | null = null,
  over: Partial<SmtpSession> = {},
): SmtpSession {
  return {
    id: '08DD00000000A001',
    direction: 'send',
    connector: 'Outbound to Office 365',
    started: '2026-01-15T09:00:00.000Z',
    local: null,
    remote: '203.0.113.10:25',
    tlsProtocol: 'TLS 1.2',
    tlsError: null,
    sentCertificate: {
      thumbprint: thumbprint(sent),
      subject: null,
      issuer: null,
      serialNumber: null,
      notBefore: null,
      notAfter: null,
      names: [],
    },
    receivedCertificate: null,
    rejection: reply === null ? null : parseReply(reply),
    messageTaken: reply === null,
    rows: 12,
    origin,
    ...over,
  };
}

export const untrustedRoot =
  '454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot: Access Denied';

export function snapshot(
  servers: readonly ServerReadings[],
  organisation: Partial<OrganisationReadings> = {},
): Snapshot {
  return {
    format: 'rootcause-snapshot',
    version: 1,
    organisation: {
      exchangeServers: notAsked,
      sendConnectors: seen([sendConnector()]),
      receiveConnectors: notAsked,
      authConfig: notAsked,
      hybridConfiguration: notAsked,
      federationTrusts: notAsked,
      edgeSubscriptions: notAsked,
      ...organisation,
    },
    servers,
    sources: [{ path: 'made for this test', kind: 'live', at: null, complete: true, notRead: [] }],
    contradictions: [],
  };
}

/** A case in which the receiver's trust in each certificate is given, so that a rule is tested and not the chains. */
export function makeCase(made: Snapshot, trust: Readonly<Record<string, TrustAnswer>> = {}): Case {
  const table = Object.entries(trust).map(([name, answer]): CertificateTrust => {
    const opinion = { answer, basis: 'witness' as const, reasons: [], path: [], witnesses: [] };
    return {
      thumbprint: thumbprint(name),
      sha256: null,
      microsoft: opinion,
      mozilla: opinion,
      observed: null,
      servers: [],
    };
  });
  return caseOf(made, new CertificateBook(), new TrustTable(table), now);
}
