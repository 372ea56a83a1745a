import type { Command } from 'commander';
import type { World } from '../world';
import { changes, pageOf, segment, text, verb } from './verb';

/** `hakika operators …` */
export function operatorCommands(program: Command, world: World): void {
  const noun = program.command('operators').description('who may use this program');
  verb(noun, world, {
    usage: 'list',
    about: 'list operators',
    example: 'operators list',
    request: (_, options) => ({ method: 'GET', path: '/operators', query: pageOf(options) }),
    list: { name: 'operators', columns: ['id', 'name', 'roles', 'createdAt', 'revokedAt'] },
  });
  const create = verb(noun, world, {
    usage: 'create',
    about: 'make one, with a key that is shown once',
    example: 'operators create --name Amina --roles support --reason "Ticket 46"',
    request: (_, options) => ({
      method: 'POST',
      path: '/operators',
      body: {
        name: text(options, 'name'),
        roles: text(options, 'roles')?.split(','),
        reason: text(options, 'reason'),
      },
    }),
  });
  changes(create)
    .requiredOption('--name <name>', 'the name')
    .requiredOption('--roles <roles>', 'viewer,support,finance,admin or some of them');
  const revoke = verb(noun, world, {
    usage: 'revoke <id>',
    about: 'shut one out, with every key',
    example: 'operators revoke opr_01kaqq00000000000000000001 --reason "Ticket 47: has left"',
    request: (id, options) => ({
      method: 'POST',
      path: `/operators/${segment(id)}/revoke`,
      body: { reason: text(options, 'reason') },
    }),
  });
  changes(revoke);
}
