export type Gauge = { name: string; help: string; type: 'gauge' | 'counter'; value: number }

/** Figures in the text format of Prometheus. */
export function metricsText(gauges: Gauge[]): string {
  return gauges
    .map(({ name, help, type, value }) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`)
    .join('')
}
