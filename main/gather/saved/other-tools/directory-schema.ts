import { z } from 'zod';
import type { ReceiveConnector, SendConnector, TlsCertificateNameField } from '../../../domain/connector.ts';
import type { Queue } from '../../../domain/queue.ts';
import type {
  AuthConfig,
  EdgeSubscription,
  ExchangeServer,
  FederationTrust,
  HybridConfiguration,
  IisBinding,
  PopImapSettings,
  TransportService,
} from '../../../domain/snapshot.ts';
import { knownFlag, knownMoment, knownNumber, knownText, knownTexts, origins, text } from './schema-parts.ts';

const tlsCertificateName = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('unknown') }),
  z.object({ state: z.literal('malformed'), text }),
  z.object({ state: z.literal('present'), text, value: z.object({ issuer: text, subject: text }) }),
]) satisfies z.ZodType<TlsCertificateNameField>;

const connector = {
  name: text,
  identity: knownText,
  guid: knownText,
  enabled: knownFlag,
  fqdn: knownText,
  tlsCertificateName,
  requireTls: knownFlag,
  protocolLoggingLevel: knownText,
  whenChanged: knownMoment,
  origins,
};

export const sendConnectorSchema = z.object({
  type: z.literal('send'),
  ...connector,
  tlsAuthLevel: knownText,
  tlsDomain: knownText,
  cloudServicesMailEnabled: knownFlag,
  ignoreStartTls: knownFlag,
  frontendProxyEnabled: knownFlag,
  smartHosts: knownTexts,
  addressSpaces: knownTexts,
  sourceServers: knownTexts,
}) satisfies z.ZodType<SendConnector>;

export const receiveConnectorSchema = z.object({
  type: z.literal('receive'),
  ...connector,
  server: knownText,
  authMechanism: knownTexts,
  transportRole: knownText,
  bindings: knownTexts,
  tlsDomainCapabilities: knownTexts,
}) satisfies z.ZodType<ReceiveConnector>;

export const queueSchema = z.object({
  identity: text,
  server: knownText,
  deliveryType: knownText,
  status: knownText,
  messageCount: knownNumber,
  nextHopDomain: knownText,
  nextHopConnector: knownText,
  tlsDomain: knownText,
  lastError: knownText,
  lastRetryTime: knownMoment,
  nextRetryTime: knownMoment,
  origins,
}) satisfies z.ZodType<Queue>;

export const exchangeServerSchema = z.object({
  name: text,
  fqdn: knownText,
  role: knownText,
  version: knownText,
  site: knownText,
}) satisfies z.ZodType<ExchangeServer>;

export const transportServiceSchema = z.object({
  internalTransportCertificateThumbprint: knownText,
  sendProtocolLogPath: knownText,
  messageExpirationSeconds: knownNumber,
}) satisfies z.ZodType<TransportService>;

export const popImapSchema = z.object({
  popCertificateName: knownText,
  imapCertificateName: knownText,
}) satisfies z.ZodType<PopImapSettings>;

export const authConfigSchema = z.object({
  currentThumbprint: knownText,
  previousThumbprint: knownText,
  nextThumbprint: knownText,
  nextEffectiveDate: knownMoment,
}) satisfies z.ZodType<AuthConfig>;

export const hybridConfigurationSchema = z.object({
  tlsCertificateName,
  sendingTransportServers: knownTexts,
  receivingTransportServers: knownTexts,
  edgeTransportServers: knownTexts,
  onPremisesSmartHost: knownText,
  domains: knownTexts,
}) satisfies z.ZodType<HybridConfiguration>;

export const federationTrustSchema = z.object({
  name: text,
  currentThumbprint: knownText,
  previousThumbprint: knownText,
  nextThumbprint: knownText,
}) satisfies z.ZodType<FederationTrust>;

export const edgeSubscriptionSchema = z.object({
  name: text,
  site: knownText,
}) satisfies z.ZodType<EdgeSubscription>;

export const iisBindingSchema = z.object({
  site: text,
  port: z.int().min(0).max(65_535),
  thumbprint: knownText,
}) satisfies z.ZodType<IisBinding>;
