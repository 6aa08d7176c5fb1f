import { sameServerName } from '../domain/server-name.ts';
import { type CmdletName, checkParameters, cmdlets } from '../exchange/cmdlets.ts';
import type { CmdletAnswer, CmdletParameters, ExchangeConnection } from '../exchange/connection.ts';
import { cmdletAnswers } from './answers/cmdlet-answers.ts';
import { refusalFor } from './answers/rights.ts';
import { type Answer, serverPartOf, textOf } from './answers/targets.ts';
import type { Machine } from './machine.ts';
import type { PracticeWorld } from './world.ts';

/** A connection to each server of the practice organisation that takes remote sessions; an Edge server does not. */
export function practiceConnections(world: PracticeWorld): readonly ExchangeConnection[] {
  return world.machines
    .filter(({ acceptsRemoteSessions }) => acceptsRemoteSessions)
    .map((machine) => practiceConnection(world, machine));
}

function practiceConnection(world: PracticeWorld, machine: Machine): ExchangeConnection {
  let open = true;
  return {
    server: machine.name,
    async run(cmdlet, parameters) {
      if (!open) throw new Error(`the connection to ${machine.name} is closed`);
      const broken = checkParameters(cmdlet, parameters);
      if (broken !== null) throw new TypeError(broken.message);
      return answered(world, machine, answerTo(world, machine, cmdlet, parameters));
    },
    async close() {
      open = false;
    },
  };
}

function answerTo(
  world: PracticeWorld,
  machine: Machine,
  cmdlet: CmdletName,
  parameters: CmdletParameters,
): Answer {
  const { serverParameter } = cmdlets[cmdlet];
  const named = serverParameter === null ? '' : serverPartOf(textOf(parameters[serverParameter]));
  const target = world.machines.find(({ fqdn }) => sameServerName(fqdn, named)) ?? machine;
  return refusalFor(world.account, cmdlet, target.name) ?? cmdletAnswers[cmdlet](world, parameters);
}

function answered(world: PracticeWorld, machine: Machine, answer: Answer): CmdletAnswer {
  const failed = 'code' in answer;
  return {
    records: failed ? [] : answer,
    warnings: [],
    failure: failed ? answer : null,
    answeredBy: machine.fqdn,
    at: world.now,
  };
}
