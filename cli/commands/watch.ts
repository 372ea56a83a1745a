import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { callAdminApi } from '../adminApi';
import { readSettings } from '../settings';
import type { World } from '../world';
import { segment } from './verb';

const LOOK_EVERY_MS = 1_000;

const EXAMPLE = 'payments watch pay_01kaqq00000000000000000001';

/** What the watcher reads of a payment; it has many more fields. */
const watchedSchema = z.looseObject({
  state: z.string(),
  outcomeAt: z.string().nullable(),
  timeline: z.array(
    z.looseObject({
      at: z.string(),
      step: z.string(),
      state: z.string(),
      detail: z.string().nullable(),
    }),
  ),
});

/** `hakika payments watch ID`: what happens to a payment, a line each, until it is decided. */
export function watchCommand(noun: Command, world: World): void {
  noun
    .command('watch <id>')
    .description('follow one, a line for each step, until its outcome')
    .addHelpText('after', `\nExample:\n  $ hakika ${EXAMPLE}\n`)
    .action(async (id: string) => {
      const settings = readSettings(world);
      const request = { method: 'GET', path: `/payments/${segment(id)}` } as const;
      for (let told = 0; ; await sleep(LOOK_EVERY_MS)) {
        const payment = watchedSchema.parse(await callAdminApi(settings, request));
        for (const { at, step, state, detail } of payment.timeline.slice(told)) {
          world.out(`${at}  ${state.padEnd(18)} ${step}${detail === null ? '' : ` (${detail})`}\n`);
        }
        told = payment.timeline.length;
        if (payment.outcomeAt !== null) return;
      }
    });
}
