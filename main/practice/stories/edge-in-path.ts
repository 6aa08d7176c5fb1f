import { createServer } from '../scene/base-server.ts';
import type { Scene } from '../scene/scene.ts';
import type { Story } from './story.ts';

const site = 'Default-First-Site-Name';

/** EDGE01 is the one that talks to Exchange Online, and takes no remote session: only its files can tell. */
export const edgeInPath: Story = {
  servers: ['EX01', 'EX02'],
  async arrange(scene) {
    await addEdgeServer(scene, 'EDGE01');
    scene.outbound.sourceServers = ['EDGE01'];
    const hybrid = scene.directory.hybridConfiguration;
    if (hybrid !== null) {
      hybrid.sendingTransportServers = [];
      hybrid.edgeTransportServers = ['EDGE01'];
    }
    for (const machine of scene.machines.filter(({ acceptsRemoteSessions }) => acceptsRemoteSessions)) {
      machine.sendSessions = [];
      machine.queues = machine.queues.map((queue) =>
        queue.nextHopConnector === scene.outbound.guid
          ? { ...queue, deliveryType: 'SmtpRelayWithinAdSiteToEdge', nextHopDomain: 'edge01.contoso.com' }
          : queue,
      );
    }
  },
};

async function addEdgeServer(scene: Scene, name: string): Promise<void> {
  const first = scene.machines[0];
  if (first === undefined) throw new Error('an Edge server needs an organisation to subscribe to');
  const auth = scene.authorities.issued.get('auth');
  const federation = scene.authorities.issued.get('federation');
  if (auth === undefined || federation === undefined) throw new Error('the base scene has issued neither');
  const { server, machine } = await createServer(
    name,
    { publicMail: scene.publicMail, auth, federation },
    scene.authorities,
    scene.clock,
  );
  // Neither the Auth nor the federation certificate is copied to an Edge server, and it has no web sites.
  const kept = [scene.publicMail.label, `exchange-${name.toLowerCase()}`];
  scene.directory.servers.push({ ...server, role: 'Edge', site: null });
  scene.machines.push({
    ...machine,
    acceptsRemoteSessions: false,
    personal: machine.personal.filter(({ certificate }) => kept.includes(certificate.label)),
    iisBindings: [],
    queues: first.queues.map((queue) => ({ ...queue })),
  });
  scene.directory.edgeSubscriptions.push({ name, site });
}
