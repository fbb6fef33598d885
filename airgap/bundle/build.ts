import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../tools/processes/child.ts'
import { useNewest } from '../debian/use-newest.ts'
import { ARCHITECTURES, PURPOSES, type Architecture, type Purpose } from '../release/release.ts'
import { fingerprintOf } from '../signing/public-keys.ts'
import { makeSigningKeys, publicKeysOf, readSigningKeys, type SigningKeys } from '../signing/signing-keys.ts'
import { buildBundle } from './build-bundle.ts'
import { parseSize, writeParts } from './write-parts.ts'
import { describeSource } from './describe-source.ts'

const USAGE = `usage: pnpm airgap:bundle [--arch amd64|arm64] [--for site|cluster] [--signing-key FILE] [--key-history FOLDER] [--out FOLDER] [--base BUNDLE] [--parts SIZE] [--counter N] [--allow-dirty] [--debian pinned|newest]

Builds the file that a site without internet installs from, without a container engine. It needs Debian's apt and dpkg, and Go.
With --base it is a delta that leaves out what BUNDLE has; with --parts it is split for media with a limit, such as 4G.
With --debian newest it is made of the packages that Debian has now, where those that are pinned are gone: nobody can make the same bytes again.
With --key-history it carries the list of release keys that a root key has signed, as airgap:keys keeps it.
Without --signing-key it is signed by keys that are made for it and thrown away: good for a try, not for a site.
`

const say = (line: string) => process.stderr.write(`airgap: ${line}\n`)
const options = readArguments()
try {
  if (options.debian === 'newest') for (const change of useNewest()) say(`not as pinned: ${change}`)
  const source = describeSource(options)
  const { file, size, sha256 } = await buildBundle({ ...options, source, say })
  process.stdout.write(`${relative(process.cwd(), file)} ${(size / 1e6).toFixed(1)} MB\n${sha256}\n`)
  for (const part of options.partBytes === undefined ? [] : await writeParts(file, options.partBytes))
    process.stdout.write(`${relative(process.cwd(), part)}\n`)
  process.stdout.write(`signed by ${fingerprintOf(publicKeysOf(options.keys))}\n`)
} catch (error) {
  for (let at: unknown = error; at instanceof Error; at = at.cause) say(at.message)
  process.exitCode = 1
}

function readArguments(): {
  architecture: Architecture
  purpose: Purpose
  keys: SigningKeys
  keyHistory?: string
  out: string
  base?: string
  partBytes?: number
  counter?: number
  allowDirty: boolean
  debian: string
} {
  try {
    const { values } = parseArgs({
      options: {
        arch: { type: 'string', default: process.arch === 'arm64' ? 'arm64' : 'amd64' },
        for: { type: 'string', default: 'site' },
        'signing-key': { type: 'string' },
        'key-history': { type: 'string' },
        out: { type: 'string', default: join(ROOT, 'dist') },
        base: { type: 'string' },
        parts: { type: 'string' },
        counter: { type: 'string' },
        'allow-dirty': { type: 'boolean', default: false },
        debian: { type: 'string', default: 'pinned' },
      },
    })
    const architecture = ARCHITECTURES.find((each) => each === values.arch)
    const purpose = PURPOSES.find((each) => each === values.for)
    if (architecture === undefined) throw new Error(`--arch is one of ${ARCHITECTURES.join(', ')}`)
    if (purpose === undefined) throw new Error(`--for is one of ${PURPOSES.join(', ')}`)
    if (!['pinned', 'newest'].includes(values.debian)) throw new Error('--debian is one of pinned, newest')
    const counter = values.counter === undefined ? undefined : Number(values.counter)
    if (counter !== undefined && !(Number.isInteger(counter) && counter > 0))
      throw new Error('--counter is a whole number above 0')
    return {
      architecture,
      purpose,
      keys: keysOf(values['signing-key']?.replace(/^~(?=\/)/, homedir())),
      out: values.out,
      ...(values['key-history'] === undefined ? {} : { keyHistory: values['key-history'] }),
      ...(values.base === undefined ? {} : { base: values.base }),
      ...(values.parts === undefined ? {} : { partBytes: parseSize(values.parts) }),
      ...(counter === undefined ? {} : { counter }),
      allowDirty: values['allow-dirty'],
      debian: values.debian,
    }
  } catch (error) {
    process.stderr.write(`airgap: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
    process.exit(2)
  }
}

function keysOf(file: string | undefined): SigningKeys {
  if (file === undefined) return makeSigningKeys()
  if (!existsSync(file)) throw new Error(`--signing-key: there is no ${file}`)
  return readSigningKeys(file)
}
