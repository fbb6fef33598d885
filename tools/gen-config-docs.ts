import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { SETTINGS } from '../packages/control-plane/src/config.ts'

/** Writes `docs/configuration.md` from the settings themselves. */
const FILE = 'docs/configuration.md'

/** Defaults that lie beside the program, wherever that is. */
const FOLDERS: Readonly<Record<string, string>> = {
  webDir: '`dist` of `packages/web`',
  downloadsDir: '`dist/downloads` of the repository',
}

const rows = Object.entries(SETTINGS).map(([key, setting]) => {
  const value = FOLDERS[key] ?? (setting.default === '' ? 'empty' : `\`${String(setting.default)}\``)
  return `| \`${setting.env}\` | \`${key}\` | ${value} | ${setting.about} |`
})
const text = `# Configuration of the control plane

Made from \`packages/control-plane/src/config.ts\` by \`pnpm gen\`. The environment wins over the file that \`FAIRLEAD_CONFIG\` names (YAML), and
the file over the defaults. A wrong setting stops the start with one message that names everything that is wrong, and exit code 2.

| Environment | Key in the file | Default | Meaning |
|---|---|---|---|
${rows.join('\n')}
`

if (!process.argv.includes('--check')) writeFileSync(FILE, text)
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(`${FILE} is out of date: run pnpm gen\n`)
  process.exitCode = 1
}
