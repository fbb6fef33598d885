/**
 * Words before a command that write every attempt of it and of all its children to reach an address into `file`, whatever namespaces they move to. The tracer is nobody's parent, so that
 * exit codes and signals are those of the command; the kernel stops a process at these calls alone, so that nothing else becomes slower.
 */
export function recordCalls(file: string): string[] {
  const calls = ['connect', 'sendto', 'sendmsg', 'sendmmsg']
  const filter = ['-e', `trace=${calls.join(',')}`, '-e', 'signal=none', '-s', '512', '-x', '-qqq']
  return ['strace', '-D', '-f', '--seccomp-bpf', ...filter, '-o', file, '--']
}
