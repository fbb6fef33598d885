import { Command } from 'commander'
import { examples } from '../../lib/examples.ts'
import { showUpgrades } from '../../lib/show-upgrades.ts'
import { UsageError } from '../../lib/usage-error.ts'
import { answer, withOutput, type Format } from '../../output/format.ts'
import type { App } from '../../session/app.ts'

interface Options {
  output: Format
  days?: string
  from?: string
  hours?: string
  timeZone?: string
  anyTime?: boolean
}

type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
const EVERY_DAY = 'mon,tue,wed,thu,fri,sat,sun'

/** `fairlead cluster window`. */
export function clusterWindowCommand(app: App): Command {
  const command = new Command('window')
    .summary("say when a cluster's agent may be replaced")
    .description(
      'The window opens on these days at that time of the clock on the walls there, and stays open for so many hours, over changes of the clock, too.',
    )
    .argument('<name>', 'name or id of a cluster')
    .option('--days <days>', 'mon,tue,wed,thu,fri,sat,sun: those that are named', EVERY_DAY)
    .option('--from <time>', 'when it opens, as 22:00')
    .option('--hours <hours>', 'how long it is open')
    .option('--time-zone <zone>', 'IANA time zone, as Europe/Berlin')
    .option('--any-time', 'no window')
    .addHelpText(
      'after',
      examples(
        'fairlead cluster window east --days fri,sat --from 22:00 --hours 4 --time-zone Europe/Berlin',
        'fairlead cluster window east --any-time',
      ),
    )
  return withOutput(command, ['table', 'json', 'yaml']).action(async (name: string, options: Options) => {
    const view = await app.client.clusters.setUpgrades(name, { window: windowOf(options) })
    answer(app, { output: options.output, data: view, table: () => showUpgrades(app, view) })
  })
}

function windowOf({ days = EVERY_DAY, from, hours, timeZone, anyTime }: Options) {
  if (anyTime) {
    if (from !== undefined || hours !== undefined) throw new UsageError('--any-time goes with no other option')
    return null
  }
  if (from === undefined || hours === undefined || timeZone === undefined) {
    throw new UsageError('a window needs --from, --hours and --time-zone', { hint: 'or give --any-time for none' })
  }
  // What is no day or no number is for the control plane to say: it says what it takes.
  const named = days.split(',').map((day) => day.trim().toLowerCase()) as Day[]
  return { days: named, from, hours: Number(hours), timeZone }
}
