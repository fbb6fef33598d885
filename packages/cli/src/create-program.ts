import { Command, Option } from 'commander'
import { applyCommand } from './commands/apply.ts'
import { auditCommand } from './commands/audit.ts'
import { cancelCommand } from './commands/cancel.ts'
import { changeCommand } from './commands/change.ts'
import { cloneCommand } from './commands/clone.ts'
import { clusterCommand } from './commands/cluster.ts'
import { compareCommand } from './commands/compare.ts'
import { completionCommand } from './commands/completion.ts'
import { connectionCommand } from './commands/connection.ts'
import { contextCommand } from './commands/context.ts'
import { demoCommand } from './commands/demo.ts'
import { departmentCommand } from './commands/department.ts'
import { etaCommand } from './commands/eta.ts'
import { getCommand } from './commands/get.ts'
import { loginCommand } from './commands/login.ts'
import { idleCommand } from './commands/idle.ts'
import { licenceCommand } from './commands/licence.ts'
import { logoutCommand } from './commands/logout.ts'
import { logsCommand } from './commands/logs.ts'
import { nodeCommand } from './commands/node.ts'
import { offerCommand } from './commands/offer.ts'
import { poolCommand } from './commands/pool.ts'
import { pricesCommand } from './commands/prices.ts'
import { projectCommand } from './commands/project.ts'
import { psCommand } from './commands/ps.ts'
import { queueCommand } from './commands/queue.ts'
import { quotaCommand } from './commands/quota.ts'
import { replayCommand } from './commands/replay.ts'
import { resumeCommand } from './commands/resume.ts'
import { runCommand } from './commands/run.ts'
import { simulateCommand } from './commands/simulate.ts'
import { sizeCommand } from './commands/size.ts'
import { stopCommand } from './commands/stop.ts'
import { templateCommand } from './commands/template.ts'
import { tokenCommand } from './commands/token.ts'
import { topCommand } from './commands/top.ts'
import { usageCommand } from './commands/usage.ts'
import { userCommand } from './commands/user.ts'
import { viewsCommand } from './commands/views.ts'
import { waitCommand } from './commands/wait.ts'
import { whoamiCommand } from './commands/whoami.ts'
import { whyCommand } from './commands/why.ts'
import type { App, Globals } from './session/app.ts'
import { CLI_VERSION } from './version.ts'

const GROUPS: readonly { title: string; commands: readonly ((app: App) => Command)[] }[] = [
  { title: 'Session:', commands: [loginCommand, logoutCommand, whoamiCommand, contextCommand] },
  {
    title: 'Jobs:',
    commands: [
      runCommand,
      offerCommand,
      applyCommand,
      cloneCommand,
      psCommand,
      viewsCommand,
      getCommand,
      compareCommand,
      whyCommand,
      etaCommand,
      logsCommand,
      waitCommand,
      changeCommand,
      stopCommand,
      resumeCommand,
      cancelCommand,
    ],
  },
  { title: 'Parts of jobs:', commands: [templateCommand, sizeCommand, connectionCommand] },
  {
    title: 'Sharing:',
    commands: [
      queueCommand,
      quotaCommand,
      projectCommand,
      departmentCommand,
      topCommand,
      usageCommand,
      pricesCommand,
      idleCommand,
      simulateCommand,
    ],
  },
  { title: 'Clusters:', commands: [clusterCommand, nodeCommand, poolCommand] },
  { title: 'Administration:', commands: [userCommand, tokenCommand, auditCommand, licenceCommand] },
  { title: 'Tools:', commands: [demoCommand, replayCommand, completionCommand] },
]

const EPILOGUE = `
Exit codes:
  0 ok                 1 a job failed       2 wrong usage or request
  3 not signed in      4 not found          5 not allowed
  6 out of reach       7 waited too long    8 a check failed

Environment:
  FAIRLEAD_URL, FAIRLEAD_TOKEN    in place of what fairlead login has kept
  FAIRLEAD_PROJECT                used where no project is named
  FAIRLEAD_CA                     file with the certificate authority of the control plane
  NO_COLOR                        no colours

Examples:
  $ fairlead login --url https://fairlead.example.com
  $ fairlead run --gpu 1 --follow -- python train.py
  $ fairlead why train-a
  $ fairlead quota set vision --gpu 8 --gpu-limit 16
`

/** Every command of the product, by group. */
export function createProgram(app: App): Command {
  const program = new Command('fairlead')
    .description('One control plane for many compute and GPU clusters.')
    .version(CLI_VERSION, '-V, --version')
    .addOption(new Option('--context <name>', 'which control plane, as fairlead context ls shows it'))
    .addOption(new Option('--url <url>', 'which control plane, by URL'))
    .addOption(new Option('--no-color', 'no colours'))
    .addOption(new Option('--debug', 'one line on standard error for each request'))
    .addHelpText('after', EPILOGUE)
  for (const { title, commands } of GROUPS) {
    program.commandsGroup(title)
    for (const create of commands) program.addCommand(create(app))
  }
  for (const command of [program, ...descendants(program)]) prepare(command, app)
  program.hook('preAction', (_, action) => app.configure(action.optsWithGlobals<Globals>()))
  return program
}

/** Every command below this one. */
export function descendants(command: Command): Command[] {
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
    .showHelpAfterError(`\n(all options: fairlead ${pathOf(command)}--help)`)
    .helpOption('-h, --help', 'this page')
  if (command.commands.length > 0) command.helpCommand(false)
}

function pathOf(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name())
  return names.map((name) => `${name} `).join('')
}
