import type { Out } from '../host.ts'
import { cut } from '../output/fit.ts'
import type { Paint } from '../output/paint.ts'
import { span } from '../output/times.ts'

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
/** What is faster needs no explanation. */
const SHOW_AFTER_MS = 1_000
const FRAME_MS = 120

/** One line on a terminal that says what is going on, and is gone when it is done. Nothing anywhere else. */
export class Progress {
  readonly #out: Out
  readonly #paint: Paint
  readonly #tasks = new Map<number, { label: string; startedAt: number; isMinor: boolean }>()
  #timer: ReturnType<typeof setInterval> | undefined
  #next = 0
  #frame = 0
  #isShown = false

  constructor(out: Out, paint: Paint) {
    this.#out = out
    this.#paint = paint
  }

  /** Begins a task. The newest is the one that is shown; a minor one only where there is no other. */
  start(label: string, isMinor = false): { update: (label: string) => void; stop: () => void } {
    const id = this.#next
    this.#next += 1
    if (this.#out.isTTY !== true) return { update: () => undefined, stop: () => undefined }
    const task = { label, startedAt: performance.now(), isMinor }
    this.#tasks.set(id, task)
    this.#timer ??= setInterval(() => this.#draw(), FRAME_MS).unref()
    return {
      update: (text) => {
        task.label = text
      },
      stop: () => {
        this.#tasks.delete(id)
        if (this.#tasks.size > 0) return
        clearInterval(this.#timer)
        this.#timer = undefined
        this.clear()
      },
    }
  }

  /** Takes the line away, so that something else can be written. It comes back by itself. */
  clear(): void {
    if (this.#isShown) this.#out.write('\r\u001B[K')
    this.#isShown = false
  }

  #draw(): void {
    const tasks = [...this.#tasks.values()]
    const task = tasks.findLast(({ isMinor }) => !isMinor) ?? tasks.at(-1)
    if (!task) return
    const passedMs = performance.now() - task.startedAt
    if (passedMs < SHOW_AFTER_MS) return
    this.#frame = (this.#frame + 1) % FRAMES.length
    const text = cut(`${FRAMES[this.#frame]} ${task.label} ${span(passedMs)}`, (this.#out.columns ?? 80) - 1)
    this.#out.write(`\r\u001B[K${this.#paint.dim(text)}`)
    this.#isShown = true
  }
}
