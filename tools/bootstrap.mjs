// The first step of `npm start` and `npm test`. It runs on whatever Node the host has, so it is plain JavaScript and needs nothing
// installed: it brings in the packages and the pinned Node 24, and hands over to that.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const [command, ...args] = process.argv.slice(2)

const node = join(root, 'node_modules', '.bin', 'node')

function notRunning(why) {
  return `the pinned Node does not run on this machine (${node}): ${why}`
}

function giveUp(sentence) {
  process.stderr.write(`fairlead: ${sentence}\n`)
  process.exit(2)
}

const major = Number(process.versions.node.split('.')[0])
if (major < 20)
  giveUp(
    `this is Node ${process.versions.node}, and Fairlead starts with Node 20 or newer: install it from https://nodejs.org`,
  )
try {
  accessSync(root, constants.W_OK)
} catch {
  giveUp(`no permission to write to ${root}: clone the repository where you may write, or change the folder's owner`)
}

await install()
run()

/** Installs once for each state of the lock file. */
async function install() {
  const stampFile = join(root, 'node_modules', '.fairlead-installed')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
    .update(process.platform + process.arch)
    .digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  const started = Date.now()
  process.stderr.write('fairlead: installing packages and Node 24 (once; about a minute on a fresh machine)\n')
  const pnpm = `pnpm@${pinned.devDependencies.pnpm}`
  const child = spawn(
    'npm',
    ['exec', '--yes', '--package', pnpm, '--', 'pnpm', 'install', '--frozen-lockfile', '--reporter=append-only'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: { ...process.env, npm_config_yes: 'true' },
    },
  )
  const output = []
  let last = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output.push(data)
      const progress = /Progress: [^\n]*/g.exec(String(data))
      if (progress) last = progress[0]
    })
  }
  const ticker = setInterval(
    () => {
      const seconds = Math.round((Date.now() - started) / 1000)
      process.stderr.write(process.stderr.isTTY ? `\r  ${seconds} s  ${last}\u001b[K` : `  ${seconds} s  ${last}\n`)
    },
    process.stderr.isTTY ? 500 : 10_000,
  )
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('close', resolve)
  })
  clearInterval(ticker)
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  if (code !== 0) {
    process.stderr.write(Buffer.concat(output))
    giveUp('the packages could not be installed: is the npm registry in reach (npm config get registry)?')
  }
  const probe = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
  if (probe.status !== 0) giveUp(notRunning(probe.stderr || probe.error?.message))
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, wanted)
  process.stderr.write(`fairlead: installed in ${Math.round((Date.now() - started) / 1000)} s\n`)
}

/** Hands over to the pinned Node. Signals from the terminal reach the child by themselves; we wait for it to finish. */
function run() {
  // Compiled code is kept between starts: this is what `tools/processes/node-flags.ts` says to the programs that are started from there.
  const cache = join(root, 'node_modules', '.cache', 'fairlead-compile')
  const child = spawn(node, [join(root, 'tools', `${command}.ts`), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(command === 'start' ? { NODE_COMPILE_CACHE: cache } : {}),
      PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
    },
  })
  child.once('error', (error) => giveUp(notRunning(error.message)))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // The terminal sends SIGINT to us both; the others are for us alone and go on.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.once('exit', (code, signal) =>
    process.exit(signal ? 128 + ({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1, SIGKILL: 9 }[signal] ?? 1) : (code ?? 1)),
  )
}
