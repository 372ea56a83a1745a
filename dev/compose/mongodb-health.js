// The health check of MongoDB, which also initiates the replica set on new data: only a primary
// takes majority writes, so healthy means primary.
const user = encodeURIComponent(process.env.MONGO_INITDB_ROOT_USERNAME);
const password = encodeURIComponent(process.env.MONGO_INITDB_ROOT_PASSWORD);
const address = `mongodb://${user}:${password}@127.0.0.1:27017/admin?directConnection=true`;
const notYetInitialized = 94;

const admin = connect(address);

try {
  admin.runCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.code !== notYetInitialized) throw error;
  const members = [{ _id: 0, host: 'mongodb:27017' }];
  admin.runCommand({ replSetInitiate: { _id: 'hakika', members } });
}

quit(admin.runCommand({ hello: 1 }).isWritablePrimary ? 0 : 1);
