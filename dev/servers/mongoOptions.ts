import type { Child } from '../processes/child';

/** How the database is to run. A port of 0 picks a free one. */
export interface MongoOptions {
  readonly port: number;
  readonly dataDir: string;
  readonly logFile: string;
}

/** What the two kinds of server have in common once they run. */
export interface RunningMongo {
  readonly child: Child;
  readonly uri: string;
}
