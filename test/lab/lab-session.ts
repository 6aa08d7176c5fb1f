import type { StoryName } from '../../main/practice/stories/index.ts';
import type { PracticeWorld } from '../../main/practice/world.ts';
import { worldOf } from '../practice/practice-world.ts';
import { type Answer, Bridge, type BridgeOptions, type Line } from './bridge-client.ts';
import { type Lab, openLab } from './lab.ts';

export interface LabSession {
  readonly world: PracticeWorld;
  readonly lab: Lab;
  readonly bridge: Bridge;
  close(): Promise<void>;
}

/** A lab of a story with one bridge started in it. */
export async function startLab(
  story: StoryName = 'untrusted-root',
  options: BridgeOptions = {},
): Promise<LabSession> {
  const world = await worldOf(story);
  const lab = await openLab(world);
  const bridge = new Bridge(lab, options);
  return {
    world,
    lab,
    bridge,
    async close() {
      bridge.child.kill('SIGKILL');
      await bridge.ended;
      lab.close();
    },
  };
}

export const ex01 = 'EX01.contoso.com';
export const ex02 = 'EX02.contoso.com';

export function connect(bridge: Bridge, kind: 'exchange' | 'windows', more: Line = {}): Promise<Answer> {
  const uri = kind === 'exchange' ? `http://${ex01}/PowerShell/` : `http://${ex01}:5985/wsman`;
  return bridge.ask('connect', { session: kind, kind, uri, auth: 'Kerberos', ...more });
}

/** The properties of each record, in order. */
export function properties({ records }: Answer): readonly Line[] {
  return records.map((record) => record['p'] as Line);
}

/** The property of each record, in order. */
export function column(answer: Answer, property: string): readonly unknown[] {
  return properties(answer).map((record) => record[property]);
}
