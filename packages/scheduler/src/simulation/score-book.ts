import { WAIT_CLASS_COUNT } from './calibration.ts'

/** The last scores of one quantile, in all and by class of wait, with the part that is to be missed. */
export interface ScoreBook {
  all: Window
  classes: Window[]
  /** Part of scores that its correction leaves above: it follows what happens. */
  miss: number
}

interface Window {
  /** In order of arrival. */
  recent: number[]
  sorted: number[]
}

/** Scores that a correction is made from: the last ones. */
const WINDOW = 400
/** A class with fewer has the correction of all. */
const CLASS_SCORES_MIN = 20
/** The least from which a ninth decile can be told. */
const ALL_SCORES_MIN = 9

export function openScoreBook(miss: number): ScoreBook {
  return { all: emptyWindow(), classes: Array.from({ length: WAIT_CLASS_COUNT }, emptyWindow), miss }
}

export function addScore(book: ScoreBook, waitClass: number, score: number): void {
  add(book.all, score)
  add(book.classes[waitClass]!, score)
}

/** The factor of each class of waits: the quantile of its scores, of all scores where it has few, 1 where there are few at all. */
export function factorsOf({ all, classes, miss }: ScoreBook): number[] {
  const common = factorOf(all, miss, ALL_SCORES_MIN) ?? 1
  return classes.map((mine) => factorOf(mine, miss, CLASS_SCORES_MIN) ?? common)
}

/** With the finite-sample step of split conformal prediction: the ceil((n + 1) (1 - miss))-th smallest. */
function factorOf({ sorted }: Window, miss: number, scoresMin: number): number | undefined {
  if (sorted.length < scoresMin) return undefined
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil((sorted.length + 1) * (1 - miss))))
  return sorted[rank - 1]!
}

function emptyWindow(): Window {
  return { recent: [], sorted: [] }
}

function add({ recent, sorted }: Window, score: number): void {
  recent.push(score)
  sorted.splice(firstFrom(sorted, score), 0, score)
  if (recent.length > WINDOW) sorted.splice(firstFrom(sorted, recent.shift()!), 1)
}

function firstFrom(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! >= value) high = middle
    else low = middle + 1
  }
  return low
}
