import { MongoClient } from 'mongodb';

/** Runs one piece of work on a connection to this very server, whatever replica set it is in. */
export async function withMongo<T>(
  port: number,
  work: (client: MongoClient) => Promise<T>,
): Promise<T> {
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1000 });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.close();
  }
}

/** Throws unless the server on this port is a primary that takes writes. */
export async function probePrimary(port: number): Promise<void> {
  const hello = await withMongo(port, (client) => client.db('admin').command({ hello: 1 }));
  if (hello.isWritablePrimary !== true) throw new Error('the server is not yet a primary');
}
