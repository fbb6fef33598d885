import { parseArgs } from 'node:util'
import { backupSigningKey } from './admin/backup-signing-key.ts'
import { changePassword } from './admin/change-password.ts'
import { ownedDatabaseUrl } from './admin/owner.ts'
import { keepBackup, printBackup, printBackups, sendBackup } from './admin/print-backup.ts'
import { printDecisions } from './admin/print-decisions.ts'
import { printContents, printSchema } from './admin/print-schema.ts'
import { restoreFrom, scratchDatabaseUrl, settleRestore } from './admin/restore-from.ts'
import { printSetupLink } from './admin/print-setup-link.ts'
import { printToken } from './admin/print-token.ts'
import { ConfigError, readConfig } from './config.ts'
import { migrateDatabase } from './db/migrate.ts'

const HELP = `Usage: node src/admin.ts COMMAND

For whoever owns the database: it needs DATABASE_URL, or the data folder of the embedded one.

  setup-link [--email EMAIL] [--minutes 1440]
                                        a new one-time link for that user, or for the first admin
  token --name NAME [--minutes 60]      a short-lived token of the first admin, on standard output
  decisions [--hours 24]                the decision log as JSON lines, for: fairlead replay --decisions FILE
  migrate                               brings the database to this version's schema, before its replicas start
  schema                                what migrations the database has had, and whether its schema is as they made it
  contents                              how much is in each table, with a hash, as JSON
  backup --recipient age1... [--release VERSION] [--site FOLDER] [--folder FOLDER --keep 7]
                                        an encrypted backup on standard output, or as a file in a folder
                                        [--sign]: signed by the key from standard input, in frames; else by the one
                                        that FAIRLEAD_BACKUP_SIGNING_KEY_FILE names, if it does
  backups --folder FOLDER [--name NAME] what backups are in a folder, as JSON; or one of them on standard output
  restore [--replace | --scratch]       a dump from standard input, in frames; it says what the database holds then
                                        --scratch: into the database of FAIRLEAD_SCRATCH_DATABASE_URL, to try it
  database-password                     another password for the bundled database: {current, next} from standard input, in frames
  settle --keep restored|before         after restore --replace: which of the two stays
`

/** Runs one command; answers what to print. */
async function run(argv: string[]): Promise<string> {
  const { positionals, values } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      minutes: { type: 'string' },
      hours: { type: 'string' },
      recipient: { type: 'string' },
      site: { type: 'string' },
      release: { type: 'string' },
      folder: { type: 'string' },
      keep: { type: 'string' },
      replace: { type: 'boolean' },
      scratch: { type: 'boolean' },
      sign: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  const [command] = positionals
  if (values.help || command === undefined) return HELP
  const config = readConfig(process.env)
  switch (command) {
    case 'setup-link':
      return await printSetupLink(config, values)
    case 'token':
      return await printToken(config, values)
    case 'decisions':
      await printDecisions(config, values.hours, process.stdout)
      return ''
    case 'migrate':
      await migrateDatabase(ownedDatabaseUrl(config))
      return 'the database has the schema of this version\n'
    case 'schema':
      return await printSchema(ownedDatabaseUrl(config))
    case 'contents':
      return await printContents(ownedDatabaseUrl(config))
    case 'backup': {
      const signingKey = await backupSigningKey(values.sign === true, process.env, process.stdin)
      const flags = { ...values, signingKey }
      if (values.folder !== undefined) return await keepBackup(ownedDatabaseUrl(config), flags)
      await printBackup(ownedDatabaseUrl(config), flags, process.stdout)
      return ''
    }
    case 'backups':
      if (values.name === undefined) return printBackups(values.folder)
      await sendBackup(values.folder ?? '.', values.name, process.stdout)
      return ''
    case 'restore':
      return await restoreFrom(
        values.scratch === true ? scratchDatabaseUrl(process.env) : ownedDatabaseUrl(config),
        process.stdin,
        values.replace === true,
      )
    case 'database-password':
      return await changePassword(ownedDatabaseUrl(config), process.stdin)
    case 'settle':
      return await settleRestore(ownedDatabaseUrl(config), values.keep)
    default:
      throw new ConfigError(`there is no command "${command}"\n\n${HELP}`)
  }
}

run(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    process.stderr.write(`fairlead: ${(error as Error).message}\n`)
    process.exitCode = error instanceof ConfigError ? 2 : 1
  },
)
