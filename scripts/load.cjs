/**
 * Runs the bundle. V8's compiled form of it is kept in `compiled/` beside it, since compiling takes longer
 * than linting a net: the build makes it, or else the first run that lints. It is an aid and nothing more:
 * V8 refuses one that another version made, the name holds the hash of the source it belongs to, a sum before
 * it tells one that is torn (which V8 itself would fall over), and where it can be neither read nor written
 * the source is compiled as ever. `NODE_DISABLE_COMPILE_CACHE=1`, Node's
 * own switch, turns it off.
 */
'use strict';
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

const bundle = join(__dirname, 'caffe-lint.cjs');
const compiled = join(__dirname, 'compiled', `${BUNDLE_HASH}-${process.version}-${process.arch}.bin`);
const off = Boolean(process.env.NODE_DISABLE_COMPILE_CACHE);
/** The sum, in eight bytes so that what follows is aligned. */
const HEAD = 8;

function read() {
  try {
    const file = off ? undefined : readFileSync(compiled);
    const data = file?.subarray(HEAD);
    return data && file.readUInt32LE(0) === crc32(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

const cachedData = read();
const script = new Script(
  `(function(exports,require,module,__filename,__dirname){${readFileSync(bundle, 'latin1')}\n})`,
  { filename: bundle, cachedData },
);
script.runInThisContext()(module.exports, require, module, bundle, __dirname);

/** Keep what this process has compiled by now; called when it has done what most runs do. */
module.exports.keepCompiled = () => {
  // Flags change what V8 takes: a run with some does not replace what runs without can use.
  const flagged = process.execArgv.length > 0 || process.env.NODE_OPTIONS;
  if (off || (cachedData && (!script.cachedDataRejected || flagged))) return;
  const part = `${compiled}.${process.pid}`;
  try {
    mkdirSync(join(__dirname, 'compiled'), { recursive: true });
    const data = script.createCachedData();
    const head = Buffer.alloc(HEAD);
    head.writeUInt32LE(crc32(data));
    writeFileSync(part, Buffer.concat([head, data]));
    renameSync(part, compiled);
  } catch {
    try {
      rmSync(part, { force: true });
    } catch {
      // There is no such folder, and so no such file.
    }
  }
};
