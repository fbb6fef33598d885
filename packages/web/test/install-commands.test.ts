import { expect, test } from 'vitest'
import { agentSteps } from '../../cli/src/lib/agent-steps.ts'
import { helmSteps } from '../../cli/src/lib/helm-steps.ts'
import { agentCommandText } from '../src/features/enrolment/agent-command-text.ts'
import { helmCommands } from '../src/features/enrolment/helm-commands.ts'

const url = 'https://fairlead.example.com'

/** The lines of a text that are commands, without the folder of a checkout. */
function commandsIn(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.slice(2).replace(/'?\S*(charts\/fairlead-agent)'? /, '$1 '))
}

test.each([[['language', 'vision']], [['vision']], [[]]])(
  'the console and the CLI install an agent with the same commands, in namespaces %j',
  (namespaces) => {
    const cli = commandsIn(helmSteps({ cluster: 'oslo', url: `${url}/`, tokenFile: undefined, namespaces }))
    const console_ = helmCommands({ url, namespaces, areNew: true })
    expect(console_.flatMap(({ text }) => text.split('\n'))).toEqual(cli)
  },
)

test.each(['local', 'simulated'] as const)(
  'the console and the CLI start an agent with the same settings: %s',
  (driver) => {
    const cli = commandsIn(agentSteps({ cluster: 'oslo', url, tokenFile: 'oslo.token', driver }))
    const lines = agentCommandText({ cluster: 'oslo', url, driver, program: 'fairlead-agent' }).split('\n')
    expect(lines.slice(2, -1)).toEqual(cli.slice(0, -1))
    expect(lines.at(-1)?.endsWith('--join-token-file oslo.token')).toBe(
      cli.at(-1)?.endsWith('--join-token-file oslo.token'),
    )
  },
)
