// Run once by the MongoDB image, on an empty data folder: the user as which Hakika connects. It
// may read and write its own database, and read the server's status, which it checks at start.
const admin = db.getSiblingDB('admin');

admin.createUser({
  user: 'hakika',
  pwd: process.env.HAKIKA_MONGODB_PASSWORD,
  roles: [
    { role: 'readWrite', db: 'hakika' },
    { role: 'clusterMonitor', db: 'admin' },
  ],
});
