import { Command, Option } from 'commander'
import { readRelease } from '../release/read-release.ts'
import type { App, Globals } from './app.ts'
import { applyCommand } from './commands/apply.ts'
import { backupCommand } from './commands/backup.ts'
import { backupKeyCommand } from './commands/backup-key.ts'
import { diffCommand } from './commands/diff.ts'
import { downloadsCommand } from './commands/downloads.ts'
import { nightlyCommand } from './commands/nightly.ts'
import { initCommand } from './commands/init.ts'
import { doctorCommand } from './commands/doctor.ts'
import { inventoryCommand } from './commands/inventory.ts'
import { prepareCommand } from './commands/prepare.ts'
import { pruneCommand } from './commands/prune.ts'
import { rightsCommand } from './commands/rights.ts'
import { restoreCommand } from './commands/restore.ts'
import { rollbackCommand } from './commands/rollback.ts'
import { rotateCommand } from './commands/rotate.ts'
import { serveCommand } from './commands/serve.ts'
import { uninstallCommand } from './commands/uninstall.ts'
import { supportBundleCommand } from './commands/support-bundle.ts'
import { upgradeCommand } from './commands/upgrade.ts'
import { verifyCommand } from './commands/verify.ts'

const GROUPS: readonly { title: string; commands: readonly ((app: App) => Command)[] }[] = [
  { title: 'The bundle:', commands: [verifyCommand, inventoryCommand, diffCommand, serveCommand] },
  { title: 'Installing:', commands: [initCommand, rightsCommand, prepareCommand, applyCommand] },
  { title: 'A new release, and the one before:', commands: [upgradeCommand, rollbackCommand] },
  { title: 'Backups:', commands: [backupKeyCommand, backupCommand, nightlyCommand, restoreCommand] },
  {
    title: 'Afterwards:',
    commands: [doctorCommand, rotateCommand, downloadsCommand, supportBundleCommand, pruneCommand, uninstallCommand],
  },
]

const EPILOGUE = `
Exit codes:
  0 ok                    2 wrong usage           3 not to be trusted
  4 something to do first 5 the registry          6 the cluster
  7 data

Environment:
  FAIRLEAD_AIRGAP_STATE   folder for what is remembered between bundles, instead of ~/.local/state/fairlead-airgap
  FAIRLEAD_AIRGAP_BASE    folder of the bundle that a delta builds on, instead of the one beside it
  FAIRLEAD_AIRGAP_WORK    folder that the launcher may unpack 130 MB into for as long as a command runs, instead of $TMPDIR or /tmp
`

/** Every command of the installer. */
export function createProgram(app: App): Command {
  const program = new Command('airgap')
    .description('Checks this bundle, and installs Fairlead from it where nothing else is in reach.')
    .version(versionOf(app), '-V, --version')
    .addOption(new Option('--json', 'one JSON document on standard output; progress as JSON lines on standard error'))
    .addOption(new Option('--dry-run', 'change nothing; say what would be done'))
    .addOption(new Option('--bundle <folder>', 'the unpacked bundle, if not the one that this program lies in'))
    .addOption(new Option('--key <file>', 'the public keys to trust, as your vendor gave them to you by another way'))
    .addOption(new Option('--allow-older', 'take a bundle that is older than one that this site has accepted'))
    .addHelpText('after', EPILOGUE)
  for (const { title, commands } of GROUPS) {
    program.commandsGroup(title)
    for (const create of commands) program.addCommand(create(app))
  }
  for (const command of [program, ...descendants(program)]) prepare(command, app)
  program.hook('preAction', (_, action) => {
    app.globals = action.optsWithGlobals<Globals>()
  })
  return program
}

/** Of the bundle that this program lies in, before anything of it is checked. */
function versionOf({ host }: App): string {
  try {
    return readRelease(host.bundle).version
  } catch {
    return 'unknown: there is no bundle around this program'
  }
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)])
}

/** Errors are thrown, not process exits; text goes where the host wants it. */
function prepare(command: Command, app: App): void {
  const { stdout, stderr } = app.host
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .helpOption('-h, --help', 'this page')
  if (command.commands.length > 0) command.helpCommand(false)
}
