/** The language server: requests of an editor answered, findings sent as the user types. */
import {
  TextDocuments,
  TextDocumentSyncKind,
  CodeActionKind,
  DocumentHighlightKind,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import type {
  Connection,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions, FIX_ALL, safeFixes } from './actions.js';
import { completion } from './completion.js';
import { diagnosticOf } from './diagnostics.js';
import type { LspHost } from './host.js';
import { hover } from './hover.js';
import { definition, references, rename, renameRange } from './navigate.js';
import type { OpenFile } from './open-file.js';
import { outline } from './outline.js';
import { watchConfigurations } from './watch.js';
import { Workspace } from './workspace.js';
import type { Linted } from './workspace.js';

/** Long enough not to lint between two letters, short enough to seem at once. */
const DEBOUNCE_MS = 200;

export const FIX_COMMAND = 'caffe-lint.fixAll';

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  completionProvider: { triggerCharacters: ['"', ':', ' '] },
  executeCommandProvider: { commands: [FIX_COMMAND] },
};

/** Answer an editor on this connection until it says goodbye. */
export function serve(connection: Connection, host: LspHost): void {
  const documents = new TextDocuments(TextDocument);
  const workspace = new Workspace(documents, host);
  const changed = new Set<string>();
  let client: InitializeParams['capabilities'] = {};
  let timer: NodeJS.Timeout | undefined;
  let lastComplaint = '';

  const complain = (error: unknown): void => {
    const words = error instanceof Error ? error.message : String(error);
    connection.console.error(error instanceof Error && error.stack ? error.stack : words);
    // A wrong configuration is told once, not with every letter.
    if (words !== lastComplaint) {
      // As a notification: a client may refuse the request that `window.showErrorMessage` is.
      const message = `caffe-lint: ${words}`;
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message });
    }
    lastComplaint = words;
  };
  const send = (news: readonly Linted[]): void => {
    const related = client.textDocument?.publishDiagnostics?.relatedInformation ?? false;
    for (const { uri, text, findings } of news) {
      const open = documents.get(uri);
      // The text went on meanwhile: the next run tells of it.
      if (open && text.version >= 0 && open.version !== text.version) continue;
      const diagnostics = findings.map((f) => diagnosticOf(f, text, related));
      void connection.sendDiagnostics({ uri, diagnostics, ...(open ? { version: open.version } : {}) });
    }
  };
  const lintNow = async (): Promise<void> => {
    const uris = [...changed].filter((uri) => documents.get(uri));
    changed.clear();
    if (uris.length === 0) return;
    try {
      send(await workspace.lint(uris));
      lastComplaint = '';
    } catch (error) {
      complain(error);
    }
  };
  const lintSoon = (uris: readonly string[]): void => {
    uris.forEach((uri) => changed.add(uri));
    clearTimeout(timer);
    timer = setTimeout(() => void lintNow(), DEBOUNCE_MS);
  };
  const open = (uri: string): Promise<OpenFile | undefined> =>
    workspace.file(uri).catch((error: unknown) => {
      complain(error);
      return undefined;
    });
  const silently = (error: unknown): null => {
    complain(error);
    return null;
  };
  /** Answer a request about a place of an open file. */
  const at = async <R>(
    params: { textDocument: { uri: string }; position: { line: number; character: number } },
    answer: (file: OpenFile, offset: number) => R,
  ): Promise<R | null> => {
    const file = await open(params.textDocument.uri);
    return file ? answer(file, file.text.offsetAt(params.position)) : null;
  };

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    return { capabilities, serverInfo: { name: 'caffe-lint', version: host.version } };
  });
  connection.onInitialized(() =>
    watchConfigurations(connection, client, () => {
      workspace.reset();
      lintSoon(documents.keys());
    }),
  );
  documents.onDidChangeContent(({ document }) => lintSoon([document.uri]));
  documents.onDidClose(({ document }) => {
    changed.delete(document.uri);
    workspace.close(document.uri).then(send, complain);
  });

  connection.onCodeAction((params) => codeActions(workspace, params).catch(silently));
  connection.onExecuteCommand(async ({ command, arguments: args = [] }) => {
    const [uri] = args as unknown[];
    if (command !== FIX_COMMAND || typeof uri !== 'string') return;
    const edits = await safeFixes(workspace, uri);
    if (edits.length > 0) await connection.workspace.applyEdit({ changes: { [uri]: edits } });
  });
  connection.onHover((params) => at(params, (file, offset) => hover(file, offset) ?? null));
  connection.onDefinition((params) => at(params, (file, offset) => definition(file, offset, workspace)));
  connection.onReferences((params) =>
    at(params, (file, offset) => references(file, offset, params.context.includeDeclaration)),
  );
  connection.onDocumentHighlight((params) =>
    at(params, (file, offset) =>
      references(file, offset, true).map(({ range }) => ({ range, kind: DocumentHighlightKind.Text })),
    ),
  );
  connection.onPrepareRename((params) => at(params, (file, offset) => renameRange(file, offset) ?? null));
  connection.onRenameRequest((params) =>
    at(params, (file, offset) => ({ changes: { [file.text.uri]: rename(file, offset, params.newName) } })),
  );
  connection.onDocumentSymbol(async ({ textDocument: { uri } }) => {
    const file = await open(uri);
    return file ? outline(file) : null;
  });
  connection.onCompletion((params) => {
    const snippets = client.textDocument?.completion?.completionItem?.snippetSupport ?? false;
    return at(params, (file, offset) => completion(file, offset, snippets));
  });
  documents.listen(connection);
  connection.listen();
}
