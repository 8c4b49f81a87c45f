/** `caffe-lint lsp --stdio`: the language server for editors. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { LspHost } from '../../lsp/host.js';
import { serve } from '../../lsp/server.js';
import { SourceText } from '../../text/source-text.js';
import { Configured } from '../configured.js';
import type { ConfigFlags } from '../configured.js';
import { EXIT_OK } from '../exit-codes.js';
import { readSource, realPath } from '../files.js';
import { findNetFile } from '../net-file.js';

/** Serve an editor over standard input and output; ends when the editor does. */
export function lspCommand(flags: ConfigFlags, version: string): Promise<number> {
  // Standard output belongs to the protocol: a plugin that prints must not break it.
  console.log = console.info = console.debug = console.error; // eslint-disable-line no-console
  // An editor that has gone reads nothing more.
  process.stdout.on('error', () => process.exit(EXIT_OK));
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  serve(connection, hostOf(flags, version));
  return new Promise(() => {});
}

function hostOf(flags: ConfigFlags, version: string): LspHost {
  let configured = new Configured(flags);
  let ignorer: Promise<(path: string) => Promise<boolean>> | undefined;
  return {
    version,
    async optionsFor(paths) {
      const current = configured;
      await current.prepare(paths);
      return (path) => current.optionsFor(path);
    },
    async isIgnored(path) {
      ignorer ??= configured.ignorer({ ignore: true, ignorePattern: [] });
      return (await ignorer)(path);
    },
    findNet: findNetFile,
    read(path) {
      const source = readSource(path);
      return source instanceof SourceText ? source : undefined;
    },
    realPath,
    forget() {
      configured = new Configured(flags);
      ignorer = undefined;
    },
  };
}
