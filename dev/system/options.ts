import { parseArgs } from 'node:util';
import { StartFailure, reasonOf } from '../startFailure';

/** What `npm start` was asked to do. */
export interface StartOptions {
  /** End after the demo payment instead of staying up. */
  readonly once: boolean;
  /** Begin with empty databases and new local secrets. */
  readonly fresh: boolean;
  /** Deliver the demo merchant's webhooks here instead of to our own receiver. */
  readonly webhookUrl: string | undefined;
}

const usage = 'npm start -- [--once] [--fresh] [--webhook URL]';

/** Reads the arguments; an unknown one is refused with the usage. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const values = parsedFlags(args);
  if (values.webhook !== undefined && !isHttpUrl(values.webhook)) {
    throw new StartFailure(`--webhook needs an http or https address: ${usage}`);
  }
  return { once: values.once, fresh: values.fresh, webhookUrl: values.webhook };
}

interface Flags {
  readonly once: boolean;
  readonly fresh: boolean;
  readonly webhook?: string;
}

function parsedFlags(args: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        webhook: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw new StartFailure(`${reasonOf(error)} Usage: ${usage}`);
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
