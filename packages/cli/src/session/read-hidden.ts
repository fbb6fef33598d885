/** Reads one line from the terminal without showing it. */
export function readHidden(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream, prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    stdin.setRawMode(true)
    stderr.write(prompt)
    stdin.setEncoding('utf8')
    const finish = (end: () => void) => {
      stdin.off('data', onData)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
      end()
    }
    const onData = (part: string) => {
      for (const key of part) {
        if (key === '\r' || key === '\n' || key === '\u0004') return finish(() => resolve(text))
        if (key === '\u0003') return finish(() => reject(new DOMException('left', 'AbortError')))
        if (key === '\u007F' || key === '\b') text = text.slice(0, -1)
        else text += key
      }
    }
    stdin.on('data', onData)
    stdin.resume()
  })
}
