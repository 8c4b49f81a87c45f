/** A real client of the language server: the built command line over standard input and output. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type {
  ClientCapabilities,
  Diagnostic,
  InitializeResult,
  Position,
  ProtocolConnection,
  PublishDiagnosticsParams,
  TextEdit,
} from 'vscode-languageserver-protocol/node';

/** CAFFE_LINT_CLI: another bundle than the one that `npm test` builds. */
const cli = process.env['CAFFE_LINT_CLI'] ?? join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

const capabilities: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true },
    completion: { completionItem: { snippetSupport: true } },
  },
};

export class Client {
  private readonly connection: ProtocolConnection;
  private readonly texts = new Map<string, { text: string; version: number }>();
  private readonly published = new Map<string, PublishDiagnosticsParams[]>();
  private readonly waiting = new Set<() => void>();
  readonly shown: string[] = [];
  readonly applied: Record<string, TextEdit[]>[] = [];
  /** All that the server wrote to standard error. */
  stderr = '';

  private constructor(
    private readonly server: ChildProcess,
    readonly folder: string,
  ) {
    this.connection = createProtocolConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    server.stderr!.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.connection.onNotification('textDocument/publishDiagnostics', (p: PublishDiagnosticsParams) => {
      this.published.set(p.uri, [...(this.published.get(p.uri) ?? []), p]);
      this.waiting.forEach((wake) => wake());
    });
    this.connection.onNotification('window/showMessage', (p: { message: string }) => {
      this.shown.push(p.message);
      this.waiting.forEach((wake) => wake());
    });
    this.connection.onRequest(
      'workspace/applyEdit',
      (p: { edit: { changes: Record<string, TextEdit[]> } }) => {
        this.applied.push(p.edit.changes);
        return { applied: true };
      },
    );
    this.connection.listen();
  }

  /** Start a server in a folder and shake hands. */
  static async start(
    folder: string,
    command: readonly string[] = [cli],
  ): Promise<{ client: Client; initialized: InitializeResult }> {
    const server = spawn(process.execPath, [...command, 'lsp', '--stdio'], { cwd: folder });
    const client = new Client(server, folder);
    const initialized = await client.request<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities,
    });
    await client.connection.sendNotification('initialized', {});
    return { client, initialized };
  }

  /** Say goodbye; answers the server's exit code. */
  async stop(): Promise<number | null> {
    const ended = once(this.server, 'exit');
    await this.request('shutdown');
    await this.connection.sendNotification('exit');
    const [code] = (await ended) as [number | null];
    this.connection.dispose();
    return code;
  }

  /** Make sure that no server outlives its test. */
  kill(): void {
    this.connection.dispose();
    this.server.kill('SIGKILL');
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  request<R>(method: string, params?: object): Promise<R> {
    return params ? this.connection.sendRequest<R>(method, params) : this.connection.sendRequest<R>(method);
  }

  async notify(method: string, params: object): Promise<void> {
    await this.connection.sendNotification(method, params);
  }

  async open(name: string, text: string): Promise<void> {
    const uri = this.uri(name);
    this.texts.set(uri, { text, version: 1 });
    await this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'prototxt', version: 1, text },
    });
  }

  async close(name: string): Promise<void> {
    await this.notify('textDocument/didClose', { textDocument: { uri: this.uri(name) } });
  }

  /** Replace the first occurrence of some words, as typing does: one change of a range. */
  async edit(name: string, from: string, to: string): Promise<void> {
    const uri = this.uri(name);
    const known = this.texts.get(uri)!;
    const range = { start: this.position(name, from), end: this.position(name, from, from.length) };
    this.texts.set(uri, { text: known.text.replace(from, () => to), version: known.version + 1 });
    await this.notify('textDocument/didChange', {
      textDocument: { uri, version: known.version + 1 },
      contentChanges: [{ range, text: to }],
    });
  }

  text(name: string): string {
    return this.texts.get(this.uri(name))!.text;
  }

  /** Where some words stand, the n-th time from 0. */
  position(name: string, words: string, shift = 0, n = 0): Position {
    const { text } = this.texts.get(this.uri(name))!;
    let at = -1;
    for (let i = 0; i <= n; i++) at = text.indexOf(words, at + 1);
    if (at < 0) throw new Error(`${words} does not stand in ${name}`);
    const before = text.slice(0, at + shift);
    const line = before.split('\n').length - 1;
    return { line, character: before.length - (before.lastIndexOf('\n') + 1) };
  }

  /** Ask about a place: the words' n-th occurrence, `shift` characters in. */
  ask<R>(method: string, name: string, words: string, more: object = {}, shift = 1, n = 0): Promise<R> {
    return this.request<R>(`textDocument/${method}`, {
      textDocument: { uri: this.uri(name) },
      position: this.position(name, words, shift, n),
      ...more,
    });
  }

  /** The diagnostics of the text as it is now, once they have come; of a file that is not open the newest. */
  async diagnostics(name: string): Promise<Diagnostic[]> {
    const uri = this.uri(name);
    const version = this.texts.get(uri)?.version;
    const found = await this.until(() => {
      const newest = this.published.get(uri)?.at(-1);
      return newest && (version === undefined || newest.version === version) ? newest : undefined;
    });
    return found.diagnostics;
  }

  /** How often diagnostics of a file came. */
  rounds(name: string): number {
    return this.published.get(this.uri(name))?.length ?? 0;
  }

  /** Wait until something holds that a message of the server brings about. */
  async until<T>(answer: () => T | undefined): Promise<T> {
    for (const end = Date.now() + 10_000; Date.now() < end;) {
      const value = answer();
      if (value !== undefined) return value;
      await new Promise<void>((wake) => {
        const timer = setTimeout(done, 500);
        const { waiting } = this;
        function done(): void {
          clearTimeout(timer);
          waiting.delete(done);
          wake();
        }
        waiting.add(done);
      });
    }
    throw new Error(`the server did not answer in time; it wrote: ${this.stderr}`);
  }

  /** A text with edits applied, as an editor does it. */
  withEdits(name: string, edits: readonly TextEdit[]): string {
    const lines = this.text(name).split('\n');
    const offset = ({ line, character }: Position): number =>
      lines.slice(0, line).reduce((sum, l) => sum + l.length + 1, character);
    return [...edits]
      .sort((a, b) => offset(b.range.start) - offset(a.range.start))
      .reduce(
        (text, e) => text.slice(0, offset(e.range.start)) + e.newText + text.slice(offset(e.range.end)),
        this.text(name),
      );
  }
}
