import { sentenceOf } from './engine/input-error.ts'
import { machine, report } from './machine.ts'
import { checkForecasts } from './replay/check-forecasts.ts'
import { loadCases } from './replay/load-cases.ts'
import { parseOptions } from './replay/options.ts'
import { peakMib, playCase, rounded } from './replay/play-case.ts'
import { forecastTable, orderTable } from './replay/show-tables.ts'

/**
 * Replays traces in virtual time on the engine, beside plain orders on the same input, and checks forecasts of starts. JSON lines on standard output,
 * tables for people on standard error. README.md says what each option stands for.
 */
try {
  run()
} catch (error) {
  const sentence = sentenceOf(error)
  if (sentence === undefined) throw error
  say(`bench replay: ${sentence}`)
  process.exitCode = 2
}

function run(): void {
  const options = parseOptions(process.argv.slice(2))
  for (const one of loadCases(options, say)) {
    const played = (options.orders ?? one.orders).map((order) => playCase(one, order))
    say(orderTable(one, played))
    const fair = played.find(({ result }) => result.order === 'fair')
    if (fair === undefined || !one.isForecast || options.moments === 0) continue
    const { calibration, ms, cpuMs, ...counts } = checkForecasts(fair.input, fair.result, options, say)
    say(forecastTable(calibration))
    report({
      bench: 'replay',
      case: one.name,
      what: 'forecasts',
      ...counts,
      simulationsEach: options.simulations,
      ms: Math.round(ms),
      cpuMs: Math.round(cpuMs),
      cpuMsPerMoment: rounded(cpuMs / Math.max(1, counts.moments)),
      ...calibration,
      peakMib: peakMib(),
      ...machine(),
    })
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
