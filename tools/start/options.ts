import { parseArgs } from 'node:util'

const HELP = `npm start [-- OPTIONS]

Starts a control plane with its own PostgreSQL, three clusters (one runs real processes on this machine, two are simulated GPU clusters), two
departments with four projects, and a tour. A second start keeps what the first one left.

  --once        end after the tour: 0 when everything happened as told
  --no-tour     start and stay up without the tour
  --kubernetes  a fourth cluster: the Kubernetes of KUBECONFIG, or else a real one on this machine (Linux, root and Go; the
                first time some fifteen minutes, to build it)
  --empty       a control plane with nothing in it, and data of its own
  --port N      port of the console and the API (default 8080, or FAIRLEAD_PORT)
  --help        this text

Data and logs are kept below .fairlead, or below FAIRLEAD_DATA_DIR.
`

/** The command line cannot be read: one sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly exitCode = 2
}

export interface StartOptions {
  isOnce: boolean
  isEmpty: boolean
  hasTour: boolean
  hasKubernetes: boolean
  port: number
  help: string | undefined
}

/** Throws {@link UsageError}. */
export function readOptions(argv: string[]): StartOptions {
  const values = parse(argv)
  const port = Number(values.port ?? process.env['FAIRLEAD_PORT'] ?? 8080)
  if (values.kubernetes && values.empty)
    throw new UsageError('--kubernetes belongs to the demo and --empty has none: choose one')
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError('--port takes a number from 1 to 65535')
  return {
    isOnce: values.once,
    isEmpty: values.empty,
    hasTour: !values['no-tour'],
    hasKubernetes: values.kubernetes,
    port,
    help: values.help ? HELP : undefined,
  }
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        once: { type: 'boolean', default: false },
        'no-tour': { type: 'boolean', default: false },
        kubernetes: { type: 'boolean', default: false },
        empty: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('.')[0]}; see npm start -- --help`)
  }
}
