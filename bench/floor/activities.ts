import type { Connection } from 'mongoose';
import { Agent, request } from 'undici';

export interface FloorActivities {
  callOut(): Promise<void>;
  writeDocument(id: string): Promise<void>;
}

/** What the floor does beside the engine's own work: no more than a payment cannot do without. */
export function createFloorActivities(simulatorUrl: string, database: Connection): FloorActivities {
  const agent = new Agent({ connections: 64 });
  const documents = database.collection('floor');
  return {
    async callOut(): Promise<void> {
      const { body } = await request(`${simulatorUrl}/control/settings`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      await body.dump();
    },
    async writeDocument(id: string): Promise<void> {
      const writeConcern = { w: 'majority', j: true } as const;
      await documents.insertOne({ _id: id as never, state: 'succeeded' }, { writeConcern });
    },
  };
}
