import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** Debian's packages of the two families that pictures are compared in, and where they lie. */
const FONTS = [
  { name: 'fonts-inter', folder: '/usr/share/fonts/opentype/inter' },
  { name: 'fonts-liberation2', folder: '/usr/share/fonts/truetype/liberation2' },
] as const

/** Makes sure that the fonts of pictures are there, where they can be installed (as root, with apt). Answers those that are not. */
export function ensureFonts(say: (line: string) => void): string[] {
  const missing = () => FONTS.filter(({ folder }) => !existsSync(folder)).map(({ name }) => name)
  const wanted = missing()
  if (wanted.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return wanted
  say(`installing ${wanted.join(' and ')} (apt, once)`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { stdio: 'ignore', env })
  return missing()
}

/** A configuration of fontconfig that knows these fonts alone: what else is installed changes no picture. Answers its path. */
export function fontsAlone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-fonts-'))
  const file = join(folder, 'fonts.conf')
  const prefer = (generic: string, family: string) =>
    `<alias><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`
  const set = (name: string, kind: string, value: string) =>
    `<match target="font"><edit name="${name}" mode="assign"><${kind}>${value}</${kind}></edit></match>`
  writeFileSync(
    file,
    [
      '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>',
      ...FONTS.map((font) => `<dir>${font.folder}</dir>`),
      `<cachedir>${join(folder, 'cache')}</cachedir>`,
      prefer('sans-serif', 'Inter'),
      prefer('system-ui', 'Inter'),
      prefer('monospace', 'Liberation Mono'),
      prefer('ui-monospace', 'Liberation Mono'),
      set('antialias', 'bool', 'true'),
      set('hinting', 'bool', 'false'),
      set('rgba', 'const', 'none'),
      '</fontconfig>',
    ].join('\n'),
  )
  return file
}

/** What letters look like depends on: the major version of the browser, and the files of the fonts. */
export function lettersOf(browser: string | undefined): string {
  const version = spawnSync(browser ?? 'chromium', ['--version'], { encoding: 'utf8' }).stdout ?? ''
  const [major = 'unknown'] = /\d+/.exec(version) ?? []
  const hash = createHash('sha256')
  for (const file of FONTS.flatMap(({ folder }) =>
    globSync('*', { cwd: folder }).map((name) => join(folder, name)),
  ).toSorted())
    hash.update(basename(file)).update(readFileSync(file))
  return `chromium-${major}-fonts-${hash.digest('hex').slice(0, 8)}`
}
