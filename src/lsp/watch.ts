/** Files on disk that the findings depend on: configurations, and nets that are not open. */
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';

const WATCHED = [
  '**/.caffelintrc*',
  '**/caffelint.config.*',
  '**/.caffelintignore',
  '**/package.json',
  '**/*.prototxt',
];

/** Call `changed` when one of them does, where the editor can tell. */
export function watchConfigurations(
  connection: Connection,
  client: ClientCapabilities,
  changed: () => void,
): void {
  connection.onDidChangeWatchedFiles(changed);
  if (!client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  connection.client
    .register(DidChangeWatchedFilesNotification.type, {
      watchers: WATCHED.map((globPattern) => ({ globPattern })),
    })
    .catch((error: unknown) => connection.console.warn(`files are not watched: ${String(error)}`));
}
