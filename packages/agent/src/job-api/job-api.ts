import { createServer, type IncomingMessage } from 'node:http'
import { listen, type Listening } from '../lib/listen.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import type { PodIdentity } from './token-verifier.ts'
import { RESULT_BYTES_MAX, TOLD, type Told } from './told.ts'

export type JobApiOptions = {
  host: string
  port: number
  /** Rejects for a token that is none of ours. */
  verify: (token: string) => Promise<PodIdentity>
  /** Resolves when it is kept. False: there is no such pod among the runs. */
  tell: (pod: PodIdentity, told: Told) => Promise<boolean>
  log: Logger
}

class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * Where commands say how far they are and what came out: `POST /v1/progress`, `/v1/figures` and `/v1/result`, each with the token of the pod. Throws
 * `StartupError` when the port is taken.
 */
export async function startJobApi(options: JobApiOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    take(request, options).then(
      () => answer(200, {}),
      (error: unknown) => {
        if (error instanceof Refused) {
          answer(error.status, { error: error.message })
          return
        }
        options.log.warn({ path: request.url, problem: messageOf(error) }, 'what a run told could not be kept')
        answer(503, { error: 'it could not be kept; try again' })
      },
    )
  })
  server.requestTimeout = 15_000
  server.headersTimeout = 10_000
  return await listen(server, { setting: 'jobApiPort', host: options.host, port: options.port })
}

async function take(request: IncomingMessage, { verify, tell }: JobApiOptions): Promise<void> {
  const path = request.url?.split('?')[0] ?? ''
  if (!isKnown(path)) throw new Refused(404, `there is ${Object.keys(TOLD).join(', ')}`)
  if (request.method !== 'POST') throw new Refused(405, 'POST it')
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw new Refused(401, 'send the token of FAIRLEAD_TOKEN_FILE as Authorization: Bearer')
  const pod = await verify(token).catch((error: unknown) => {
    throw new Refused(401, `the token is refused: ${messageOf(error)}. It is renewed: read the file before each call`)
  })
  const parsed = TOLD[path].safeParse(await readJson(request))
  if (!parsed.success) throw new Refused(422, parsed.error.issues.map(({ message }) => message).join('; '))
  if (!(await tell(pod, parsed.data))) throw new Refused(404, `pod ${pod.namespace}/${pod.name} belongs to no run here`)
}

function isKnown(path: string): path is keyof typeof TOLD {
  return Object.hasOwn(TOLD, path)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > RESULT_BYTES_MAX) throw new Refused(413, `at most ${RESULT_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch {
    throw new Refused(422, 'send JSON')
  }
}
