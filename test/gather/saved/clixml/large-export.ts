import { b, ba, ClixmlWriter, document, dt, i32, nil, s } from '../clixml-writer.ts';

/** An export of many connectors, with the elements, nesting and references that Exchange's own files have. */
export function exportOf(records: number): Uint8Array {
  const writer = new ClixmlWriter();
  const blob = Buffer.alloc(300, 7);
  return Buffer.from(
    document(...Array.from({ length: records }, (_, index) => connector(writer, index, blob))),
  );
}

function connector(writer: ClixmlWriter, index: number, blob: Uint8Array): string {
  const identity = writer.object(
    {
      types: ['Microsoft.Exchange.Data.Directory.ADObjectId', 'System.Object'],
      text: `Connector ${index}`,
      props: [
        b('IsDeleted', false),
        s(
          'DistinguishedName',
          `CN=Connector ${index},CN=Connections,CN=Routing Groups,CN=Contoso,DC=contoso,DC=com`,
        ),
        s('Name', `Connector ${index}`),
      ],
      members: [ba('SerializationData', blob)],
    },
    'Identity',
  );
  const refId = /RefId="(\d+)"/.exec(identity)?.[1];
  return writer.object({
    types: ['Microsoft.Exchange.Data.Directory.SystemConfiguration.SmtpSendConnectorConfig', 'System.Object'],
    text: `Connector ${index}`,
    props: [
      b('DNSRoutingEnabled', false),
      nil('TlsDomain'),
      i32('Port', 25),
      s('Comment', 'first line_x000D__x000A_second & <third>'),
      identity,
      writer.enumeration('ProtocolLoggingLevel', 'Microsoft.Exchange.Data.ProtocolLoggingLevel', 'None', 0),
      writer.strings('SourceTransportServers', ['EX01', 'EX02']),
      dt('WhenChanged', '2026-03-23T18:00:30+01:00'),
      `<Ref N="Id" RefId="${refId}" />`,
    ],
    members: [s('PSComputerName', 'ex01.contoso.com')],
  });
}
