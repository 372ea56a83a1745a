import type { Command } from 'commander';
import { callAdminApi, type Answer, type Request } from '../adminApi';
import { readSettings } from '../settings';
import { fields, table } from '../table';
import type { World } from '../world';

/** What the user gave by name, as commander reads it. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

interface Verb {
  /** Name and arguments, such as `show <id>`. */
  readonly usage: string;
  readonly about: string;
  /** A whole command line without `hakika`. */
  readonly example: string;
  /** What to ask the API for; `argument` is the first one, empty where there is none. */
  readonly request: (argument: string, options: Options) => Request | Promise<Request>;
  /** Where the answer is a list: its name, its columns, and whether it has no further pages. */
  readonly list?: {
    readonly name: string;
    readonly columns: readonly string[];
    readonly isWhole?: boolean;
  };
}

/** Adds one verb to a noun: its help, its call, and how its answer is shown. */
export function verb(noun: Command, world: World, spec: Verb): Command {
  const command = noun
    .command(spec.usage)
    .description(spec.about)
    .option('--json', 'the answer of the API as it is')
    .addHelpText('after', `\nExample:\n  $ hakika ${spec.example}\n`);
  if (spec.list && spec.list.isWhole !== true) addPaging(command, spec.list.name);
  return command.action(async () => {
    const options = command.opts<Options>();
    const request = await spec.request(command.args[0] ?? '', options);
    const answer = await callAdminApi(readSettings(world), request);
    world.out(options['json'] === true ? json(answer) : shown(answer, spec.list));
  });
}

/** Options that every list has; the audit log has another way to its next page. */
function addPaging(command: Command, name: string): void {
  command.option('--limit <number>', 'how many, 50 without it');
  if (name === 'data') command.option('--cursor <cursor>', 'where the page before ended');
  else if (name === 'entries') command.option('--before <number>', 'only entries before this one');
  else command.option('--after <id>', 'the last id of the page before');
}

/** The query of a list. */
export function pageOf(options: Options): Record<string, string | undefined> {
  return { limit: text(options, 'limit'), after: text(options, 'after') };
}

/** An option that is text, or undefined where it was not given. */
export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** What is not a number is sent as it is, for the API to refuse it by its rule. */
export function numberOf(value: string | undefined): number | string | undefined {
  return value !== undefined && /^-?\d+$/.test(value) ? Number(value) : value;
}

/** A path's last part, as nothing but that. */
export function segment(argument: string): string {
  return encodeURIComponent(argument);
}

const REASON = 'why, for the audit log';

/** Adds the reason that every change needs. */
export function changes(command: Command): Command {
  return command.requiredOption('--reason <text>', REASON);
}

function json(answer: Answer): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function shown(answer: Answer, list: Verb['list']): string {
  if (list) return table(list.columns, rowsOf(answer[list.name])) + nextPage(answer);
  return fields(flat(answer));
}

/** How to ask for the next page of a list that goes by cursors. */
function nextPage({ nextCursor }: Answer): string {
  return typeof nextCursor === 'string' ? `\nMore: --cursor ${nextCursor}\n` : '';
}

function rowsOf(value: unknown): Answer[] {
  return Array.isArray(value) ? (value as Answer[]) : [];
}

/** The fields of what an answer holds beside its own, so that all is in one list. */
function flat(answer: Answer): Answer {
  const entries = Object.entries(answer).flatMap(([name, value]) =>
    ['merchant', 'shortcode', 'operator'].includes(name) && typeof value === 'object'
      ? Object.entries(value ?? {})
      : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
