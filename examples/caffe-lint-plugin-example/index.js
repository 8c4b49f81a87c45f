/** What this plugin adds. A configuration names it: {"plugins": ["example"]}. */
import { definePlugin } from 'caffe-lint';
import { ours } from './dialects/ours.js';
import { table } from './formatters/table.js';
import { hardSwish } from './layers/hard-swish.js';
import { snapshotPrefix } from './rules/snapshot-prefix.js';

export default definePlugin({
  rules: { 'snapshot-prefix-without-folder': snapshotPrefix },
  layers: [hardSwish],
  dialects: [ours],
  formatters: { table },
});
