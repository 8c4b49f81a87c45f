/** The files that are open in the editor: linted together where a solver names a net. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../engine/finding.js';
import { lintFiles } from '../lint/linter.js';
import type { FileResult, LinterOptions } from '../lint/linter.js';
import { SourceText } from '../text/source-text.js';
import type { LspHost } from './host.js';
import { OpenFile } from './open-file.js';

export interface Linted {
  uri: string;
  /** The text that the findings are about. */
  text: TextDocument;
  findings: readonly Finding[];
}

type OptionsFor = (path: string) => LinterOptions;

export class Workspace {
  private readonly files = new Map<string, OpenFile>();
  private readonly linted = new Map<string, Linted>();
  /** Nets that are not open but were brought in, by the solver that names them. */
  private readonly broughtIn = new Map<string, Set<string>>();

  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    private readonly host: LspHost,
  ) {}

  /** An open file, read anew when its text changed; undefined for one that is not open. */
  async file(uri: string): Promise<OpenFile | undefined> {
    const before = this.documents.get(uri);
    if (!before) return undefined;
    const optionsFor = await this.host.optionsFor([pathOf(uri)]);
    return this.read(uri, optionsFor);
  }

  private read(uri: string, optionsFor: OptionsFor): OpenFile | undefined {
    const text = this.documents.get(uri);
    if (!text) return undefined;
    const path = pathOf(uri);
    const known = this.files.get(uri);
    const options = optionsFor(path);
    // Documents are changed in place: the version tells.
    if (known && known.text.version === text.version && known.options === options) return known;
    const still = TextDocument.create(uri, text.languageId, text.version, text.getText());
    const file = new OpenFile(path, still, options, () => this.solverOf(uri, optionsFor)?.doc);
    this.files.set(uri, file);
    return file;
  }

  /** The findings of an open file's present text. */
  async findings(uri: string): Promise<Linted | undefined> {
    const version = this.documents.get(uri)?.version;
    const known = this.linted.get(uri);
    if (known && known.text.version === version) return known;
    await this.lint([uri]);
    return this.linted.get(uri);
  }

  /** Lint files and what belongs to them. The answer is for every file about which there is news. */
  async lint(changed: readonly string[]): Promise<Linted[]> {
    const open = this.documents.keys();
    let optionsFor = await this.host.optionsFor(open.map(pathOf));
    const group = this.together(changed, optionsFor);
    const named = group.flatMap((uri) => this.netsOf(uri, optionsFor));
    const hidden = named.filter((path) => !this.uriOf(path));
    optionsFor = await this.host.optionsFor([...open.map(pathOf), ...hidden]);
    const ignored = new Set<string>();
    for (const path of [...group.map(pathOf), ...hidden])
      if (await this.host.isIgnored(path)) ignored.add(path);

    const files = group.flatMap((uri) => this.read(uri, optionsFor) ?? []);
    const texts = new Map(files.map((f) => [f.path, f]));
    const results = lintFiles(
      files.filter((f) => !ignored.has(f.path)).map((f) => f.doc.source),
      (source) => optionsFor(source.path),
      (solver, net) => this.findNet(solver.path, net),
    );
    const news = results
      .filter((r) => !ignored.has(r.doc.source.path))
      .map((r) => this.keep(r, texts.get(r.doc.source.path)?.text));
    for (const uri of group) if (ignored.has(pathOf(uri))) news.push(this.forget(uri));
    return [...news, ...this.outdated(group, optionsFor)];
  }

  /** The file is closed; the answer is for files whose findings no longer hold. */
  async close(uri: string): Promise<Linted[]> {
    this.files.delete(uri);
    const partners = this.documents.keys().filter((other) => other !== uri);
    const gone = [this.forget(uri)];
    for (const net of this.broughtIn.get(uri) ?? []) if (!this.isHeld(net, uri)) gone.push(this.forget(net));
    this.broughtIn.delete(uri);
    return partners.length > 0 ? [...gone, ...(await this.lint(partners))] : gone;
  }

  /** Configurations changed: all is to be read anew. */
  reset(): void {
    this.host.forget();
    this.files.clear();
    this.linted.clear();
  }

  /** Lint one open file with what belongs to it, the text of some files being another; for fixing. */
  async lintWith(uri: string): Promise<((overlay: ReadonlyMap<string, string>) => FileResult[]) | undefined> {
    const optionsFor = await this.host.optionsFor(this.documents.keys().map(pathOf));
    const group = this.together([uri], optionsFor);
    const files = group.flatMap((one) => this.read(one, optionsFor) ?? []);
    if (await this.host.isIgnored(pathOf(uri))) return undefined;
    return (overlay) => {
      const edited = (s: SourceText): SourceText =>
        overlay.has(s.path) ? new SourceText(s.path, overlay.get(s.path)!, s.encoding) : s;
      return lintFiles(
        files.map((f) => edited(f.doc.source)),
        (source) => optionsFor(source.path),
        (solver, net) => {
          const found = this.findNet(solver.path, net);
          return found && edited(found);
        },
      ).filter((r) => r.doc.source.path === pathOf(uri));
    };
  }

  /** The net file that a solver names: an open one as the editor has it, else the one on disk. */
  findNet(solver: string, net: string): SourceText | undefined {
    if (net === '') return undefined;
    let folder = dirname(solver);
    for (let depth = 0; depth < 8; depth++, folder = dirname(folder)) {
      const uri = this.uriOf(resolve(folder, net));
      if (uri) return this.textOf(uri);
    }
    const path = this.host.findNet(solver, net);
    if (path === undefined) return undefined;
    const uri = this.uriOf(path);
    return uri ? this.textOf(uri) : this.host.read(path);
  }

  private textOf(uri: string): SourceText | undefined {
    const known = this.files.get(uri);
    const text = this.documents.get(uri);
    if (known && known.text.version === text?.version) return known.doc.source;
    return text && new SourceText(pathOf(uri), text.getText());
  }

  /** The open document at a path, also by another of its names. */
  private uriOf(path: string): string | undefined {
    const open = this.documents.keys();
    const same = open.find((uri) => pathOf(uri) === path);
    if (same !== undefined) return same;
    const real = this.host.realPath(path);
    return open.find((uri) => this.host.realPath(pathOf(uri)) === real);
  }

  /** Paths of the nets that an open solver names. */
  private netsOf(uri: string, optionsFor: OptionsFor): string[] {
    const message = this.read(uri, optionsFor)?.doc;
    if (message?.kind !== 'solver' || !message.message) return [];
    const names = ['net', 'train_net', 'test_net'].flatMap((field) => message.message!.strs(field));
    return names.flatMap((net) => this.findNet(pathOf(uri), net)?.path ?? []);
  }

  private solverOf(net: string, optionsFor: OptionsFor): OpenFile | undefined {
    const path = pathOf(net);
    const uri = this.documents.keys().find((other) => this.netsOf(other, optionsFor).includes(path));
    return uri === undefined ? undefined : this.read(uri, optionsFor);
  }

  /** Open files that are judged together with these: solvers with their nets, and nets of one folder. */
  private together(uris: readonly string[], optionsFor: OptionsFor): string[] {
    const open = this.documents.keys();
    const links = open.map((uri) => ({
      uri,
      keys: [dirname(pathOf(uri)), pathOf(uri), ...this.netsOf(uri, optionsFor)],
    }));
    const group = new Set(uris.filter((uri) => open.includes(uri)));
    const keys = new Set(links.filter((l) => group.has(l.uri)).flatMap((l) => l.keys));
    for (let size = -1; size !== group.size;) {
      size = group.size;
      for (const link of links) {
        if (!link.keys.some((key) => keys.has(key))) continue;
        group.add(link.uri);
        link.keys.forEach((key) => keys.add(key));
      }
    }
    return open.filter((uri) => group.has(uri));
  }

  private keep(result: FileResult, text: TextDocument | undefined): Linted {
    const { path, text: content } = result.doc.source;
    const uri = text?.uri ?? this.uriOf(path) ?? uriFor(path);
    const linted: Linted = {
      uri,
      text: text ?? TextDocument.create(uri, 'prototxt', -1, content),
      findings: result.findings,
    };
    if (text) this.linted.set(uri, linted);
    return linted;
  }

  private forget(uri: string): Linted {
    this.linted.delete(uri);
    return { uri, text: TextDocument.create(uri, 'prototxt', -1, ''), findings: [] };
  }

  /** Nets that the solvers of a group named before and do not any more. */
  private outdated(group: readonly string[], optionsFor: OptionsFor): Linted[] {
    const gone: string[] = [];
    for (const uri of group) {
      const now = new Set(
        this.netsOf(uri, optionsFor)
          .filter((path) => !this.uriOf(path))
          .map(uriFor),
      );
      const before = this.broughtIn.get(uri) ?? new Set();
      this.broughtIn.set(uri, now);
      gone.push(...[...before].filter((net) => !now.has(net) && !this.isHeld(net)));
    }
    return gone.map((net) => this.forget(net));
  }

  /** Is a file open, or brought in by a solver? */
  private isHeld(net: string, except?: string): boolean {
    if (this.documents.get(net)) return true;
    return [...this.broughtIn].some(([uri, nets]) => uri !== except && nets.has(net));
  }
}

/** The path of a document; one that was never saved gets a name in the working folder. */
export function pathOf(uri: string): string {
  if (uri.startsWith('file:')) return fileURLToPath(uri);
  return join(process.cwd(), uri.replace(/^[\w+.-]+:/, '').replace(/[^\w.-]+/g, '_') || 'untitled');
}

export const uriFor = (path: string): string => pathToFileURL(resolve(path)).href;
