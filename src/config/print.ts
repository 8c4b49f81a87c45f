/** Configurations as text: what holds for a file, and a first one for `--init`. */
import type { ResolvedConfig } from './resolved.js';

/** The configuration of a file as JSON, which is itself a configuration that says the same. */
export function printConfig(config: ResolvedConfig): string {
  const rules = [...config.rules].sort(([a], [b]) => (a < b ? -1 : 1));
  const defaults = new Map(config.catalogue.map((r) => [r.meta.id, r.meta.defaults]));
  return JSON.stringify(
    {
      root: true,
      ...(config.plugins.length > 0 ? { plugins: config.plugins } : {}),
      rules: Object.fromEntries(
        rules.map(([id, { level, options }]) => {
          const all = { ...defaults.get(id), ...options };
          return [id, Object.keys(all).length > 0 ? [level, all] : level];
        }),
      ),
      settings: config.settings,
      ignorePatterns: config.ignorePatterns,
    },
    undefined,
    2,
  );
}

/** What `--init` writes. */
export const initialConfig = `{
  // Completion and checking in editors.
  "$schema": "./node_modules/caffe-lint/caffelintrc.schema.json",

  // Configurations in folders above this one are not read.
  "root": true,

  // caffe-lint:recommended, caffe-lint:strict (all its rules as errors) or caffe-lint:all.
  "extends": "caffe-lint:recommended",

  // "off", "warn" or "error" by rule id; "caffe-lint rules" lists them, "caffe-lint explain ID" explains one.
  "rules": {
    // "zero-init-stack": "error",
    // "directive-without-reason": "warn"
  },

  // What the text of a net does not tell.
  "settings": {
    // The shape of what a data layer makes.
    // "inputs": { "data": [64, 3, 227, 227] },
    // The Caffe it is for: "auto", "bvlc" (strict), or the ids of forks.
    "dialect": "auto"
  },

  // Other rules for some files.
  "overrides": [
    // { "files": "finetune/**", "settings": { "weights": true } },
    // { "files": "*deploy*.prototxt", "rules": { "old-format": "off" } }
  ],

  // Files that are not linted, in the syntax of .gitignore.
  "ignorePatterns": []
}
`;
