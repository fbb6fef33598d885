import { existsSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Command, Option } from 'commander'
import { makeBackupKey } from '../../life/backup-key.ts'
import { signingFileOf } from '../../life/signing-key.ts'
import { parseSite } from '../../site/read-site.ts'
import { SERVED, writeSite, type SiteAnswers } from '../../site/write-site.ts'
import { AirgapError } from '../airgap-error.ts'
import type { App } from '../app.ts'

type Key = keyof SiteAnswers

/** Eight at most; each has a flag, so that no terminal is needed. */
const QUESTIONS: readonly {
  key: Key
  flag: string
  ask: string
  about: string
  isNeeded?: true
  only?: (answers: Partial<Record<Key, string>>) => boolean
}[] = [
  {
    key: 'registryUrl',
    flag: 'registry',
    ask: 'Address of your registry (https://host:port; serve:https://host:port where there is none and ./airgap serve of that host is to be it)',
    about: 'address of the registry; with serve: before it the one at which ./airgap serve is it',
    isNeeded: true,
  },
  {
    key: 'registryCaFile',
    flag: 'registry-ca',
    ask: 'File with the authority of its certificate (empty: a public one)',
    about: 'file with the authority of its certificate',
    only: hasRegistry,
  },
  {
    key: 'registryAuthFile',
    flag: 'registry-auth',
    ask: 'File with a login that may push (empty: none is needed)',
    about: 'file with a login that may push',
    only: hasRegistry,
  },
  {
    key: 'domain',
    flag: 'domain',
    ask: 'Name by which people and agents reach Fairlead',
    about: 'name by which people and agents reach Fairlead',
    isNeeded: true,
  },
  {
    key: 'expose',
    flag: 'expose',
    ask: 'What leads to it: ingress, route (OpenShift) or nodePort:PORT',
    about: 'ingress, route or nodePort:PORT',
    isNeeded: true,
  },
  {
    key: 'databaseUrlFile',
    flag: 'database-url-file',
    ask: 'File with the URL of your PostgreSQL (empty: the one of this bundle)',
    about: 'file with the URL of your own PostgreSQL',
  },
  {
    key: 'storageClass',
    flag: 'storage-class',
    ask: 'Storage class for the database (empty: the default one)',
    about: 'storage class for the bundled database',
    only: ({ databaseUrlFile }) => !databaseUrlFile,
  },
  {
    key: 'projects',
    flag: 'projects',
    ask: 'Namespaces for work in the first cluster, with commas',
    about: 'namespaces for work, with commas',
    isNeeded: true,
  },
]

function hasRegistry({ registryUrl }: Partial<Record<Key, string>>): boolean {
  return registryUrl?.startsWith(SERVED) !== true
}

/** `airgap init`: writes a site file from at most eight answers. */
export function initCommand(app: App): Command {
  const command = new Command('init').description('write a site file, from questions or from flags')
  command.addOption(new Option('--out <file>', 'where to write it').default('site.yaml'))
  for (const { flag, about } of QUESTIONS) command.addOption(new Option(`--${flag} <value>`, about))
  return command.action(async (options: Record<string, string> & { out: string }) => {
    const path = resolve(app.host.cwd, options.out)
    if (existsSync(path))
      throw new AirgapError('usage', `${path} is there already`, { hint: 'name another with --out, or edit that one' })
    const answers = await collect(app, options)
    const { projects, ...rest } = answers
    const key = join(dirname(path), 'backup.key')
    const text = writeSite({
      backupKeyFile: basename(key),
      ...(rest as unknown as SiteAnswers),
      projects: (projects ?? '').split(',').map((each) => each.trim()),
    })
    // Files that are still to come are no fault of the answers.
    const problems = parseSite(text, app.host.cwd).problems.filter((problem) => !problem.includes('there is no file'))
    if (problems.length > 0)
      throw new AirgapError('usage', 'these answers make no site file', {
        details: problems.map((problem) => problem.replace(/^line \d+: /, '')),
      })
    if (app.globals.dryRun === true) {
      app.tell({ file: path, text }, text)
      return
    }
    const recipient = existsSync(key) ? undefined : await makeBackupKey(key, app.host.now)
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
    app.tell(
      {
        file: path,
        text,
        ...(recipient === undefined ? {} : { backupKey: key, signingKey: signingFileOf(key), recipient }),
      },
      [
        `wrote ${path}`,
        ...(recipient === undefined
          ? []
          : [
              `wrote ${key}, which opens backups, and ${basename(signingFileOf(key))} beside it, which signs them: keep a copy where the backups are not`,
            ]),
        ...(hasRegistry(answers)
          ? []
          : [`next, on the host of that address, where it stays: ./airgap serve -f ${options.out}`]),
        `next: ./airgap prepare backend -f ${options.out}`,
      ].join('\n'),
    )
  })
}

async function collect(app: App, options: Record<string, string>): Promise<Partial<Record<Key, string>>> {
  const { stdin, stdout } = app.host
  const isTalking = stdin.isTTY === true && stdout.isTTY === true
  const terminal = isTalking
    ? createInterface({ input: stdin as unknown as NodeJS.ReadableStream, output: process.stderr })
    : undefined
  const answers: Partial<Record<Key, string>> = {}
  try {
    for (const question of QUESTIONS) {
      const given = options[question.flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]
      if (given !== undefined) answers[question.key] = given
      else if (terminal !== undefined && (question.only?.(answers) ?? true)) {
        do answers[question.key] = (await terminal.question(`${question.ask}: `)).trim()
        while (question.isNeeded && answers[question.key] === '')
      } else if (question.isNeeded && terminal === undefined)
        throw new AirgapError('usage', `--${question.flag} is missing: ${question.about}`, {
          hint: 'without a terminal every answer is a flag',
        })
    }
  } finally {
    terminal?.close()
  }
  return answers
}
