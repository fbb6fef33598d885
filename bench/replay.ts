import { machine, report } from './machine.ts'
import { checkForecasts } from './replay/check-forecasts.ts'
import { loadCases } from './replay/load-cases.ts'
import { parseOptions } from './replay/options.ts'
import { playCase, rounded } from './replay/play-case.ts'
import { forecastTable, orderTable } from './replay/show-tables.ts'

/**
 * Replays traces in virtual time on the engine, beside plain orders on the same input, and checks forecasts of starts. JSON lines on standard output,
 * tables for people on standard error. README.md says what each option stands for.
 */
const options = parseOptions(process.argv.slice(2))
const say = (line: string) => process.stderr.write(`${line}\n`)

for (const one of loadCases(options, say)) {
  const played = (options.orders ?? one.orders).map((order) => playCase(one, order))
  say(orderTable(one, played))
  const fair = played.find(({ result }) => result.order === 'fair')
  if (fair === undefined || !one.isForecast || options.forecasts === 0) continue
  const { report: calibration, ms, made } = checkForecasts(fair.input, fair.result, options, say)
  say(forecastTable(calibration))
  report({
    bench: 'replay',
    case: one.name,
    what: 'forecasts',
    made,
    simulationsEach: options.simulations,
    msEach: rounded(ms / Math.max(1, made)),
    ...calibration,
    ...machine(),
  })
}
