/** Form: Get-ExchangeCertificate | fl on a Russian server as people post it; names, numbers and hashes made up. */
export const certificates = [
  'Hello,',
  'this is what the shell says:',
  '',
  '[PS] C:\\Windows\\system32>Get-ExchangeCertificate -Server EX01 | fl',
  '',
  '',
  'AccessRules        :',
  'CertificateDomains : {mail.contoso.com, autodiscover.contoso.com}',
  'HasPrivateKey      : True',
  'IsSelfSigned       : False',
  'Issuer             : CN=Contoso Issuing CA 1, DC=contoso, DC=com',
  'NotAfter           : 02.02.2028 4:22:23',
  'NotBefore          : 02.02.2026 4:22:23',
  'PublicKeySize      : 2048',
  'RootCAType         : Enterprise',
  'SerialNumber       : 4900000000000000000000000000000000000012',
  'Services           : IMAP, POP, IIS, SMTP',
  'Status             : Valid',
  'Subject            : CN=mail.contoso.com',
  'Thumbprint         : 3DAF40EC85C62DD39D98696AB5413E3EB83D6415',
  '',
  'AccessRules        : {System.Security.AccessControl.CryptoKeyAccessRule,',
  '                     System.Security.AccessControl.CryptoKeyAccessRule...}',
  'CertificateDomains : {EX01, EX01.contoso.com}',
  'HasPrivateKey      : True',
  'Services           : None',
  'Status             : Valid',
  'Subject            : CN=EX01',
  'Thumbprint         : BBA9F942B32F3E0F6E0C4E735BD1F38D4C06612E',
  '',
  'Best regards',
].join('\r\n');

/** Form: the default view of Get-ExchangeCertificate; the last column was cut by the console (Windows PowerShell). */
export const certificateTable = [
  '[PS] C:\\>Get-ExchangeCertificate',
  '',
  'Thumbprint                                Services   Subject',
  '----------                                --------   -------',
  '3DAF40EC85C62DD39D98696AB5413E3EB83D6415  IP.WS..    CN=mail.contoso.com',
  'BBA9F942B32F3E0F6E0C4E735BD1F38D4C06612E  ....S..    CN=Microsoft Exchange Server Auth Certi...',
  '',
].join('\r\n');

/** Form: the default view of Get-Queue of Exchange 2016 and later, made up here. */
export const queueTable = [
  'Identity        DeliveryType Status MessageCount Velocity RiskLevel OutboundIPPool NextHopDomain',
  '--------        ------------ ------ ------------ -------- --------- -------------- -------------',
  'EX01\\3          SmtpDeliv... Ready  0            0        Normal    0              mailbox database 1',
  'EX01\\38         DnsConnec... Retry         12345 0        Normal    0              contoso.mail.onm...',
  'EX01\\Submission Undefined    Ready  0            0        Normal    0              Submission',
].join('\n');

/** Form: Get-SendConnector | fl in a console of 80 cells, blanks at line ends cut off by the mail. */
export const wrappedPin = [
  'AddressSpaces            : {SMTP:contoso.mail.onmicrosoft.com;1}',
  'CloudServicesMailEnabled : True',
  'HomeMTA                  : Microsoft MTA',
  'TlsCertificateName       : <I>CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1,',
  '                           O=DigiCert Inc, C=US<S>CN=mail.contoso.com, OU=IT,',
  '                           O="Contoso, Ltd.", L=Redmond, S=Washington, C=US',
].join('\n');
