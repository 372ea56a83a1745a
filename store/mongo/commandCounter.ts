import type { mongo } from 'mongoose';

export type CommandKind = 'read' | 'write';
export type CountCommand = (kind: CommandKind, command: string) => void;

const KINDS: Readonly<Record<string, CommandKind>> = {
  find: 'read',
  aggregate: 'read',
  count: 'read',
  distinct: 'read',
  insert: 'write',
  update: 'write',
  delete: 'write',
  findAndModify: 'write',
};

/** Counts what the driver really sends, so that the budget of a payment cannot be talked down. */
export function countCommands(client: mongo.MongoClient, count: CountCommand): void {
  client.on('commandStarted', (event) => {
    const kind = KINDS[event.commandName];
    const isChangeStream =
      event.commandName === 'aggregate' && '$changeStream' in firstStage(event);
    if (kind && !isChangeStream) count(kind, event.commandName);
  });
}

function firstStage(event: mongo.CommandStartedEvent): object {
  const pipeline: unknown = event.command['pipeline'];
  const [stage] = Array.isArray(pipeline) ? (pipeline as unknown[]) : [];
  return stage !== null && typeof stage === 'object' ? stage : {};
}
