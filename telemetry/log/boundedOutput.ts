import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { DestinationStream } from 'pino';

const STDOUT = 1;
/** What may wait for a reader who is slow for a moment; after that lines are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;
const TRY_AGAIN_MS = 50;

/** Writes some of the bytes without ever waiting, and says how many; throws as `fs` does. */
type WriteSome = (bytes: Buffer) => number;

let dropped = 0;

/** How many log lines this process could not write. */
export function droppedLogLines(): number {
  return dropped;
}

/**
 * Lines to a place that may be full, slow or gone. Nothing here ever waits or throws: a line that
 * cannot be written soon is dropped and counted, because a log may not hold up money or a stop.
 */
export class BoundedOutput implements DestinationStream {
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** The last line was cut in its middle, so that the next must not go on in it. */
  #isCut = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly writeSome: WriteSome) {}

  write(line: string): void {
    const bytes = Buffer.from(this.#isCut && this.#waitingBytes === 0 ? `\n${line}` : line);
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      dropped += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    // While a try is due, more tries would only cost time.
    if (this.#timer === null) this.flush();
  }

  /** Writes what can be written now. */
  flush(): void {
    this.#timer = null;
    try {
      for (let [next] = this.#waiting; next; [next] = this.#waiting) {
        const count = this.writeSome(next);
        this.#waitingBytes -= count;
        this.#isCut = count < next.length;
        if (this.#isCut) this.#waiting[0] = next.subarray(count);
        else this.#waiting.shift();
      }
    } catch (error) {
      if (isFullForNow(error)) this.#timer = setTimeout(() => this.flush(), TRY_AGAIN_MS).unref();
      else this.#dropAll();
    }
  }

  #dropAll(): void {
    dropped += this.#waiting.length;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

function isFullForNow(error: unknown): boolean {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error && error.code;
  return code === 'EAGAIN' || code === 'EBUSY' || code === 'EINTR';
}

/** Standard output, whatever it is. */
export function standardOutput(): DestinationStream {
  const stat = fstatSync(STDOUT);
  if (stat.isSocket()) return streamOutput();
  const descriptor = stat.isFIFO() || isatty(STDOUT) ? withoutBlocking() : STDOUT;
  if (descriptor === null) return streamOutput();
  const output = new BoundedOutput((bytes) => writeSync(descriptor, bytes));
  process.once('exit', () => output.flush());
  return output;
}

/**
 * A pipe or a terminal that nobody reads makes a write wait. Opened once more it does not, and
 * other processes that write to the same place are not disturbed. Null where it cannot be opened.
 */
function withoutBlocking(): number | null {
  try {
    return openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // No such file here, or not ours to open: Node's own stream is the other way.
    return null;
  }
}

/** Node's own stream never waits for a pipe or a socket, such as systemd gives. */
function streamOutput(): DestinationStream {
  const stream = process.stdout;
  stream.on('error', () => (dropped += 1));
  return {
    write(line: string) {
      if (stream.writableLength > MAX_WAITING_BYTES || stream.destroyed) dropped += 1;
      else stream.write(line);
    },
  };
}
