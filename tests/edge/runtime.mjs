// Deploys a Worker of the installed package on the real runtime, answering over loopback.

import { spawn } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { build } from 'esbuild';
import * as workerd from 'workerd';

// A CommonJS package that exports the path of its program as `default`.
const runtimeProgram = workerd.default.default ?? workerd.default;

/** What Cloudflare's own tool does: one script, with the wasm as a module beside it. Artifacts of the
 *  package, which its rules for modules can name, become part of the script. */
export async function deploy(folder) {
  const modules = new Set();
  await build({
    entryPoints: [join(folder, 'worker.mjs')],
    outfile: join(folder, 'bundle.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    plugins: [{ name: 'wasm', setup: (bundler) => wasmAsModule(bundler, folder, modules) }],
    loader: { '.pqls': 'binary' },
    logLevel: 'silent',
  });
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
     const config :Workerd.Config = (
       services = [(name = "main", worker = (
         modules = [
           (name = "bundle.js", esModule = embed "bundle.js"),
           ${[...modules].map((name) => `(name = "./${name}", wasm = embed "${name}"),`).join('\n')}
         ],
         compatibilityDate = "2026-01-01",
       ))],
       sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
     );`,
  );
}

function wasmAsModule({ onResolve }, folder, modules) {
  onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
    copyFileSync(join(resolveDir, path), join(folder, basename(path)));
    modules.add(basename(path));
    return { path: `./${basename(path)}`, external: true };
  });
}

/** Starts the runtime; gives its process and, once it says which port it was given, its address. */
export function serve(folder) {
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3'];
  const child = spawn(runtimeProgram, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let complaints = '';
    child.stderr.on('data', (chunk) => (complaints += chunk));
    child.on('error', reject);
    child.on('exit', (status) => reject(new Error(`workerd ended (${status}): ${complaints}`)));
    child.stdio[3].on('data', (chunk) => {
      const port = String(chunk).match(/"port":\s*(\d+)/)?.[1];
      if (port) resolve([child, `http://127.0.0.1:${port}`]);
    });
  });
}
