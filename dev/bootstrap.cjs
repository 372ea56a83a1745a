'use strict';

// The first step of `npm start` and `npm test`: a Node that is new enough and the locked
// dependencies. Plain JavaScript of the oldest kind, without a dependency, so that an old Node can
// still read this file far enough to say what is wrong. It exports a promise: when that resolves,
// the dependencies are there.

var childProcess = require('child_process');
var fs = require('fs');
var path = require('path');

var rootDir = path.join(__dirname, '..');
var oldestNode = [20, 19];
var stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ends the program with one sentence. */
function fail(sentence) {
  process.stderr.write(sentence + '\n');
  process.exit(1);
}

function checkPlatform() {
  var version = process.versions.node.split('.').map(Number);
  var tooOld =
    version[0] < oldestNode[0] || (version[0] === oldestNode[0] && version[1] < oldestNode[1]);
  if (tooOld) {
    fail(
      'Node ' +
        process.versions.node +
        ' is too old: install Node ' +
        oldestNode.join('.') +
        ' or newer and run the command again.',
    );
  }
  if (process.platform === 'win32') {
    fail('Windows is not supported directly: run this inside WSL, where everything works.');
  }
}

/** Installs exactly what package-lock.json names, unless it is installed already. */
function ensureDependencies() {
  if (dependenciesMatch()) return Promise.resolve();
  return withInstallLock(function install(owner) {
    // Another command may have installed them while this one waited.
    if (dependenciesMatch()) return Promise.resolve();
    process.stderr.write('Installing the locked dependencies (npm ci) ...\n');
    return runNpm(owner).then(function judge(status) {
      if (status === 0) return;
      fail(
        'The dependencies could not be installed (npm ci ended with code ' +
          status +
          ', its reason is above): check the network and the disk, then run the command again.',
      );
    });
  });
}

/** Resolves with the code that `npm ci` ends with. A signal that stops us stops it too, at once. */
function runNpm(owner) {
  var args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  var npm = npmCommand();
  // In a group of its own: npm answers Ctrl-C by undoing its work for half a minute, into which the
  // next command would install. What a killed one leaves, the next one deletes.
  var options = { cwd: rootDir, stdio: ['ignore', 2, 2], detached: true };
  var child = childProcess.spawn(npm[0], npm.slice(1).concat(args), options);
  function stop() {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // It has ended by itself: the same outcome.
    }
    process.exit(130);
  }
  stopSignals.forEach(function listen(signal) {
    process.on(signal, stop);
  });
  // Should we be killed, the lock is held by npm for as long as it lives.
  if (child.pid !== undefined) fs.writeFileSync(owner, String(child.pid));
  return new Promise(function wait(resolve) {
    child.on('error', function cannotRun(error) {
      fail('npm could not be run (' + error.message + '): install npm.');
    });
    child.on('exit', function ended(status, signal) {
      if (signal) process.exit(130);
      stopSignals.forEach(function unlisten(name) {
        process.removeListener(name, stop);
      });
      resolve(status);
    });
  });
}

/**
 * Compares the lockfile with the copy that npm leaves in node_modules when an install is complete.
 * Unlike a stamp of our own this also recognises an install that was made by hand.
 */
function dependenciesMatch() {
  var wanted = readPackages(path.join(rootDir, 'package-lock.json'));
  var present = readPackages(path.join(rootDir, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) fail('package-lock.json is missing or damaged: restore it from git.');
  if (present === undefined) return false;
  return Object.keys(wanted).every(function isPresent(key) {
    if (key === '') return true;
    var installed = present[key];
    // Optional packages are for other machines where they are not here.
    if (installed === undefined) return wanted[key].optional === true;
    return installed.version === wanted[key].version;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch (error) {
    // Absent, or cut off in the middle: for both callers the same as not there.
    return undefined;
  }
}

function npmCommand() {
  var running = process.env.npm_execpath;
  var isNpm = running !== undefined && path.basename(running) === 'npm-cli.js';
  return isNpm ? [process.execPath, running] : ['npm'];
}

/** Keeps `npm start` and `npm test` from installing into one folder at the same time. */
function withInstallLock(work) {
  var lock = path.join(rootDir, '.hakika', 'install.lock');
  var owner = path.join(lock, 'owner');
  var release = function release() {
    fs.rmSync(lock, { recursive: true, force: true });
  };
  try {
    fs.mkdirSync(path.dirname(lock), { recursive: true });
    waitForLock(lock, owner);
    // However this ends: a failure leaves by process.exit.
    process.once('exit', release);
    fs.writeFileSync(owner, String(process.pid));
  } catch (error) {
    fail(
      'This folder cannot be written (' + error.message + '): make it writable, or free its disk.',
    );
  }
  return work(owner).then(function done() {
    process.removeListener('exit', release);
    release();
  });
}

/** Waits while another command installs; takes over what one that is gone has left. */
function waitForLock(lock, owner) {
  var isTold = false;
  while (!tryMakeFolder(lock)) {
    if (ownerIsGone(lock, owner)) {
      fs.rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!isTold) {
      process.stderr.write(
        'Waiting for another command that installs the dependencies (if there is none, delete ' +
          path.relative(process.cwd(), lock) +
          ') ...\n',
      );
    }
    isTold = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
}

function tryMakeFolder(folder) {
  try {
    fs.mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerIsGone(lock, ownerFile) {
  try {
    process.kill(Number(fs.readFileSync(ownerFile, 'utf8')), 0);
    return false;
  } catch (error) {
    if (error.code === 'ESRCH') return true;
    if (error.code === 'EPERM') return false;
    // The owner writes its name at once; a lock that has none for seconds was left by a crash.
    return Date.now() - fs.statSync(lock).mtimeMs > 5000;
  }
}

/** Everything that is started here speaks over the loopback, where no proxy leads. */
function keepLoopbackDirect() {
  ['no_proxy', 'NO_PROXY'].forEach(function addLoopback(name) {
    var given = process.env[name];
    process.env[name] = (given ? given + ',' : '') + '127.0.0.1,localhost';
  });
}

checkPlatform();
keepLoopbackDirect();
module.exports = ensureDependencies();
