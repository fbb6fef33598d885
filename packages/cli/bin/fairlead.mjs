#!/usr/bin/env node
// Plain JavaScript on purpose: it starts on any Node, finds one that runs TypeScript, and keeps the stripped form of the sources on disk, so that
// a command starts without loading the stripper.
import { spawn } from 'node:child_process'
import nodeModule, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { join } from 'node:path'

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // A folder that cannot be written only makes the start slower.
  nodeModule.enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'))
  await import('../src/main.ts')
} else {
  const child = spawn(pinnedNode(), [import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' })
  // The terminal tells both; it is the command itself that decides how to leave.
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => name === 'SIGTERM' && child.kill(name))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

function pinnedNode() {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    process.stderr.write(`error    fairlead needs Node 24 or newer, and this is ${process.version}\n`)
    process.exit(2)
  }
}
