import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire to a real server on this machine, which a test can cut, hold still and restore. */
export interface TcpProxy {
  readonly port: number;
  /** Drops every connection, and each new one at once. */
  cut(): void;
  /** Drops nothing and lets nothing through, or no answers: what is sent waits in the wire. */
  freeze(what?: 'everything' | 'answers'): void;
  /** Ends a cut or a freeze; what waited in the wire arrives. */
  restore(): void;
  close(): Promise<void>;
}

/** Listens on a free port of loopback and forwards every byte to `target`, a port there too. */
export async function openTcpProxy(target: number): Promise<TcpProxy> {
  const near = new Set<Socket>();
  const far = new Set<Socket>();
  let isCut = false;
  let frozen: readonly ReadonlySet<Socket>[] = [];
  const server = createServer((caller) => {
    if (isCut) return void caller.resetAndDestroy();
    const callee = connect(target, '127.0.0.1');
    join(caller, callee, near);
    join(callee, caller, far);
    frozen.forEach(pauseAll);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isCut = true;
    for (const socket of [...near, ...far]) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    freeze(what = 'everything') {
      frozen = what === 'answers' ? [far] : [near, far];
      frozen.forEach(pauseAll);
    },
    restore() {
      isCut = false;
      frozen = [];
      for (const socket of [...near, ...far]) socket.resume();
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One direction of the wire; when either end goes, both do. */
function join(from: Socket, to: Socket, sockets: Set<Socket>): void {
  sockets.add(from);
  from.on('data', (bytes) => void to.write(bytes));
  from.on('end', () => to.end());
  // A reset is what a cut wire looks like: the other end is told in the same way.
  from.on('error', () => to.destroy());
  from.on('close', () => {
    sockets.delete(from);
    to.destroy();
  });
}

function pauseAll(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.pause();
}
