import { fault, fine, warning, type Check, type Found } from '../finding';

const SET_UP = 'Run "npm run setup".';

/** Whether the database is the one that this program was made for. */
export const mongodb: Check = {
  area: 'mongodb',
  whenBlind: 'Start MongoDB, or correct MONGODB_URI.',
  async look({ store: { inspection } }) {
    const [{ version, replicaSet }, schema, guards, queries] = await Promise.all([
      inspection.server(),
      inspection.schemaFault(),
      inspection.missingGuards(),
      inspection.missingQueryIndexes(),
    ]);
    return [
      fine('server', `It answers, version ${version}.`),
      replicaSet === null
        ? fault(
            'replica set',
            'It is a standalone: a confirmed write could be lost.',
            'Start it with --replSet and run rs.initiate() once.',
          )
        : fine('replica set', `It is a member of ${replicaSet}.`),
      schemaFound(schema),
      guards.length > 0
        ? fault('guard indexes', `Absent or other than they must be: ${guards.join(', ')}.`, SET_UP)
        : fine('guard indexes', 'All are there.'),
      queries.length > 0
        ? warning('query indexes', `Absent or others: ${queries.join(', ')}.`, SET_UP)
        : fine('query indexes', 'All are there.'),
    ];
  },
};

/** The fault as the store words it, whose last part is the remedy. */
function schemaFound(schema: string | null): Found {
  if (schema === null) return fine('schema version', 'It suits this program.');
  const end = schema.lastIndexOf(': ');
  const remedy = schema.slice(end + 2);
  const advice = `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`;
  return fault('schema version', `${schema.slice(0, end)}.`, advice);
}
