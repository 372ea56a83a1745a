import type { Connection } from 'mongoose';
import { z } from 'zod';
import { missingGuards, missingQueryIndexes } from './indexes';
import { readSchemaMark, schemaFault } from './schemaVersion';

const helloSchema = z.object({ setName: z.string().optional(), localTime: z.date() });
const buildSchema = z.object({ version: z.string() });

/** What the server says of itself. */
export interface ServerFacts {
  readonly version: string;
  /** Null for a standalone. */
  readonly replicaSet: string | null;
  /** Its clock, just before it answered. */
  readonly atMs: number;
}

/** What can be wrong with a database that answers. Each throws where it does not answer. */
export class StoreInspection {
  constructor(private readonly connection: Connection) {}

  async server(): Promise<ServerFacts> {
    const admin = this.connection.getClient().db('admin');
    const { version } = buildSchema.parse(await admin.command({ buildInfo: 1 }));
    const { setName = null, localTime } = helloSchema.parse(await admin.command({ hello: 1 }));
    return { version, replicaSet: setName, atMs: localTime.getTime() };
  }

  /** Why the documents do not suit this program, with the remedy; null where they do. */
  async schemaFault(): Promise<string | null> {
    return schemaFault(await readSchemaMark(this.connection));
  }

  /** Indexes that keep a promise, by name, where absent or defined otherwise. */
  async missingGuards(): Promise<readonly string[]> {
    return missingGuards(this.connection);
  }

  /** Indexes that make questions fast, likewise. */
  async missingQueryIndexes(): Promise<readonly string[]> {
    return missingQueryIndexes(this.connection);
  }
}
