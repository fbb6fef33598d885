import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { CHECKLIST } from './checklist.ts'
import { CLAIMS } from './claims.ts'
import { PROMISES } from './promises.ts'

/** Writes `docs/security-checklist.md`; with `--check` only says whether it is out of date. A proof that no test file has fails it. */
const FILE = 'docs/security-checklist.md'
const ACCEPTANCE = 'docs/acceptance-at-a-site.md'

const lost = CLAIMS.flatMap(({ proofs }) => proofs).filter(([file, title]) => !isThere(file, title))
if (lost.length > 0)
  refuse(lost.map(([file, title]) => `${file} has no test "${title}", which airgap/claims names`).join('\n'))

const acceptance = readFileSync(join(ROOT, ACCEPTANCE), 'utf8')
const steps = new Set([...acceptance.matchAll(/^\| (\d+) \|/gm)].map(([, step]) => Number(step)))
const promises = Object.entries(PROMISES).map(([name, { promise, atSite }]) => {
  const tests = CLAIMS.filter(({ shows = [] }) => (shows as readonly string[]).includes(name)).flatMap(
    ({ proofs }) => proofs,
  )
  const missing = atSite.filter((step) => !steps.has(step))
  if (missing.length > 0)
    refuse(`${ACCEPTANCE} has no step ${missing.join(', ')}, which the promise "${promise}" names`)
  if (tests.length === 0 && atSite.length === 0)
    refuse(`the promise "${promise}" has neither a test nor a step at a site`)
  const files = [...new Set(tests.map(([file]) => `\`${file}\``))]
  return `| ${promise} | ${files.join('<br>') || 'none'} | ${atSite.join(', ')} |`
})

const items = CHECKLIST.map(({ title, text, commands }, at) => {
  const block = commands === undefined ? '' : `\n\n\`\`\`\n${commands}\n\`\`\``
  return `### ${at + 1}. ${title}\n\n${text}${block}\n`
})
const rows = CLAIMS.map(({ claim, proofs, open }) => {
  const shown = proofs.map(([file, title]) => `${title.replaceAll('|', '\\|')} (\`${file}\`)`).join('<br>')
  return `| ${claim} | ${shown === '' ? 'unverified' : shown} | ${open ?? ''} |`
})
const text = `# Security checklist for closed sites

Made from \`airgap/claims\` by \`pnpm gen\`, which fails where a test that is named here is gone.

## What a reviewer asks for

Commands run in an unpacked bundle, those with \`pnpm\` in the repository.

${items.join('\n')}
## What is claimed, and what shows it

Each line names tests by their titles. Those in \`e2e/airgap\` run by \`pnpm e2e airgap\`, \`.k8s.test.ts\` by \`pnpm test:k8s\`, \`.pg.test.ts\` by \`pnpm test:pg\`, \`.spec.ts\` by \`pnpm e2e\`, others by
\`pnpm test:unit\`. What stands under "Not shown" may not be relied upon before it was tried at a site: [acceptance at a site](acceptance-at-a-site.md).

| Claim | Shown by | Not shown |
|---|---|---|
${rows.join('\n')}

## What was promised, and where it is held

Each promise has tests, which are those of the claims above, or a step at the site by its number in [acceptance at a site](acceptance-at-a-site.md), or both.

| Promise | Tests | Steps at a site |
|---|---|---|
${promises.join('\n')}
`

if (!process.argv.includes('--check')) writeFileSync(join(ROOT, FILE), text)
else if (!existsSync(join(ROOT, FILE)) || readFileSync(join(ROOT, FILE), 'utf8') !== text) {
  process.stderr.write(`${FILE} is out of date: run pnpm gen\n`)
  process.exitCode = 1
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}

/** Titles may hold quotes, which the source writes in another way. */
function isThere(file: string, title: string): boolean {
  const path = join(ROOT, file)
  return existsSync(path) && readFileSync(path, 'utf8').replaceAll("\\'", "'").includes(title)
}
