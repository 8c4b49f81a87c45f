/** Starts `caffe-lint lsp` for prototxt files and hands it what the editor asks. */
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { commands, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, NodeModule } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

/** Called by VS Code when the first prototxt file is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('caffe-lint.restart', () => restart(context)),
    commands.registerCommand('caffe-lint.fixFile', async () => {
      const uri = window.activeTextEditor?.document.uri.toString();
      if (uri !== undefined)
        await client?.sendRequest('workspace/executeCommand', {
          command: 'caffe-lint.fixAll',
          arguments: [uri],
        });
    }),
    workspace.onDidGrantWorkspaceTrust(() => restart(context)),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('caffe-lint.path') || event.affectsConfiguration('caffe-lint.arguments'))
        await restart(context);
    }),
  );
  await restart(context);
}

/** Called by VS Code at its end. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(context: ExtensionContext): Promise<void> {
  await client?.stop();
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  const server: NodeModule = {
    module: serverModule(context, folder),
    transport: TransportKind.stdio,
    args: ['lsp', ...extraArguments()],
    ...(folder === undefined ? {} : { options: { cwd: folder } }),
  };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'prototxt' },
      { scheme: 'untitled', language: 'prototxt' },
    ],
  };
  client = new LanguageClient('caffe-lint', 'caffe-lint', server, options);
  await client.start();
}

/** Plugins and configurations in JavaScript are code: nothing of a folder runs that is not trusted. */
function extraArguments(): string[] {
  if (!workspace.isTrusted) return ['--no-config-lookup', '--no-plugins'];
  return workspace.getConfiguration('caffe-lint').get<string[]>('arguments', []);
}

function serverModule(context: ExtensionContext, folder: string | undefined): string {
  const own = join(context.extensionPath, 'server', 'cli.js');
  if (!workspace.isTrusted) return own;
  const path = workspace.getConfiguration('caffe-lint').get<string>('path', '');
  if (path !== '') return isAbsolute(path) || folder === undefined ? path : join(folder, path);
  const installed = folder === undefined ? '' : join(folder, 'node_modules', 'caffe-lint', 'dist', 'cli.js');
  return installed !== '' && existsSync(installed) ? installed : own;
}
