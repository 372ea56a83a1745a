import dns, { type LookupAddress } from 'node:dns';
import { isIP, Socket, type LookupFunction } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { buildConnector, errors } from 'undici';

/** The bounds of opening one connection. Durations in milliseconds. */
export interface ConnectLimits {
  /** DNS, TCP and TLS together, over all addresses of the name. */
  readonly connectTimeoutMs: number;
  /** How long an address has before the next one is tried beside it. */
  readonly addressHeadStartMs: number;
  /** How many addresses of one name are tried. */
  readonly addressesMax: number;
}

interface RaceOptions {
  readonly limits: ConnectLimits;
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'minVersion' | 'rejectUnauthorized'>;
  /** Decides which addresses a name has; the system's resolver where it is not given. */
  readonly lookup?: LookupFunction;
}

type Callback = buildConnector.Callback;
type ConnectTo = (address: string, callback: Callback) => unknown;

/**
 * Makes undici's connections by trying the addresses of a name beside each other (RFC 8305, Happy
 * Eyeballs): each has a head start over the next, none is given up while there is time, and the
 * first one that is ready, TLS included, is used. Node's own way gives each address 250 ms and
 * then drops it, so that a slow host before a dead one cannot be reached at all.
 */
export function raceAddresses(options: RaceOptions): buildConnector.connector {
  const { limits, tls = {} } = options;
  // The race keeps the time; undici's own limit would be a second truth.
  const open = buildConnector({ ...tls, timeout: 0 });
  return (target, callback) => {
    const lookup: LookupFunction = options.lookup ?? dns.lookup;
    const connectTo: ConnectTo = (address, done) => open({ ...target, hostname: address }, done);
    const race = new Race(limits, connectTo, callback);
    lookup(target.hostname, { all: true, hints: dns.ADDRCONFIG }, (error, addresses) => {
      // A list, because all of them were asked for.
      const found = Array.isArray(addresses) ? addresses : [];
      if (error) race.end(error, null);
      else race.start(byTurns(found).slice(0, limits.addressesMax));
    });
  };
}

/** One connection being opened. Ends once, and closes every socket that it does not hand over. */
class Race {
  readonly #sockets = new Set<Socket>();
  readonly #deadline: NodeJS.Timeout;
  #nextStart: NodeJS.Timeout | undefined;
  #waiting: string[] = [];
  #underWay = 0;
  #over = false;

  constructor(
    private readonly limits: ConnectLimits,
    private readonly connectTo: ConnectTo,
    private readonly callback: Callback,
  ) {
    const giveUp = () => this.end(new errors.ConnectTimeoutError('connect timeout'), null);
    this.#deadline = setTimeout(giveUp, limits.connectTimeoutMs);
  }

  start(addresses: readonly string[]): void {
    this.#waiting = [...addresses];
    this.#startNext(new Error('The name has no address'));
  }

  end(...[error, winner]: Parameters<Callback>): void {
    if (this.#over) {
      winner?.destroy();
      return;
    }
    this.#over = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#nextStart);
    for (const socket of this.#sockets) if (socket !== winner) socket.destroy();
    if (error) this.callback(error, null);
    else this.callback(null, winner);
  }

  /** Starts the next address, or ends with the failure of the last one where none is left. */
  #startNext(failure: Error): void {
    if (this.#over) return;
    clearTimeout(this.#nextStart);
    const address = this.#waiting.shift();
    if (address === undefined) {
      if (this.#underWay === 0) this.end(failure, null);
      return;
    }
    const headStartMs = this.limits.addressHeadStartMs;
    this.#nextStart = setTimeout(() => this.#startNext(failure), headStartMs);
    this.#open(address);
  }

  #open(address: string): void {
    this.#underWay += 1;
    const done: Callback = (error, connected) => {
      this.#underWay -= 1;
      if (error) this.#startNext(error);
      else this.end(null, connected);
    };
    try {
      const socket = this.connectTo(address, done);
      if (socket instanceof Socket) this.#sockets.add(socket);
    } catch (error) {
      // Wrong TLS settings are thrown at once, where nothing above would catch them.
      done(error as Error, null);
    }
  }
}

/**
 * The families by turns, the first answer's first, so that a dead family costs one head start.
 * What is not an address would be looked up again, past the lookup that judged it.
 */
function byTurns(found: readonly LookupAddress[]): string[] {
  const addresses = found.filter(({ address }) => isIP(address) !== 0);
  const [first] = addresses;
  const preferred = addresses.filter(({ family }) => family === first?.family);
  const others = addresses.filter(({ family }) => family !== first?.family);
  const turns = preferred.flatMap((each, place) => [each, ...others.slice(place, place + 1)]);
  const inOrder = [...turns, ...others.slice(preferred.length)].map(({ address }) => address);
  return [...new Set(inOrder)];
}
