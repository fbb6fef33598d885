import { Argument, Command } from 'commander'
import { completionScript } from '../lib/completion-script.ts'
import { examples } from '../lib/examples.ts'
import type { App } from '../session/app.ts'

/** `fairlead completion`. */
export function completionCommand(app: App): Command {
  const command = new Command('completion')
  return command
    .summary('commands and options by the Tab key')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples('source <(fairlead completion bash)', 'fairlead completion fish | source'))
    .action((shell: 'bash' | 'zsh' | 'fish') => {
      const program = command.parent
      if (program) app.write(completionScript(program, shell))
    })
}
