// Run once by the MongoDB image, on an empty data folder: the users as which Hakika connects. The
// processes may read, insert and update, and delete nothing: neither a payment nor its history is
// lost to a fault or a stolen password. Only the set-up step may make collections and indexes. Both
// read the server's status, which is checked at start.
const hakika = db.getSiblingDB('hakika');
const admin = db.getSiblingDB('admin');

hakika.createRole({
  role: 'hakikaProcess',
  privileges: [
    {
      resource: { db: 'hakika', collection: '' },
      actions: ['find', 'insert', 'update', 'changeStream', 'listCollections', 'listIndexes'],
    },
  ],
  roles: [],
});

admin.createUser({
  user: 'hakika',
  pwd: process.env.HAKIKA_MONGODB_PASSWORD,
  roles: [
    { role: 'hakikaProcess', db: 'hakika' },
    { role: 'clusterMonitor', db: 'admin' },
  ],
});

admin.createUser({
  user: 'hakika-setup',
  pwd: process.env.HAKIKA_SETUP_MONGODB_PASSWORD,
  roles: [
    { role: 'readWrite', db: 'hakika' },
    { role: 'dbAdmin', db: 'hakika' },
    { role: 'clusterMonitor', db: 'admin' },
  ],
});
