import type { Command } from 'commander'

/** A shell script that completes the names of commands and options. It holds them all, so that Tab never starts this program. */
export function completionScript(program: Command, shell: 'bash' | 'zsh' | 'fish'): string {
  const nodes = tree(program, [])
  return shell === 'fish' ? fish(nodes) : bash(nodes, shell)
}

interface Node {
  path: string[]
  children: { name: string; about: string }[]
  options: string[]
}

function tree(command: Command, path: string[]): Node[] {
  const children = command.commands.map((child) => ({ name: child.name(), about: child.summary() }))
  const options = command.options.flatMap(({ short, long }) => [short, long]).filter((name) => name !== undefined)
  return [
    { path, children, options: [...options, '--help'] },
    ...command.commands.flatMap((child) => tree(child, [...path, child.name()])),
  ]
}

/** zsh runs bash's completions when it is asked to. */
function bash(nodes: readonly Node[], shell: 'bash' | 'zsh'): string {
  const cases = nodes.map(({ path, children, options }) => {
    const words = [...children.map(({ name }) => name), ...options].join(' ')
    return `    "${path.join(' ')}") words="${words}" ;;`
  })
  return `${shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_fairlead() {
  local path="" word words at=1
  while [ $at -lt $COMP_CWORD ]; do
    word="\${COMP_WORDS[$at]}"
    case "$word" in
      --) return ;;
      -*) ;;
      *) path="\${path:+$path }$word" ;;
    esac
    at=$((at + 1))
  done
  case "$path" in
${cases.join('\n')}
    *) return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[$COMP_CWORD]}"))
}
complete -o default -F _fairlead fairlead
`
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, children, options }) => {
    const isHere = `__fairlead_at '${path.join(' ')}'`
    return [
      ...children.map(
        ({ name, about }) => `complete -c fairlead -f -n "${isHere}" -a ${name} -d '${about.replaceAll("'", '’')}'`,
      ),
      ...options
        .filter((name) => name.startsWith('--'))
        .map((name) => `complete -c fairlead -n "${isHere}" -l ${name.slice(2)}`),
    ]
  })
  return `function __fairlead_at
  set -l path (string match -v -- '-*' (commandline -opc)[2..])
  test "$path" = "$argv[1]"
end
${lines.join('\n')}
`
}
